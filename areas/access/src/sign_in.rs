//! Signing in: password, then a one-time code; or the word of an identity provider.
//!
//! Every attempt is counted before it is looked at, so that many at once are no way around the
//! count. An unknown login is counted, locked and answered like a known one, and costs the same.

use crate::account::{self, Account, AccountState, Holder, normal_login, open_secret};
use crate::accounts::{as_account, load, of_login, save};
use crate::jobs::{TELL_LOCKED, TellLocked};
use crate::permissions::SIGN_IN;
use crate::session::store::SessionRow;
use crate::session::{NewSession, SignInStep, Token};
use crate::{Access, Keys, session, ticket};
use authz::Object;
use crypto::{Redacted, Verified};
use futures_util::FutureExt as _;
use kernel::{AccountId, Ctx, Instant, Problem, ProblemKind, Result, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Tx, throttle};

/// The purpose of tickets between password and code.
const TICKET: &str = "access/sign-in";
/// The purpose of the tags of session tokens.
pub(crate) const SESSION: &str = "session";

/// What a ticket between password and code holds.
#[derive(Serialize, Deserialize)]
struct Half {
    /// The password that was right, as a tag of its hash: another password makes the ticket void.
    password: [u8; 32],
    /// The same password hashed as new ones are, when it was hashed otherwise.
    rehash: Option<String>,
}

/// Whether somebody may try.
#[derive(Serialize, Deserialize)]
pub(crate) enum Knock {
    /// They may; it is their nth attempt in this window.
    Go(i64),
    /// The login is locked until the instant.
    Locked(Instant),
    /// Too many failures from the address.
    TooMany,
}

impl Knock {
    pub(crate) fn allowed(self) -> Result<i64> {
        match self {
            Knock::Go(nth) => Ok(nth),
            Knock::Locked(until) => Err(locked(until)),
            Knock::TooMany => Err(Problem::new(ProblemKind::TooMany, "problem-too-many")),
        }
    }
}

fn locked(until: Instant) -> Problem {
    let time = until.in_china().format("%H:%M");
    Problem::new(ProblemKind::TooMany, "access-locked").arg("time", time)
}

impl Keys {
    pub(crate) fn login_key(&self, login: &str) -> [u8; 32] {
        self.ring.tag("access-login", login.as_bytes())
    }

    pub(crate) fn lock_key(&self, login: &str) -> [u8; 32] {
        self.ring.tag("access-lock", login.as_bytes())
    }

    pub(crate) fn address_key(&self, address: &str) -> [u8; 32] {
        self.ring.tag("access-address", address.as_bytes())
    }

    /// Counts an attempt.
    pub(crate) async fn knock(&self, tx: &mut Tx, login: &str, address: &str) -> Result<Knock> {
        let (address, lock) = (self.address_key(address), self.lock_key(login));
        if !throttle::has_attempts(tx, address, self.config.address).await? {
            return Ok(Knock::TooMany);
        }
        // The count comes first: whoever waited here for the attempt that locked sees the lock.
        let nth = throttle::count(tx, self.login_key(login), self.config.failures).await?;
        let now = tx.now();
        if let Some(until) = throttle::shut_out_until(tx, &[lock], now).await?.get(&lock) {
            throttle::clear(tx, self.login_key(login)).await?;
            return Ok(Knock::Locked(*until));
        }
        if nth > self.config.failures.most {
            return Ok(Knock::Locked(self.lock(tx, login).await?));
        }
        Ok(Knock::Go(nth))
    }

    async fn lock(&self, tx: &mut Tx, login: &str) -> Result<Instant> {
        let until = tx.now().plus_seconds(self.config.lock_seconds);
        throttle::shut_out(tx, self.lock_key(login), until).await?;
        throttle::clear(tx, self.login_key(login)).await?;
        Ok(until)
    }

    /// Counts a failure against the address, and locks the login after the last one allowed.
    pub(crate) async fn failed(
        &self,
        tx: &mut Tx,
        login: &str,
        address: &str,
        nth: i64,
    ) -> Result<()> {
        throttle::count(tx, self.address_key(address), self.config.address).await?;
        if nth < self.config.failures.most {
            return Ok(());
        }
        self.lock(tx, login).await?;
        let Some(id) = of_login(tx, &self.ring, login).await? else {
            return Ok(());
        };
        let account = load(tx, id).await?;
        save(tx, &account, "lock").await?;
        tx.enqueue(TELL_LOCKED, &TellLocked { account: id }, tx.now()).await.map(|_| ())
    }
}

