//! Rows of accounts.

use super::{Account, AccountState, SecondFactor};
use kernel::{AccountId, BodyId, Instant, Problem, Result, Role};
use store::{Conn, Row, Sql, Tx, Value, args, homes_and_ids, placeholders};

const COLUMNS: &str = "id, version, state, staff, person, sealed, password, totp_sealed, totp_step, \
                       code_tag, code_until, created_at, signed_in_at";

fn state(row: &Row, id: AccountId) -> Result<AccountState> {
    let wrong = |column| move || Problem::inconsistent("account", column, id);
    Ok(match row.get::<String>("state")?.as_str() {
        "waiting" => AccountState::Waiting {
            code: row.get::<Option<[u8; 32]>>("code_tag")?.ok_or_else(wrong("code_tag"))?,
            until: row.get::<Option<Instant>>("code_until")?.ok_or_else(wrong("code_until"))?,
        },
        "active" => {
            let sealed: Option<Vec<u8>> = row.get("totp_sealed")?;
            let step: Option<i64> = row.get("totp_step")?;
            let second = sealed.map(|sealed| {
                let used_step = step.ok_or_else(wrong("totp_step"))?;
                Ok::<_, Problem>(SecondFactor { sealed, used_step })
            });
            AccountState::Active { password: row.get("password")?, second: second.transpose()? }
        }
        "closed" => AccountState::Closed,
        _ => return Err(wrong("state")()),
    })
}

pub(crate) fn account(row: &Row) -> Result<Account> {
    let id: AccountId = row.get("id")?;
    Ok(Account {
        id,
        version: row.get("version")?,
        state: state(row, id)?,
        staff: row.get("staff")?,
        person: row.get("person")?,
        sealed: row.get("sealed")?,
        created_at: row.get("created_at")?,
        signed_in_at: row.get("signed_in_at")?,
    })
}

/// The columns of a state: state, password, totp_sealed, totp_step, code_tag, code_until.
fn state_values(state: &AccountState) -> Vec<Value> {
    let word = state.word();
    let (none_bytes, none_number) = (None::<Vec<u8>>, None::<i64>);
    match state {
        AccountState::Waiting { code, until } => {
            args![word, None::<String>, none_bytes, none_number, *code, *until]
        }
        AccountState::Active { password, second } => {
            let sealed = second.as_ref().map(|second| second.sealed.clone());
            let step = second.as_ref().map(|second| second.used_step);
            let none_until = None::<Instant>;
            args![word, password.clone(), sealed, step, none_bytes, none_until]
        }
        AccountState::Closed => {
            let none_until = None::<Instant>;
            args![word, None::<String>, none_bytes.clone(), none_number, none_bytes, none_until]
        }
    }
}

pub(crate) async fn insert(
    tx: &mut Tx,
    account: &Account,
    key_version: i64,
    name_key: Option<[u8; 32]>,
) -> Result<()> {
    let columns = &[
        "home",
        "id",
        "version",
        "staff",
        "person",
        "sealed",
        "key_version",
        "name_key",
        "created_at",
        "signed_in_at",
        "state",
        "password",
        "totp_sealed",
        "totp_step",
        "code_tag",
        "code_until",
    ];
    let mut values = args![
        account.id.home(),
        account.id,
        account.version,
        account.staff,
        account.person,
        account.sealed.clone(),
        key_version,
        name_key.map(|key| key.to_vec()),
        account.created_at,
        account.signed_in_at,
    ];
    values.extend(state_values(&account.state));
    tx.insert_many("account", columns, vec![values]).await
}

/// Writes what can change of the version that was loaded, as the next version.
pub(crate) async fn update(tx: &mut Tx, account: &Account) -> Result<()> {
    let sql = "UPDATE account SET version = version + 1, staff = $4, signed_in_at = $5, state = $6,
                   password = $7, totp_sealed = $8, totp_step = $9, code_tag = $10, code_until = $11
               WHERE home = $1 AND id = $2 AND version = $3";
    let mut values =
        args![account.id.home(), account.id, account.version, account.staff, account.signed_in_at];
    values.extend(state_values(&account.state));
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: AccountId) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| account(&row)).transpose()
}

pub(crate) async fn find_many(conn: &mut Conn, ids: &[AccountId]) -> Result<Vec<Account>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (pairs, values) = homes_and_ids(ids);
    // fan-out: the accounts that the entries of one page name, each with its home
    let sql = format!("SELECT {COLUMNS} FROM account WHERE (home, id) IN {pairs}");
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(account).collect()
}

