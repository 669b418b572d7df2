//! What this area tells the journal. Nothing here identifies anybody: accounts are ids. Sign-ins
//! stand in the history, which nobody folds over.

use kernel::{AccountId, ApiKeyId, CivilDate, PostId, Role, SubjectId};
use serde::{Deserialize, Serialize};

store::facts! {
    AccountInvited "access.account-invited" 1;
    CodePrinted "access.code-printed" 1;
    AccountActivated "access.account-activated" 1;
    AccountClosed "access.account-closed" 1;
    PostGranted "access.post-granted" 1;
    PostEnded "access.post-ended" 1;
    ApiKeyMade "access.api-key-made" 1;
    ApiKeyRevoked "access.api-key-revoked" 1;
}

/// An account was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountInvited {
    /// Whether it was made to hold posts.
    pub staff: bool,
}

/// A new activation code was printed; password and device used so far hold no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodePrinted {}

/// The holder activated the account, with a code or through an identity provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountActivated {
    /// Whether one-time codes were set up.
    pub second_factor: bool,
    /// The identity provider, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// An account was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountClosed {}

/// An account was given a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostGranted {
    /// The post.
    pub post: PostId,
    /// What the holder does.
    pub role: Role,
    /// The authority or body; absent for administrators of the installation.
    pub office: Option<SubjectId>,
    /// The first day.
    pub from_on: CivilDate,
    /// The last day, when it is known.
    pub until_on: Option<CivilDate>,
    /// In whose place it is held, for a deputy's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_for: Option<AccountId>,
}

/// A post was ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostEnded {
    /// The post.
    pub post: PostId,
    /// The last day.
    pub until_on: CivilDate,
}

/// A key of the API was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyMade {
    /// The key.
    pub key: ApiKeyId,
    /// The last day.
    pub expires_on: CivilDate,
}

/// A key of the API was revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyRevoked {
    /// The key.
    pub key: ApiKeyId,
}
