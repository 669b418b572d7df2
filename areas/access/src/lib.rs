//! Access: accounts, the posts they hold, how their holders sign in, keys of the API, and what the
//! audit administrator reads.
//!
//! Other areas never use this one. They get a context whose actor was made here.

pub mod account;
mod accounts;
mod acting;
mod activation;
pub mod api_key;
mod api_keys;
mod asserted;
pub mod audit;
mod choices;
mod config;
mod demo;
pub mod facts;
pub mod jobs;
mod own;
mod password;
pub mod permissions;
pub mod post;
mod posts;
pub mod session;
mod sign_in;
mod ticket;
mod upkeep;

pub use account::{AccountCard, AccountQuery, AccountState, NewAccount, Slip, Standing};
pub use activation::CodeSetup;
pub use api_key::{ApiKeyCard, NewApiKey};
pub use audit::{AuditQuery, ChangedEntry, LookedEntry};
pub use choices::AccountChoices;
pub use config::Config;
pub use post::{HeldPost, NewPost, OfficeRef, PostCard};
pub use session::{NewSession, SignInStep, SignedIn};
pub use upkeep::under_older_keys_in;

use crypto::{KeyRing, Redacted};
use kernel::{
    AccountActor, AccountId, ApiKeyId, CivilDate, Ctx, Instant, Page, PageRequest, PersonId,
    PostId, Result, SubjectId,
};
use ports::identity::IdentityProvider;
use ports::notify::Notifier;
use std::collections::HashMap;
use std::sync::Arc;
use store::jobs::{Claimed, Step};
use store::{Idem, Store};
use tokio::sync::Semaphore;

/// The use cases of this area.
#[derive(Clone)]
pub struct Access {
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    /// As many passwords are hashed at once as there are processors; the rest wait, so that guessing
    /// at many doors takes no memory from others.
    pub(crate) hashers: Arc<Semaphore>,
    pub(crate) identity: Option<Arc<dyn IdentityProvider>>,
    pub(crate) notifier: Option<Arc<dyn Notifier>>,
}

/// What every use case needs besides its transaction.
#[derive(Clone)]
pub(crate) struct Keys {
    pub ring: Arc<KeyRing>,
    pub config: Arc<Config>,
}

impl Access {
    /// The area on a store, with the keys under which secrets and names are sealed.
    pub fn new(store: Store, ring: Arc<KeyRing>, config: Config) -> Self {
        let hashers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Access {
            store,
            keys: Keys { ring, config: Arc::new(config) },
            hashers: Arc::new(Semaphore::new(hashers)),
            identity: None,
            notifier: None,
        }
    }

    /// The same with an identity provider, by which people sign in to their own record.
    pub fn with_identity_provider(self, provider: Arc<dyn IdentityProvider>) -> Self {
        Access { identity: Some(provider), ..self }
    }

    /// The same with a carrier of messages.
    pub fn with_notifier(self, notifier: Arc<dyn Notifier>) -> Self {
        Access { notifier: Some(notifier), ..self }
    }

    // Accounts and posts

    /// Makes an account for work, or a person's own, and the slip with its activation code. The code
    /// is shown this once.
    ///
    /// # Errors
    /// Refused without permission, also on the first post; field problems for login and name; the
    /// conflicts `access-login-taken`, `access-person-taken`, `access-post-personal` and those of
    /// [`post::may_add`];
    /// `access-code-shown` when the same request made the account before.
    pub async fn invite(&self, ctx: &Ctx, idem: Option<Idem>, command: NewAccount) -> Result<Slip> {
        accounts::invite(self, ctx, idem, command).await
    }

    /// Prints a new activation code for somebody who lost password or device. Both hold no more, and
    /// all sessions end.
    ///
    /// # Errors
    /// `problem-not-found` for an account that is none of the actor's business; the conflicts
    /// `access-closed` and `access-code-shown`.
    pub async fn new_code(&self, ctx: &Ctx, idem: Option<Idem>, id: AccountId) -> Result<Slip> {
        accounts::new_code(self, ctx, idem, id).await
    }