/// What a list shows.
pub(crate) struct ListQuery<'a> {
    /// Only these accounts, when the list was asked for a login.
    pub login: Option<Vec<AccountId>>,
    /// Or accounts whose name has one of these blind indexes.
    pub names: Vec<[u8; 32]>,
    /// Only accounts that hold or held the role.
    pub role: Option<Role>,
    /// Only accounts with a post in one of the bodies; everybody's when absent.
    pub bodies: Option<&'a [BodyId]>,
    /// The last row of the page before.
    pub after: Option<(Instant, AccountId)>,
    /// How many rows.
    pub limit: u32,
}

/// The conditions of a list, numbered from $1 on.
fn conditions(query: &ListQuery<'_>) -> (Vec<String>, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut wheres = vec!["staff".to_owned()];
    if let Some(ids) = &query.login {
        let mut either = Vec::new();
        if !ids.is_empty() {
            either.push(format!("id IN {}", placeholders(values.len() + 1, ids.len())));
            values.extend(ids.iter().map(|id| Value::from(*id)));
        }
        if !query.names.is_empty() {
            let list = placeholders(values.len() + 1, query.names.len());
            either.push(format!("name_key IN {list}"));
            values.extend(query.names.iter().map(|key| Value::from(*key)));
        }
        let either = if either.is_empty() { "1 = 0".to_owned() } else { either.join(" OR ") };
        wheres.push(format!("({either})"));
    }
    let mut posts = Vec::new();
    if let Some(role) = query.role {
        values.push(Value::from(role.word()));
        posts.push(format!("p.role = ${}", values.len()));
    }
    if let Some(bodies) = query.bodies {
        posts.push(format!("p.office IN {}", placeholders(values.len() + 1, bodies.len())));
        values.extend(bodies.iter().map(|body| Value::from(*body)));
    }
    if !posts.is_empty() {
        wheres.push(format!(
            "EXISTS (SELECT 1 FROM post p WHERE p.home = account.home AND p.account = account.id
             AND {})",
            posts.join(" AND ")
        ));
    }
    if let Some((at, id)) = query.after {
        let n = values.len();
        wheres.push(format!("(created_at, id) < (${}, ${})", n + 1, n + 2));
        values.extend(args![at, id]);
    }
    (wheres, values)
}

/// One page of accounts of staff and one row more, latest first.
pub(crate) async fn list(conn: &mut Conn, query: &ListQuery<'_>) -> Result<Vec<Account>> {
    if query.bodies.is_some_and(<[BodyId]>::is_empty) {
        return Ok(Vec::new());
    }
    let (wheres, mut values) = conditions(query);
    values.push(Value::from(query.limit + 1));
    // fan-out: staff of all homes, by their index
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE {} ORDER BY created_at DESC, id DESC LIMIT ${}",
        wheres.join(" AND "),
        values.len()
    );
    conn.fetch_all(Sql::assembled(sql), values).await?.iter().map(account).collect()
}

/// How many accounts are sealed under older master keys than the given one.
pub(crate) async fn count_older(conn: &mut Conn, version: i64) -> Result<i64> {
    // fan-out: how far a rotation is, for the operator
    let sql = "SELECT COUNT(*) AS n FROM account WHERE key_version < $1";
    conn.fetch_one(sql, args![version]).await?.get("n")
}

/// Accounts sealed under an older master key than the given one.
pub(crate) async fn sealed_under_older(
    conn: &mut Conn,
    version: i64,
    limit: u32,
) -> Result<Vec<Account>> {
    // fan-out: rotation goes through everybody
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE key_version < $1
         ORDER BY key_version, home, id LIMIT $2"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![version, limit]).await?;
    rows.iter().map(account).collect()
}

/// Replaces what is sealed, unless the account was changed meanwhile: then it is done next time. The
/// version counts on, so that nobody who loaded the account before writes the old seal back.
pub(crate) async fn reseal(
    tx: &mut Tx,
    account: &Account,
    key_version: i64,
    name_key: Option<[u8; 32]>,
) -> Result<()> {
    let secret = match &account.state {
        AccountState::Active { second: Some(second), .. } => Some(second.sealed.clone()),
        _ => None,
    };
    let sql = "UPDATE account SET version = version + 1, sealed = $4, key_version = $5,
                   name_key = $6, totp_sealed = $7
               WHERE home = $1 AND id = $2 AND version = $3";
    let values = args![
        account.id.home(),
        account.id,
        account.version,
        account.sealed.clone(),
        key_version,
        name_key.map(|key| key.to_vec()),
        secret,
    ];
    tx.execute(sql, values).await.map(|_| ())
}