impl Access {
    /// Counts an attempt in a transaction of its own.
    pub(crate) async fn knock(&self, ctx: &Ctx, login: &str, address: &str) -> Result<i64> {
        let (keys, login, address) = (self.keys.clone(), login.to_owned(), address.to_owned());
        let knock = self.store.write(ctx, None, move |tx| {
            let (keys, login, address) = (keys.clone(), login.clone(), address.clone());
            async move { keys.knock(tx, &login, &address).await }.boxed()
        });
        knock.await?.allowed()
    }

    /// Counts a failure in a transaction of its own.
    pub(crate) async fn failed(
        &self,
        ctx: &Ctx,
        login: &str,
        address: &str,
        nth: i64,
    ) -> Result<()> {
        let (keys, login, address) = (self.keys.clone(), login.to_owned(), address.to_owned());
        let failed = self.store.write(ctx, None, move |tx| {
            let (keys, login, address) = (keys.clone(), login.clone(), address.clone());
            async move { keys.failed(tx, &login, &address, nth).await }.boxed()
        });
        failed.await
    }

    /// Runs slow work with passwords beside the other tasks, a few at a time.
    async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let _permit = self.hashers.acquire().await.map_err(Problem::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
    }

    /// Hashes a new password.
    pub(crate) async fn hash(&self, ctx: &Ctx, password: &str) -> Result<String> {
        let (policy, random) = (self.keys.config.password.clone(), ctx.random.clone());
        let password = password.to_owned();
        self.slowly(move || policy.hash(&password, &random)).await
    }

    /// Compares a password with a stored hash; without one it takes as long and is wrong.
    pub(crate) async fn verify(&self, stored: Option<String>, password: &str) -> Result<Verified> {
        let policy = self.keys.config.password.clone();
        let password = password.to_owned();
        let compared = self.slowly(move || match stored {
            Some(stored) => policy.verify(&stored, &password),
            None => {
                policy.verify_nobody(&password);
                Ok(Verified { ok: false, needs_rehash: false })
            }
        });
        Ok(compared.await??)
    }
}

fn wrong() -> Problem {
    Problem::invalid("access-sign-in-wrong")
}

pub(crate) async fn begin(
    area: &Access,
    ctx: &Ctx,
    login: &str,
    password: &str,
    address: &str,
) -> Result<SignInStep> {
    authz::permit(ctx, &SIGN_IN, &Object::none())?;
    let login = normal_login(login);
    let nth = area.knock(ctx, &login, address).await?;
    let account = {
        let mut conn = area.store.read().await?;
        match of_login(&mut conn, &area.keys.ring, &login).await? {
            Some(id) => account::store::find(&mut conn, id).await?,
            None => None,
        }
    };
    let stored = account.as_ref().and_then(|account| match &account.state {
        AccountState::Active { password, .. } => password.clone(),
        AccountState::Waiting { .. } | AccountState::Closed => None,
    });
    let verified = area.verify(stored.clone(), password).await?;
    let (Some(account), Some(stored), true) = (account, stored, verified.ok) else {
        area.failed(ctx, &login, address, nth).await?;
        return Err(wrong());
    };
    let rehash = match verified.needs_rehash {
        true => Some(area.hash(ctx, password).await?),
        false => None,
    };
    let half = Half { password: area.keys.ring.tag(TICKET, stored.as_bytes()), rehash };
    if matches!(account.state, AccountState::Active { second: Some(_), .. }) {
        let until = ctx.now.plus_seconds(area.keys.config.ticket_seconds);
        let ring = &area.keys.ring;
        let ticket = ticket::seal(ring, TICKET, account.id, until, half, &ctx.random)?;
        return Ok(SignInStep::Code { ticket });
    }
    let session = finish(area, ctx, account.id, half, None, address).await?;
    Ok(SignInStep::Done(session))
}

pub(crate) async fn code(
    area: &Access,
    ctx: &Ctx,
    text: &str,
    code: &str,
    address: &str,
) -> Result<NewSession> {
    authz::permit(ctx, &SIGN_IN, &Object::none())?;
    let (id, half) = ticket::open(&area.keys.ring, TICKET, text, ctx.now)?;
    finish(area, ctx, id, half, Some(code.to_owned()), address).await
}

/// How the last step ended.
#[derive(Serialize, Deserialize)]
enum Outcome {
    Done(bool),
    Wrong,
    Refused(Knock),
}

/// The last step, as one transaction: the code is checked and used up, and the session begins.
async fn finish(
    area: &Access,
    ctx: &Ctx,
    id: AccountId,
    half: Half,
    code: Option<String>,
    address: &str,
) -> Result<NewSession> {
    let begun = Begun::new(area, ctx, id);
    let (keys, address, row) = (area.keys.clone(), address.to_owned(), begun.row());
    let half = std::sync::Arc::new(half);
    let ctx = as_account(ctx, id);
    let outcome = area.store.write(&ctx, None, move |tx| {
        let (keys, half, row) = (keys.clone(), half.clone(), row.clone());
        let (code, address) = (code.clone(), address.clone());
        async move { finish_in(tx, &keys, id, &half, code, &address, row).await }.boxed()
    });
    match outcome.await? {
        Outcome::Done(two_factors) => Ok(begun.session(two_factors)),
        Outcome::Wrong => Err(Problem::invalid("access-totp-wrong")),
        Outcome::Refused(knock) => Err(knock.allowed().err().unwrap_or_else(wrong)),
    }
}

