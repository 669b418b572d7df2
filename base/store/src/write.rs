//! The one way to change anything.
//!
//! SQLite has one writer: a task that runs commands one after another, each so that it alone can be
//! undone, and
//! commits when no command waits, after 64 commands or after 2 ms; answers go out only after the
//! commit. On PostgreSQL every command is a transaction of its own, run again when it lost against
//! another one. In both cases the command runs apart from the request, so a dropped request never
//! leaves half of it.

use crate::args;
use crate::conn::{Conn, Inner};
use crate::error::TRY_AGAIN;
use crate::meter::{BATCH_BOUNDS, Histogram};
use crate::open::{Pools, Shared, Store};
use crate::tx::Tx;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kernel::{Ctx, Problem, ProblemKind, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant as Moment};
use tokio::sync::{mpsc, oneshot};

/// The most commands in one commit on SQLite.
const MOST_COMMANDS: usize = 64;
/// How long commands are gathered for one commit on SQLite.
const GATHER: Duration = Duration::from_millis(2);
/// How often a command that lost against another is run again on PostgreSQL.
const RETRIES: u32 = 8;

/// Marks a request so that repeating it changes nothing: the key as the caller made it, and a keyed
/// digest of the input, so that the same key with other input is noticed.
#[derive(Clone, Debug)]
pub struct Idem {
    /// The key; unique for the actor within 30 days.
    pub key: String,
    /// The digest of the input.
    pub input: [u8; 32],
}

type Answer = serde_json::Value;
type Body = dyn for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<Answer>> + Send + Sync;

#[derive(Clone)]
struct Command {
    body: Arc<Body>,
    ctx: Ctx,
    idem: Option<Idem>,
    /// Set by a run that wrote a job.
    enqueued: Arc<AtomicBool>,
}

impl Store {
    /// Runs `f` as one transaction and gives its answer after the commit.
    ///
    /// `f` may run several times, so it must have no effect but through the transaction. Its answer
    /// is kept for a repeated request with the same `idem` and must hold no personal data.
    ///
    /// # Errors
    /// The problem that `f` gave, and nothing was written; `problem-key-reused` for a key seen with
    /// other input; `problem-try-again` and `problem-database-away` when the database could not
    /// take it.
    pub async fn write<T, F>(&self, ctx: &Ctx, idem: Option<Idem>, f: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let body: Arc<Body> = Arc::new(move |tx: &mut Tx| {
            let f = Arc::clone(&f);
            async move { serde_json::to_value(f(tx).await?).map_err(Problem::internal) }.boxed()
        });
        let enqueued = Arc::new(AtomicBool::new(false));
        let command = Command { body, ctx: ctx.clone(), idem, enqueued: Arc::clone(&enqueued) };
        let begun = Moment::now();
        let answer = self.submit(command).await;
        self.0.meter.wrote(begun.elapsed(), answer.is_ok());
        let answer = answer?;
        if enqueued.load(Ordering::SeqCst) {
            self.0.new_jobs.notify_one();
        }
        serde_json::from_value(answer).map_err(Problem::internal)
    }

    async fn submit(&self, command: Command) -> Result<Answer> {
        match &self.0.pools {
            Pools::Sqlite { writer, .. } => writer.submit(command).await,
            Pools::Postgres(_) => {
                let shared = Arc::clone(&self.0);
                let run = tokio::spawn(async move { run_postgres(&shared, command).await });
                run.await.unwrap_or_else(|error| Err(Problem::internal(error)))
            }
        }
    }
}

/// Runs the command's steps inside an open transaction.
async fn steps(tx: &mut Tx, command: &Command, node: i64) -> Result<Answer> {
    if let Some(idem) = &command.idem
        && let Some(answer) = earlier_answer(tx, idem).await?
    {
        return Ok(answer);
    }
    let answer = (command.body)(tx).await?;
    if let Some(idem) = &command.idem {
        let sql = "INSERT INTO idempotency (actor, key, input, answer, at)
                   VALUES ($1, $2, $3, $4, $5)";
        let actor = tx.ctx().actor.word();
        let now = tx.now();
        tx.execute(sql, args![actor, idem.key.as_str(), idem.input, &answer, now]).await?;
    }
    tx.flush(node).await?;
    Ok(answer)
}

