//! Activating an account with a printed code, and setting up its one-time codes.

use crate::account::{self, AccountState, Holder, SecondFactor, normal_login, seal_secret};
use crate::accounts::{CODE, about, as_account, load, of_login, save};
use crate::permissions::SIGN_IN;
use crate::post::{self, HeldPost, needs_two_factors};
use crate::{Access, facts, password, session, ticket};
use authz::Object;
use crypto::{CodeCheck, OtpSecret, Redacted};
use futures_util::FutureExt as _;
use kernel::{AccountId, CivilDate, Ctx, Instant, Problem, Result};
use serde::{Deserialize, Serialize};
use store::throttle;

/// The device with one-time codes to be set up, and the ticket that goes along with its first code.
#[derive(Clone)]
pub struct CodeSetup {
    /// To be sent along with the first code.
    pub ticket: Redacted<String>,
    /// Whether the account can be used only with one-time codes.
    pub compulsory: bool,
    /// What an authenticator app reads from a QR code (`otpauth://`); nothing under GM/T 0021, whose
    /// devices know no such form.
    pub uri: Option<Redacted<String>>,
    /// The secret as people type it into a device.
    pub typed: Redacted<String>,
}

/// The purpose of setup tickets.
const SETUP: &str = "access/setup";

/// What a setup ticket holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Setup {
    pub login: String,
    pub secret: Vec<u8>,
    pub compulsory: bool,
    pub step: Step,
}

/// What is confirmed by the first code.
#[derive(Serialize, Deserialize)]
pub(crate) enum Step {
    /// The whole activation: the printed code that was shown, and the password chosen.
    Activate { code: [u8; 32], password: String },
    /// Only the device.
    Add,
}

impl Setup {
    pub(crate) fn secret(&self) -> Result<OtpSecret> {
        Ok(OtpSecret::from_bytes(&self.secret)?)
    }
}

/// Seals what is to be set up and shows it.
pub(crate) fn offer(area: &Access, ctx: &Ctx, id: AccountId, setup: Setup) -> Result<CodeSetup> {
    let secret = setup.secret()?;
    let (login, compulsory) = (setup.login.clone(), setup.compulsory);
    let until = ctx.now.plus_seconds(area.keys.config.ticket_seconds);
    let ticket = ticket::seal(&area.keys.ring, SETUP, id, until, setup, &ctx.random)?;
    Ok(show(area, ticket, compulsory, &login, &secret))
}

fn show(
    area: &Access,
    ticket: Redacted<String>,
    compulsory: bool,
    login: &str,
    secret: &OtpSecret,
) -> CodeSetup {
    let uri = secret.uri(&area.keys.config.issuer, login);
    CodeSetup { ticket, compulsory, uri, typed: secret.typed_form() }
}

pub(crate) fn setup(area: &Access, now: Instant, text: &str) -> Result<CodeSetup> {
    let (_, setup) = open(area, now, text)?;
    let ticket = Redacted::new(text.to_owned());
    Ok(show(area, ticket, setup.compulsory, &setup.login, &setup.secret()?))
}

pub(crate) fn open(area: &Access, now: Instant, text: &str) -> Result<(AccountId, Setup)> {
    ticket::open(&area.keys.ring, SETUP, text, now)
}

/// Whether an account with these posts can be used only with one-time codes. One whose posts are
/// still to come is made for office work.
pub(crate) fn compulsory(posts: &[HeldPost], staff: bool, today: CivilDate) -> bool {
    let mut held = posts.iter().filter(|post| !post.is_over(today)).peekable();
    staff && (held.peek().is_none() || held.any(|post| needs_two_factors(post.role)))
}

pub(crate) async fn begin(
    area: &Access,
    ctx: &Ctx,
    login: &str,
    code: &str,
    wished: &str,
    address: &str,
) -> Result<CodeSetup> {
    authz::permit(ctx, &SIGN_IN, &Object::none())?;
    let login = normal_login(login);
    password::check(wished, &login).map_err(|finding| Problem::fields(vec![finding]))?;
    let ring = &area.keys.ring;
    // A slip of the finger is seen without looking anything up, and does not count.
    if ring.check_printed_code(CODE, &[0; 16], code, &[0; 32]) == CodeCheck::Mistyped {
        return Err(Problem::invalid("access-code-mistyped"));
    }
    let nth = area.knock(ctx, &login, address).await?;
    let mut conn = area.store.read().await?;
    let found = match of_login(&mut conn, ring, &login).await? {
        Some(id) => account::store::find(&mut conn, id).await?,
        None => None,
    };
    let right = found.and_then(|account| match account.state {
        AccountState::Waiting { code: tag, until }
            if ctx.now < until
                && ring.check_printed_code(CODE, &account.id.bytes(), code, &tag)
                    == CodeCheck::Right =>
        {
            Some((account.id, account.staff, tag))
        }
        _ => None,
    });
    let Some((id, staff, tag)) = right else {
        drop(conn);
        area.failed(ctx, &login, address, nth).await?;
        return Err(Problem::invalid("access-code-invalid"));
    };
    let posts = post::store::of_account(&mut conn, id).await?;
    drop(conn);
    let password = area.hash(ctx, wished).await?;
    let setup = Setup {
        login,
        secret: OtpSecret::generate(ring.profile(), &ctx.random).to_bytes().to_vec(),
        compulsory: compulsory(&posts, staff, ctx.today()),
        step: Step::Activate { code: tag, password },
    };
    offer(area, ctx, id, setup)
}

/// The second factor after its first code: that code is used up.
pub(crate) fn confirmed(
    area: &Access,
    ctx: &Ctx,
    id: AccountId,
    secret: &OtpSecret,
    code: &str,
) -> Result<SecondFactor> {
    let step = secret.verify(code, ctx.now, None);
    let used_step = step.ok_or_else(|| Problem::invalid("access-totp-wrong"))?;
    let sealed = seal_secret(&area.keys.ring, id, secret, &ctx.random);
    Ok(SecondFactor { sealed, used_step })
}

pub(crate) async fn confirm(
    area: &Access,
    ctx: &Ctx,
    text: &str,
    code: Option<&str>,
) -> Result<AccountId> {
    authz::permit(ctx, &SIGN_IN, &Object::none())?;
    let (id, setup) = open(area, ctx.now, text)?;
    let secret = setup.secret()?;
    let Step::Activate { code: tag, password } = setup.step else {
        return Err(Problem::invalid("access-ticket-expired"));
    };
    let second = match code.filter(|code| !code.trim().is_empty()) {
        Some(code) => Some(confirmed(area, ctx, id, &secret, code)?),
        None if setup.compulsory => return Err(Problem::invalid("access-totp-needed")),
        None => None,
    };
    let keys = area.keys.clone();
    let ctx = as_account(ctx, id);
    let write = area.store.write(&ctx, None, move |tx| {
        let (keys, password, second) = (keys.clone(), password.clone(), second.clone());
        async move {
            let mut account = load(tx, id).await?;
            let second_factor = second.is_some();
            account.state = account.state.activate(tag, tx.now(), password, second)?;
            save(tx, &account, "activate").await?;
            session::store::delete_all(tx, id).await?;
            if let Some(login) = Holder::open(&keys.ring, id, &account.sealed)?.login {
                throttle::clear(tx, keys.login_key(&login)).await?;
            }
            tx.fact(about(id), &facts::AccountActivated { second_factor, source: None })?;
            Ok(id)
        }
        .boxed()
    });
    write.await
}
