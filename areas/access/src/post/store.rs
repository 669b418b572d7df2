//! Rows of posts.

use super::{HeldPost, OfficeRef};
use kernel::{AccountId, CivilDate, PostId, Problem, Result, Role};
use std::collections::HashMap;
use store::{Conn, Row, Sql, Tx, args, homes_and_ids};

const COLUMNS: &str =
    "id, version, account, role, office_kind, office, from_on, until_on, deputy_for";

/// A post from columns `id`, `version`, `account`, `role`, `office_kind`, `office`, `from_on`,
/// `until_on` and `deputy_for`.
fn post(row: &Row) -> Result<HeldPost> {
    let id: PostId = row.get("id")?;
    let role: String = row.get("role")?;
    Ok(HeldPost {
        id,
        version: row.get("version")?,
        account: row.get("account")?,
        role: Role::from_word(&role).ok_or_else(|| Problem::inconsistent("post", "role", id))?,
        office: OfficeRef::from_parts(&row.get::<String>("office_kind")?, row.get("office")?)
            .ok_or_else(|| Problem::inconsistent("post", "office", id))?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        deputy_for: row.get("deputy_for")?,
    })
}

pub(crate) async fn insert(tx: &mut Tx, post: &HeldPost) -> Result<()> {
    let sql = "INSERT INTO post (home, id, version, account, role, office_kind, office, from_on,
                                 until_on, deputy_for)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = args![
        post.id.home(),
        post.id,
        post.version,
        post.account,
        post.role.word(),
        post.office.word(),
        post.office.subject(),
        post.from_on,
        post.until_on,
        post.deputy_for,
    ];
    tx.execute_one(sql, values).await
}

pub(crate) async fn find(conn: &mut Conn, id: PostId) -> Result<Option<HeldPost>> {
    let sql = format!("SELECT {COLUMNS} FROM post WHERE home = $1 AND id = $2");
    let row = conn.fetch_optional(Sql::assembled(sql), args![id.home(), id]).await?;
    row.map(|row| post(&row)).transpose()
}

pub(crate) async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<HeldPost>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM post WHERE home = $1 AND account = $2 ORDER BY from_on DESC, id DESC"
    );
    let rows = conn.fetch_all(Sql::assembled(sql), args![account.home(), account]).await?;
    rows.iter().map(post).collect()
}

/// The posts of the accounts of one page, latest first.
pub(crate) async fn of_accounts(
    conn: &mut Conn,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, Vec<HeldPost>>> {
    let mut found: HashMap<AccountId, Vec<HeldPost>> = HashMap::new();
    if accounts.is_empty() {
        return Ok(found);
    }
    let (pairs, values) = homes_and_ids(accounts);
    // fan-out: the accounts of one page may live in several homes, each named
    let sql = format!(
        "SELECT {COLUMNS} FROM post WHERE (home, account) IN {pairs}
         ORDER BY from_on DESC, id DESC"
    );
    for row in conn.fetch_all(Sql::assembled(sql), values).await? {
        let post = post(&row)?;
        found.entry(post.account).or_default().push(post);
    }
    Ok(found)
}

/// Sets the last day of a post.
pub(crate) async fn set_last(tx: &mut Tx, post: &HeldPost) -> Result<()> {
    let sql = "UPDATE post SET until_on = $4, version = version + 1
               WHERE home = $1 AND id = $2 AND version = $3";
    tx.execute_one(sql, args![post.id.home(), post.id, post.version, post.until_on]).await
}

/// Ends all posts of an account that have not ended by the day.
pub(crate) async fn end_all(tx: &mut Tx, account: AccountId, last: CivilDate) -> Result<()> {
    let sql = "UPDATE post SET until_on = $3, version = version + 1
               WHERE home = $1 AND account = $2 AND (until_on IS NULL OR until_on > $3)";
    tx.execute(sql, args![account.home(), account, last]).await.map(|_| ())
}