    /// Closes an account: its sessions, posts and API keys end today.
    ///
    /// # Errors
    /// As [`Access::new_code`]; the conflict `access-own-account` for one's own.
    pub async fn close_account(&self, ctx: &Ctx, idem: Option<Idem>, id: AccountId) -> Result<()> {
        accounts::close(self, ctx, idem, id).await
    }

    /// Accounts of staff, latest first: all of them for the administrators of the installation,
    /// those of one's own bodies for a body's manager.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn accounts(
        &self,
        ctx: &Ctx,
        query: &AccountQuery,
        page: &PageRequest,
    ) -> Result<Page<AccountCard>> {
        accounts::list(self, ctx, query, page).await
    }

    /// One account with its posts.
    ///
    /// # Errors
    /// `problem-not-found` for an account that is none of the actor's business.
    pub async fn account(&self, ctx: &Ctx, id: AccountId) -> Result<AccountCard> {
        accounts::one(self, ctx, id).await
    }

    /// What the actor may do with an account.
    ///
    /// # Errors
    /// As [`Access::account`].
    pub async fn account_choices(&self, ctx: &Ctx, id: AccountId) -> Result<AccountChoices> {
        choices::of(self, ctx, id).await
    }

    /// The posts that the actor may give in some office: none for the system administrator, who makes
    /// accounts, and none for the auditor, who reads.
    pub fn roles_to_give(&self, ctx: &Ctx) -> Vec<kernel::Role> {
        choices::roles(ctx)
    }

    /// A person's own account, for the service window.
    ///
    /// # Errors
    /// `problem-not-found` for a person who is none of the actor's business.
    pub async fn account_of_person(
        &self,
        ctx: &Ctx,
        person: PersonId,
    ) -> Result<Option<AccountCard>> {
        accounts::of_one_person(self, ctx, person).await
    }

    /// Gives an account for work a post.
    ///
    /// # Errors
    /// Refused without permission; the conflicts of [`post::may_add`], `access-own-account` for
    /// one's own and `access-closed`; `problem-not-found` for an office that does not exist.
    pub async fn grant_post(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        account: AccountId,
        post: NewPost,
    ) -> Result<PostId> {
        posts::grant(self, ctx, idem, account, post).await
    }

    /// Ends a post with the given day; with yesterday when none is named, so that it ends at once.
    ///
    /// # Errors
    /// Refused without permission; the conflicts `access-post-ended` and `access-own-account`.
    pub async fn end_post(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        post: PostId,
        last: Option<CivilDate>,
    ) -> Result<()> {
        posts::end(self, ctx, idem, post, last).await
    }

    // Activation

    /// The first step of activation: login, printed code and the password wished. Nothing is changed
    /// yet; the ticket goes along to [`Access::confirm_activation`].
    ///
    /// # Errors
    /// `access-code-invalid` whatever does not fit, also for unknown logins;
    /// `access-code-mistyped` when the check character shows a slip; field problems for the
    /// password; `access-locked` and `problem-too-many`.
    pub async fn activate(
        &self,
        ctx: &Ctx,
        login: &str,
        code: &str,
        password: &str,
        address: &str,
    ) -> Result<CodeSetup> {
        activation::begin(self, ctx, login, code, password, address).await
    }

    /// What a ticket of [`Access::activate`] or [`Access::set_up_codes`] sets up, to be shown again.
    ///
    /// # Errors
    /// `access-ticket-expired`.
    pub fn code_setup(&self, now: Instant, ticket: &str) -> Result<CodeSetup> {
        activation::setup(self, now, ticket)
    }

    /// The second step: the first one-time code, or none where none is needed and none wanted. The
    /// account can be signed in to from then on.
    ///
    /// # Errors
    /// `access-ticket-expired`, `access-totp-wrong`, `access-totp-needed`, `access-code-invalid`
    /// when the printed code has been used meanwhile.
    pub async fn confirm_activation(
        &self,
        ctx: &Ctx,
        ticket: &str,
        code: Option<&str>,
    ) -> Result<AccountId> {
        activation::confirm(self, ctx, ticket, code).await
    }

    // Signing in and out

    /// The first step of signing in. `address` is the network address, for counting failures.
    ///
    /// # Errors
    /// `access-sign-in-wrong` whatever does not fit, `access-locked` with `time` (hours and minutes in
    /// China) and `problem-too-many`; an unknown login is answered like a known one, at the same cost.
    pub async fn sign_in(
        &self,
        ctx: &Ctx,
        login: &str,
        password: &str,
        address: &str,
    ) -> Result<SignInStep> {
        sign_in::begin(self, ctx, login, password, address).await
    }

    /// The second step: the one-time code.
    ///
    /// # Errors
    /// `access-ticket-expired`, `access-totp-wrong` also for a code that was used before,
    /// `access-locked`, `problem-too-many`.
    pub async fn sign_in_code(
        &self,
        ctx: &Ctx,
        ticket: &str,
        code: &str,
        address: &str,
    ) -> Result<NewSession> {
        sign_in::code(self, ctx, ticket, code, address).await
    }

    /// Signs somebody in by the word of the identity provider. `presented` is what the browser brought
    /// back from it. The account is made when its holder first comes.
    ///
    /// # Errors
    /// `access-no-provider` when the installation has none; `access-assertion-invalid`, also for an
    /// assertion that was used before; `access-assertion-unknown` for somebody of whom there is no
    /// record, or whose account was closed.
    pub async fn sign_in_asserted(&self, ctx: &Ctx, presented: &str) -> Result<NewSession> {
        asserted::sign_in(self, ctx, presented).await
    }

    /// Who holds the session of a cookie's token; nobody when it is unknown or over. One read, and a
    /// second one for the territory of an official or the name of a worker.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn actor_for_session(&self, now: Instant, token: &str) -> Result<Option<SignedIn>> {
        acting::for_session(self, now, token).await
    }

    /// Ends the session of a token. An unknown token is no error.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn sign_out(&self, ctx: &Ctx, token: &str) -> Result<()> {
        acting::sign_out(self, ctx, token).await
    }

    /// Ends all sessions of an account: one's own, or another's.
    ///
    /// # Errors
    /// `problem-not-found` for an account that is none of the actor's business.
    pub async fn end_sessions(&self, ctx: &Ctx, account: AccountId) -> Result<u64> {
        acting::end_sessions(self, ctx, account).await
    }

    // One's own account

    /// Changes one's own password. All sessions end, this one too.
    ///
    /// # Errors
    /// `access-sign-in-wrong` for a wrong old password; field problems for the new one.
    pub async fn change_password(&self, ctx: &Ctx, old: &str, new: &str) -> Result<()> {
        own::change_password(self, ctx, old, new).await
    }

    /// Begins to set up one-time codes on one's own account, which has none.
    ///
    /// # Errors
    /// The conflict `access-totp-exists`.
    pub async fn set_up_codes(&self, ctx: &Ctx) -> Result<CodeSetup> {
        own::set_up_codes(self, ctx).await
    }

    /// Confirms the device with its first code. All sessions end: the next sign-in uses it.
    ///
    /// # Errors
    /// `access-ticket-expired`, `access-totp-wrong`, `access-totp-exists`.
    pub async fn confirm_codes(&self, ctx: &Ctx, ticket: &str, code: &str) -> Result<()> {
        own::confirm_codes(self, ctx, ticket, code).await
    }

    // Keys of the API

    /// Makes a key with which a body's own system does the work of a clerk of that body. It needs a
    /// sign-in with two factors, acts by the clerk's posts of its maker and by no other, and is
    /// shown this once.
    ///
    /// # Errors
    /// `problem-two-factors`; field problems for label and last day (at most one year ahead);
    /// `access-code-shown` when the same request made the key before.
    pub async fn make_api_key(
        &self,
        ctx: &Ctx,
        idem: Option<Idem>,
        label: String,
        expires_on: CivilDate,
    ) -> Result<NewApiKey> {
        api_keys::make(self, ctx, idem, label, expires_on).await
    }

    /// The keys of an account, latest first.
    ///
    /// # Errors
    /// `problem-not-found` for an account that is none of the actor's business.
    pub async fn api_keys(&self, ctx: &Ctx, account: AccountId) -> Result<Vec<ApiKeyCard>> {
        api_keys::list(self, ctx, account).await
    }

    /// Revokes a key.
    ///
    /// # Errors
    /// As [`Access::api_keys`]; the conflict `access-key-revoked`.
    pub async fn revoke_api_key(&self, ctx: &Ctx, idem: Option<Idem>, key: ApiKeyId) -> Result<()> {
        api_keys::revoke(self, ctx, idem, key).await
    }

    /// For whom a key of the API acts; nobody when it is unknown, expired or revoked. The use is
    /// counted.
    ///
    /// # Errors
    /// `problem-too-many`.
    pub async fn actor_for_api_key(
        &self,
        now: Instant,
        key: &str,
        address: &str,
    ) -> Result<Option<Arc<AccountActor>>> {
        acting::for_api_key(self, now, key, address).await
    }

    // Audit

    /// Looks at people's records, latest first.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn looks_by(
        &self,
        ctx: &Ctx,
        query: &AuditQuery,
        page: &PageRequest,
    ) -> Result<Page<LookedEntry>> {
        audit::looks_by(self, ctx, *query, page).await
    }

    /// Changes by people, signing in included, latest first.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn changes_by(
        &self,
        ctx: &Ctx,
        query: &AuditQuery,
        page: &PageRequest,
    ) -> Result<Page<ChangedEntry>> {
        audit::changes_by(self, ctx, *query, page).await
    }

    /// The names of the holders of accounts, for the entries of [`Access::changes_by`] and
    /// [`Access::looks_by`]; holders whose data were erased are absent.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn holders(
        &self,
        ctx: &Ctx,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, String>> {
        audit::holders(self, ctx, accounts).await
    }

    /// The names of the authorities and bodies among the records of [`Access::changes_by`].
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn offices_of(
        &self,
        ctx: &Ctx,
        subjects: &[SubjectId],
    ) -> Result<HashMap<SubjectId, String>> {
        audit::offices(self, ctx, subjects).await
    }

    /// The names of staff, for the decisions that stand under their accounts.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn staff_names(
        &self,
        ctx: &Ctx,
        accounts: &[AccountId],
    ) -> Result<HashMap<AccountId, String>> {
        audit::staff_names(self, ctx, accounts).await
    }

    // Upkeep

    /// Deletes sessions that are over. Gives how many.
    ///
    /// # Errors
    /// Refused without permission.
    pub async fn clean_up(&self, ctx: &Ctx) -> Result<u64> {
        upkeep::clean_up(self, ctx).await
    }

    /// Seals up to `limit` accounts anew under the current master key and index. Gives how many; 0
    /// means that the rotation is complete.
    ///
    /// # Errors
    /// Refused without permission; as [`Store::write`].
    pub async fn rotate(&self, ctx: &Ctx, limit: u32) -> Result<u64> {
        upkeep::rotate(self, ctx, limit).await
    }

    /// Tells the holder of an account that it was locked: what a job of [`jobs::TELL_LOCKED`] does.
    /// Without a carrier or a phone number nobody is told.
    ///
    /// # Errors
    /// What the carrier refuses, so that the job is tried again.
    pub async fn tell_locked(&self, ctx: &Ctx, job: &Claimed) -> Result<Step> {
        jobs::tell_locked(self, ctx, job).await
    }

    // The demonstration

    /// Signs in to an account of the demonstration without asking for anything.
    ///
    /// # Errors
    /// `access-demo-only` outside a demonstration; `problem-not-found`.
    pub async fn sign_in_demo(&self, ctx: &Ctx, login: &str) -> Result<NewSession> {
        demo::sign_in(self, ctx, login).await
    }

    /// The one-time code that the device of an account of the demonstration shows now.
    ///
    /// # Errors
    /// As [`Access::sign_in_demo`].
    pub async fn demo_code(&self, now: Instant, login: &str) -> Result<Redacted<String>> {
        demo::code(self, now, login).await
    }

    /// Activates an account of the demonstration with a password and a device known to its pages.
    ///
    /// # Errors
    /// As [`Access::sign_in_demo`].
    pub async fn activate_demo(&self, ctx: &Ctx, slip: &Slip, password: &str) -> Result<()> {
        demo::activate(self, ctx, slip, password).await
    }
}