async fn finish_in(
    tx: &mut Tx,
    keys: &Keys,
    id: AccountId,
    half: &Half,
    code: Option<String>,
    address: &str,
    row: BegunRow,
) -> Result<Outcome> {
    let mut account = load(tx, id).await?;
    let AccountState::Active { password: Some(password), second } = &mut account.state else {
        return Err(Problem::invalid("access-ticket-expired"));
    };
    if !keys.ring.check_tag(TICKET, password.as_bytes(), &half.password) {
        return Err(Problem::invalid("access-ticket-expired"));
    }
    let login = Holder::open(&keys.ring, id, &account.sealed)?.login.unwrap_or_default();
    match (second.as_mut(), code) {
        (Some(second), Some(code)) => {
            let nth = match keys.knock(tx, &login, address).await? {
                Knock::Go(nth) => nth,
                refused => return Ok(Outcome::Refused(refused)),
            };
            let secret = open_secret(&keys.ring, id, &second.sealed)?;
            let Some(step) = secret.verify(&code, tx.now(), Some(second.used_step)) else {
                keys.failed(tx, &login, address, nth).await?;
                return Ok(Outcome::Wrong);
            };
            second.used_step = step;
        }
        (None, None) => {}
        // The device was added or taken away between the two steps.
        (Some(_), None) | (None, Some(_)) => {
            return Err(Problem::invalid("access-ticket-expired"));
        }
    }
    if let Some(rehash) = &half.rehash {
        *password = rehash.clone();
    }
    let two_factors = second.is_some();
    throttle::clear(tx, keys.login_key(&login)).await?;
    enter(tx, account, row, two_factors).await?;
    Ok(Outcome::Done(two_factors))
}

/// A session about to begin; made outside the transaction, whose answers hold no secrets.
pub(crate) struct Begun {
    id: SessionId,
    account: AccountId,
    token: Token,
    tag: [u8; 32],
    expires_at: Instant,
}

/// What the transaction needs of it.
#[derive(Clone)]
pub(crate) struct BegunRow {
    id: SessionId,
    tag: [u8; 32],
    expires_at: Instant,
}

impl Begun {
    pub(crate) fn new(area: &Access, ctx: &Ctx, account: AccountId) -> Self {
        let token = Token::new(account.home(), &ctx.random);
        Begun {
            id: SessionId::new(account.home(), ctx.now, &ctx.random),
            account,
            tag: token.tag(&area.keys.ring, SESSION),
            token,
            expires_at: ctx.now.plus_seconds(area.keys.config.session_most_seconds),
        }
    }

    pub(crate) fn row(&self) -> BegunRow {
        BegunRow { id: self.id, tag: self.tag, expires_at: self.expires_at }
    }

    pub(crate) fn session(self, two_factors: bool) -> NewSession {
        NewSession {
            token: Redacted::new(self.token.text()),
            account: self.account,
            two_factors,
            expires_at: self.expires_at,
        }
    }
}

/// Signs in an account that somebody else vouches for: an identity provider, or the demonstration.
pub(crate) async fn vouched(
    area: &Access,
    ctx: &Ctx,
    id: AccountId,
    two_factors: bool,
) -> Result<NewSession> {
    let begun = Begun::new(area, ctx, id);
    let row = begun.row();
    let ctx = as_account(ctx, id);
    let write = area.store.write(&ctx, None, move |tx| {
        let row = row.clone();
        async move {
            let mut account = load(tx, id).await?;
            account.state = account.state.assert()?;
            enter(tx, account, row, two_factors).await
        }
        .boxed()
    });
    write.await?;
    Ok(begun.session(two_factors))
}

/// Notes the sign-in and begins the session.
pub(crate) async fn enter(
    tx: &mut Tx,
    mut account: Account,
    row: BegunRow,
    two_factors: bool,
) -> Result<()> {
    account.signed_in_at = Some(tx.now());
    account::store::update(tx, &account).await?;
    let state = json!({ "session": row.id, "two_factors": two_factors });
    tx.history("account", account.id.cast(), account.version + 1, "sign-in", &state)?;
    let now = tx.now();
    let session = SessionRow {
        id: row.id,
        tag: row.tag,
        two_factors,
        seen_at: now,
        expires_at: row.expires_at,
    };
    session::store::insert(tx, account.id, &session).await
}
