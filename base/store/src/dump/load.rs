//! Filling an empty database from rows.

use super::Table;
use crate::conn::Conn;
use crate::migrate::{self, APPEND_ONLY, AppliedMigration};
use crate::open::{Engine, StoreOptions, look_as_owner};
use crate::seal::{self, Digest, JournalCheck};
use crate::statement::Sql;
use crate::value::Value;
use crate::{args, journal, migrations};
use kernel::{Home, Instant, Problem, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A database that is being filled. Dropped without [`finish`](Load::finish), it stays empty.
pub struct Load {
    conn: Conn,
    now: Instant,
    tables: Vec<Table>,
    /// On SQLite the file is filled under another name and gets its own when it is whole.
    unfinished: Option<(PathBuf, PathBuf)>,
    application: Option<String>,
}

impl Load {
    /// Makes the tables as they were in the database the rows come from.
    ///
    /// # Errors
    /// `restore-not-empty`; the refusals of opening when the rows come from a newer program.
    pub async fn begin(
        options: &StoreOptions,
        schema: &[AppliedMigration],
        now: Instant,
    ) -> Result<Load> {
        let known = migrate::beginning(schema, migrations::ALL)?;
        let mut options = options.clone();
        let mut unfinished = None;
        if let Engine::Sqlite(path) = &mut options.engine {
            if path.exists() {
                return Err(Problem::conflict("restore-not-empty").arg("place", path.display()));
            }
            let beside = path.with_extension("db.unfinished");
            remove(&beside)?;
            unfinished = Some((beside.clone(), path.clone()));
            *path = beside;
        }
        let (conn, application) = look_as_owner(&options).await?;
        let mut load = Load { conn, now, tables: Vec::new(), unfinished, application };
        migrate::migrate(&mut load.conn, known, now).await?;
        load.refuse_filled().await?;
        load.tables = super::tables(&mut load.conn).await?;
        load.conn.execute("BEGIN", args![]).await?;
        for table in &load.tables {
            // Rows that migrations write; append-only tables have none.
            if !APPEND_ONLY.contains(&table.name.as_str()) {
                let sql = format!("DELETE FROM {}", table.name);
                load.conn.execute(Sql::assembled(sql), args![]).await?;
            }
        }
        Ok(load)
    }

    /// A database that was used has its node's number; one whose filling failed has not.
    async fn refuse_filled(&mut self) -> Result<()> {
        let row = self.conn.fetch_one("SELECT COUNT(*) AS n FROM node", args![]).await?;
        match row.get::<i64>("n")? {
            0 => Ok(()),
            _ => Err(Problem::conflict("restore-not-empty").arg("place", "PostgreSQL")),
        }
    }

    /// The tables to be filled, by name.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Writes rows of a table.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`]; `backup-damaged` for a table or columns this database has not.
    pub async fn insert(&mut self, table: &Table, rows: Vec<Vec<Value>>) -> Result<()> {
        let known = self.tables.iter().any(|known| known == table);
        if !known {
            return Err(Problem::invalid("backup-damaged").arg("file", &table.name));
        }
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        self.conn.insert_chunks(&table.name, &columns, rows, "").await.map(|_| ())
    }

    /// How many rows a table has by now.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn count(&mut self, table: &Table) -> Result<u64> {
        let sql = format!("SELECT COUNT(*) AS n FROM {}", table.name);
        let row = self.conn.fetch_one(Sql::assembled(sql), args![]).await?;
        u64::try_from(row.get::<i64>("n")?).map_err(Problem::internal)
    }

    /// Reads the whole journal as it is by now, and the last number in each lane.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`].
    pub async fn journal(&mut self, digest: Digest) -> Result<(JournalCheck, BTreeMap<Home, i64>)> {
        let found = seal::check_journal(&mut self.conn, digest).await?;
        Ok((found, journal::heads(&mut self.conn).await?))
    }

    /// Makes everything stay, and brings the database to the state of this binary.
    ///
    /// # Errors
    /// As [`Conn::fetch_all`]; `problem-disk-full`.
    pub async fn finish(mut self) -> Result<()> {
        self.conn.execute("COMMIT", args![]).await?;
        migrate::migrate(&mut self.conn, migrations::ALL, self.now).await?;
        if let Some(application) = &self.application {
            migrate::grant(&mut self.conn, application).await?;
        }
        let Some((beside, path)) = self.unfinished else { return Ok(()) };
        self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)", args![]).await?;
        self.conn.close().await?;
        std::fs::rename(&beside, &path).map_err(Problem::internal)?;
        remove(&beside)?;
        sync_folder(&path)
    }

    /// Gives up: nothing stays.
    pub async fn give_up(mut self) {
        // The failure may have ended the transaction already; both are fine here.
        let _ = self.conn.execute("ROLLBACK", args![]).await;
        if let Some((beside, _)) = self.unfinished {
            let _ = self.conn.close().await;
            let _ = remove(&beside);
        }
    }
}

/// Removes an unfinished file with what SQLite keeps beside it.
fn remove(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Problem::internal(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes the new name survive a power cut.
fn sync_folder(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = std::fs::File::open(folder.unwrap_or(Path::new(".")));
    folder.and_then(|folder| folder.sync_all()).map_err(Problem::internal)
}