async fn earlier_answer(tx: &mut Tx, idem: &Idem) -> Result<Option<Answer>> {
    let sql = "SELECT input, answer FROM idempotency WHERE actor = $1 AND key = $2";
    let actor = tx.ctx().actor.word();
    let Some(row) = tx.fetch_optional(sql, args![actor, idem.key.as_str()]).await? else {
        return Ok(None);
    };
    let answer: Answer = row.get("answer")?;
    if row.get::<[u8; 32]>("input")? != idem.input {
        return Err(Problem::conflict("problem-key-reused").arg("answer", answer));
    }
    Ok(Some(answer))
}

/// Runs the steps and turns a panic into a problem, so that one bad command stops nothing else.
async fn guarded(conn: Conn, command: &Command, node: i64) -> (Conn, Result<Answer>) {
    let mut tx = Tx::new(conn, command.ctx.clone());
    let run = AssertUnwindSafe(steps(&mut tx, command, node)).catch_unwind().await;
    let answer = run.unwrap_or_else(|_| Err(Problem::internal("a write panicked")));
    command.enqueued.store(tx.enqueued && answer.is_ok(), Ordering::SeqCst);
    (tx.into_conn(), answer)
}

async fn run_postgres(shared: &Shared, command: Command) -> Result<Answer> {
    let Pools::Postgres(pool) = &shared.pools else {
        return Err(Problem::internal("not a PostgreSQL store"));
    };
    let mut attempt = 0;
    loop {
        let acquired = pool.acquire().await.map_err(crate::error::problem)?;
        let mut conn = Conn(Inner::Postgres(acquired));
        conn.execute("BEGIN", args![]).await?;
        let (mut conn, answer) = guarded(conn, &command, shared.node).await;
        let answer = match answer {
            Ok(answer) => conn.execute("COMMIT", args![]).await.map(|_| answer),
            Err(problem) => {
                if conn.execute("ROLLBACK", args![]).await.is_err() {
                    close(conn);
                }
                Err(problem)
            }
        };
        match answer {
            Err(problem) if problem.code() == TRY_AGAIN && attempt < RETRIES => {
                attempt += 1;
                let wait = command.ctx.random.below(5 << attempt);
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            answer => return answer,
        }
    }
}

/// Drops a connection in an unknown state instead of giving it back to the pool.
fn close(conn: Conn) {
    match conn.0 {
        Inner::Sqlite(mut conn) => conn.close_on_drop(),
        Inner::Postgres(mut conn) => conn.close_on_drop(),
    }
}

struct Request {
    command: Command,
    answer: oneshot::Sender<Result<Answer>>,
}

/// The one writer of a SQLite file.
pub(crate) struct Writer {
    batches: Arc<Histogram>,
    requests: std::sync::Mutex<Option<mpsc::Sender<Request>>>,
    task: tokio::sync::Mutex<Option<tokio::task::JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(conn: Conn, node: i64) -> Self {
        let (sender, receiver) = mpsc::channel(MOST_COMMANDS * 4);
        let batches = Arc::new(Histogram::new(&BATCH_BOUNDS));
        let task = tokio::spawn(write_loop(conn, node, receiver, Arc::clone(&batches)));
        Writer {
            batches,
            requests: std::sync::Mutex::new(Some(sender)),
            task: tokio::sync::Mutex::new(Some(task)),
        }
    }

    /// How many commands went into each commit.
    pub(crate) fn batches(&self) -> &Histogram {
        &self.batches
    }

    async fn submit(&self, command: Command) -> Result<Answer> {
        let sender = {
            let requests = self.requests.lock().unwrap_or_else(|e| e.into_inner());
            requests.clone()
        };
        let stopped = || Problem::new(ProblemKind::Unavailable, "problem-stopping");
        let (answer, received) = oneshot::channel();
        let sender = sender.ok_or_else(stopped)?;
        sender.send(Request { command, answer }).await.map_err(|_| stopped())?;
        received.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Takes no more commands and waits for those already taken.
    pub(crate) async fn stop(&self) {
        drop(self.requests.lock().unwrap_or_else(|e| e.into_inner()).take());
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
}

async fn write_loop(
    mut conn: Conn,
    node: i64,
    mut requests: mpsc::Receiver<Request>,
    batches: Arc<Histogram>,
) {
    while let Some(first) = requests.recv().await {
        let mut batch = vec![first];
        let mut answers = Vec::new();
        let mut good = conn.execute("BEGIN IMMEDIATE", args![]).await.is_ok();
        let begun = Moment::now();
        let mut next = 0;
        // Whether the transaction holds something that a failing command must leave alone.
        let mut written = false;
        while good && next < batch.len() {
            let command = &batch[next].command;
            let (back, answer, sound) = match written {
                true => run_savepoint(conn, command, node).await,
                false => run_first(conn, command, node).await,
            };
            written |= answer.is_ok();
            conn = back;
            good = sound;
            answers.push(answer);
            next += 1;
            if batch.len() < MOST_COMMANDS
                && begun.elapsed() < GATHER
                && let Ok(request) = requests.try_recv()
            {
                batch.push(request);
            }
        }
        good = good && conn.execute("COMMIT", args![]).await.is_ok();
        batches.add(batch.len() as u64);
        if good {
            for (request, answer) in batch.into_iter().zip(answers) {
                let _ = request.answer.send(answer);
            }
        } else {
            conn = run_alone(conn, batch, node).await;
        }
    }
    let _ = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)", args![]).await;
    let _ = conn.close().await;
}

/// Runs a command in a transaction that holds nothing yet: undoing it is undoing everything, so SQLite
/// need not keep the pages it had before. The last value tells whether the transaction is sound.
async fn run_first(conn: Conn, command: &Command, node: i64) -> (Conn, Result<Answer>, bool) {
    let (mut conn, answer) = guarded(conn, command, node).await;
    let sound = answer.is_ok()
        || (conn.execute("ROLLBACK", args![]).await.is_ok()
            && conn.execute("BEGIN IMMEDIATE", args![]).await.is_ok());
    (conn, answer, sound)
}

/// Runs one command under a savepoint. The last value tells whether the transaction is still sound.
async fn run_savepoint(
    mut conn: Conn,
    command: &Command,
    node: i64,
) -> (Conn, Result<Answer>, bool) {
    if let Err(problem) = conn.execute("SAVEPOINT command", args![]).await {
        return (conn, Err(problem), false);
    }
    let (mut conn, answer) = guarded(conn, command, node).await;
    let sound = if answer.is_ok() {
        conn.execute("RELEASE command", args![]).await.is_ok()
    } else {
        conn.execute("ROLLBACK TO command", args![]).await.is_ok()
            && conn.execute("RELEASE command", args![]).await.is_ok()
    };
    (conn, answer, sound)
}

/// A group that could not be committed: each of its commands is tried once more on its own, so that
/// only those fail that the database really cannot take.
async fn run_alone(mut conn: Conn, batch: Vec<Request>, node: i64) -> Conn {
    // The failure may or may not have ended the transaction; both are fine here.
    let _ = conn.execute("ROLLBACK", args![]).await;
    for request in batch {
        let answer;
        (conn, answer) = run_one(conn, &request.command, node).await;
        let _ = request.answer.send(answer);
    }
    conn
}

async fn run_one(mut conn: Conn, command: &Command, node: i64) -> (Conn, Result<Answer>) {
    if let Err(problem) = conn.execute("BEGIN IMMEDIATE", args![]).await {
        return (conn, Err(problem));
    }
    let (mut conn, answer) = guarded(conn, command, node).await;
    let answer = match answer {
        Ok(answer) => conn.execute("COMMIT", args![]).await.map(|_| answer),
        Err(problem) => Err(problem),
    };
    if answer.is_err() {
        let _ = conn.execute("ROLLBACK", args![]).await;
    }
    (conn, answer)
}
