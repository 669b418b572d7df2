//! What this area tells the journal. Nothing here identifies anybody: accounts are ids. Sign-ins
//! stand in the history, which nobody folds over.

use kernel::{ApiKeyId, CivilDate, PostId, Role, SubjectId};
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::DeserializeOwned;
    use store::Fact;

    /// Reads the golden file of a kind and writes it again.
    fn golden<F: Fact + DeserializeOwned>(file: &str) {
        let read: F = serde_json::from_str(file).expect("an old fact is readable");
        let written = serde_json::to_value(&read).expect("a fact is JSON");
        let golden: serde_json::Value = serde_json::from_str(file).expect("JSON");
        assert_eq!(written, golden, "{} v{}", F::KIND, F::VERSION);
    }

    macro_rules! golden_files {
        ($($type:ty, $name:literal;)*) => {
            #[test]
            fn facts_keep_their_written_form() {
                $(
                    let name = concat!($name, ".v1.json");
                    assert_eq!(format!("{}.v{}.json", <$type>::KIND, <$type>::VERSION), name);
                    golden::<$type>(include_str!(concat!("../golden/", $name, ".v1.json")));
                )*
            }
        };
    }

    golden_files! {
        AccountInvited, "access.account-invited";
        CodePrinted, "access.code-printed";
        AccountActivated, "access.account-activated";
        AccountClosed, "access.account-closed";
        PostGranted, "access.post-granted";
        PostEnded, "access.post-ended";
        ApiKeyMade, "access.api-key-made";
        ApiKeyRevoked, "access.api-key-revoked";
    }
}
