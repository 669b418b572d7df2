//! An account: whoever signs in, with one set of credentials.

pub(crate) mod store;

use crate::post::PostCard;
use crypto::{KeyRing, OtpSecret, Redacted};
use kernel::{AccountId, FieldProblem, Instant, PersonId, Problem, Random, Result, Role, text};
use serde::{Deserialize, Serialize};

/// How an account stands.
#[derive(Clone, PartialEq, Eq)]
pub enum AccountState {
    /// A printed code waits for its holder; nobody can sign in.
    Waiting {
        /// The tag of the code.
        code: [u8; 32],
        /// Until when it can be used.
        until: Instant,
    },
    /// The holder can sign in.
    Active {
        /// The hashed password; none for an account that only an identity provider opens.
        password: Option<String>,
        /// The device with one-time codes.
        second: Option<SecondFactor>,
    },
    /// Nobody signs in any more.
    Closed,
}

/// The secret of an account's one-time codes, sealed, and how far its codes are used up.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The sealed secret.
    pub sealed: Vec<u8>,
    /// The last time step whose code was taken.
    pub used_step: i64,
}

impl AccountState {
    /// The stored word.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            AccountState::Waiting { .. } => "waiting",
            AccountState::Active { .. } => "active",
            AccountState::Closed => "closed",
        }
    }

    /// A new code is printed: whatever the holder had, password and device, holds no more.
    ///
    /// # Errors
    /// The conflict `access-closed`.
    pub fn print_code(self, code: [u8; 32], until: Instant) -> Result<AccountState> {
        match self {
            AccountState::Waiting { .. } | AccountState::Active { .. } => {
                Ok(AccountState::Waiting { code, until })
            }
            AccountState::Closed => Err(Problem::conflict("access-closed")),
        }
    }

    /// The holder uses the printed code whose tag is given.
    ///
    /// # Errors
    /// `access-code-invalid` when another code or none waits, or the time is over.
    pub fn activate(
        self,
        code: [u8; 32],
        now: Instant,
        password: String,
        second: Option<SecondFactor>,
    ) -> Result<AccountState> {
        match self {
            AccountState::Waiting { code: waiting, until } if waiting == code && now < until => {
                Ok(AccountState::Active { password: Some(password), second })
            }
            AccountState::Waiting { .. } | AccountState::Active { .. } | AccountState::Closed => {
                Err(Problem::invalid("access-code-invalid"))
            }
        }
    }

    /// Nobody shall sign in any more.
    ///
    /// # Errors
    /// The conflict `access-closed` when that is so already.
    pub fn close(self) -> Result<AccountState> {
        match self {
            AccountState::Waiting { .. } | AccountState::Active { .. } => Ok(AccountState::Closed),
            AccountState::Closed => Err(Problem::conflict("access-closed")),
        }
    }
}

/// An account as it is stored.
#[derive(Clone)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// Counts its changes.
    pub version: i64,
    /// How it stands.
    pub state: AccountState,
    /// Whether it holds or held posts, or was made to hold some.
    pub staff: bool,
    /// Whose account it is, when there is a record of the person.
    pub person: Option<PersonId>,
    /// Login and name, sealed.
    pub(crate) sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Instant,
    /// When its holder last signed in.
    pub signed_in_at: Option<Instant>,
}

/// What is sealed of an account.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// The login; none for an account that only an identity provider opens.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub login: Option<String>,
    /// The holder's name; none when the person's own vault has it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
}

const HOLDER: &str = "account/holder";
const SECRET: &str = "account/totp";

impl Holder {
    pub(crate) fn seal(&self, ring: &KeyRing, id: AccountId, random: &Random) -> Result<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(Problem::internal)?;
        Ok(ring.seal_system(HOLDER, &id.bytes(), &plain, random))
    }

    pub(crate) fn open(ring: &KeyRing, id: AccountId, sealed: &[u8]) -> Result<Holder> {
        let plain = ring.open_system(HOLDER, &id.bytes(), sealed)?;
        // The error of the parser could quote what it could not read.
        serde_json::from_slice(plain.expose())
            .map_err(|_| Problem::inconsistent("account", "sealed", id))
    }
}

pub(crate) fn seal_secret(
    ring: &KeyRing,
    id: AccountId,
    secret: &OtpSecret,
    random: &Random,
) -> Vec<u8> {
    ring.seal_system(SECRET, &id.bytes(), &secret.to_bytes(), random)
}

pub(crate) fn open_secret(ring: &KeyRing, id: AccountId, sealed: &[u8]) -> Result<OtpSecret> {
    let plain = ring.open_system(SECRET, &id.bytes(), sealed)?;
    Ok(OtpSecret::from_bytes(plain.expose())?)
}

/// A login in its one form: small letters, no spaces, full-width forms mended.
pub(crate) fn normal_login(typed: &str) -> String {
    text::compact(typed).to_lowercase()
}

/// Takes the login of a new account: 3 to 40 small letters, digits, `.`, `-`, `_` or `@`.
pub(crate) fn read_login(typed: &str) -> Result<String, FieldProblem> {
    let login = normal_login(typed);
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
    let begins = login.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    if (3..=40).contains(&login.len()) && begins && login.chars().all(good) {
        Ok(login)
    } else {
        Err(FieldProblem::new("login", "access-login"))
    }
}

/// How an account stands, for whoever looks after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A printed code waits for its holder.
    Waiting {
        /// Until when the code can be used.
        until: Instant,
    },
    /// The holder can sign in.
    Active {
        /// Whether with one-time codes.
        two_factors: bool,
    },
    /// Too many failed attempts.
    Locked {
        /// Until when nobody can sign in.
        until: Instant,
    },
    /// Nobody signs in any more.
    Closed,
}

/// An account with its posts, for the people who look after accounts.
#[derive(Clone)]
pub struct AccountCard {
    /// Which.
    pub id: AccountId,
    /// Counts its changes.
    pub version: i64,
    /// 登录名; none for an account that only an identity provider opens.
    pub login: Option<String>,
    /// The holder's name.
    pub name: String,
    /// Whose account it is, when there is a record of the person.
    pub person: Option<PersonId>,
    /// How it stands.
    pub standing: Standing,
    /// When it was made.
    pub created_at: Instant,
    /// When its holder last signed in.
    pub signed_in_at: Option<Instant>,
    /// Its posts, those that ended included; latest first.
    pub posts: Vec<PostCard>,
}

impl std::fmt::Debug for AccountCard {
    /// Without login and name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AccountCard({:?}, {:?}, {:?})", self.id, self.standing, self.posts)
    }
}

/// Which accounts a list shows.
#[derive(Clone, Default)]
pub struct AccountQuery {
    /// A login or a name, exactly.
    pub text: String,
    /// Only accounts that hold or held the role.
    pub role: Option<Role>,
}

/// A new account.
#[derive(Clone, Serialize)]
pub struct NewAccount {
    /// 登录名: small letters and digits, or a mobile number.
    pub login: String,
    /// The holder's real name.
    pub name: String,
    /// The holder's record, when there is one.
    pub person: Option<PersonId>,
    /// The first post. Whoever may not give posts leaves it out.
    pub post: Option<crate::post::NewPost>,
}

/// The slip with a one-time activation code. It can be made once only.
pub struct Slip {
    /// The account.
    pub account: AccountId,
    /// 登录名
    pub login: String,
    /// The name of its holder.
    pub name: String,
    /// The code as it is printed.
    pub code: Redacted<String>,
    /// Until when it can be used.
    pub until: Instant,
}
