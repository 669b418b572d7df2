//! A PostgreSQL of the test run's own: a new cluster in a temporary folder, on a free port, gone
//! afterwards, also when the run is interrupted or killed.

use crate::run::{Failure, find, is_root};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Runs the server for as long as the other end of its standard input is open, then stops it and
/// removes the folder. It stands in a process group of its own, so that Ctrl-C at the terminal
/// reaches the tests and not the server under them.
const KEEPER: &str = r#"
set -eu
programs=$1 folder=$2 port=$3
mkdir -m 700 "$folder"
"$programs/initdb" -D "$folder/data" -U postgres -A trust --encoding=UTF8 --locale=C --no-sync \
    >"$folder/log" 2>&1
printf 'local all all trust\nhost all kaogong_owner,kaogong_app 127.0.0.1/32 trust\n' \
    >"$folder/data/pg_hba.conf"
"$programs/postgres" -D "$folder/data" -k "$folder" -p "$port" \
    -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=64MB -c fsync=on \
    -c jit=off -c timezone=UTC >>"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT "$server" || true
wait "$server" || true
rm -rf "$folder"
"#;

/// Two roles as in production: one owns and migrates, one works and owns nothing.
const ROLES: &str = "CREATE ROLE kaogong_owner LOGIN CREATEDB; CREATE ROLE kaogong_app LOGIN;";

/// Another process may take the free port before the server does.
const TRIES: usize = 3;
const READY_SECONDS: u64 = 60;

/// The running server; dropping it stops it.
pub struct Postgres {
    /// For the role that owns the schema and may create databases. Not a superuser.
    pub owner_url: String,
    /// For the role that may only work with data.
    pub app_url: String,
    keeper: Child,
}

impl Postgres {
    /// Makes a cluster and waits until it answers.
    pub fn start() -> Result<Postgres, Failure> {
        let programs =
            programs().ok_or_else(|| Failure("PostgreSQL's server is not installed".into()))?;
        let mut last = Failure("PostgreSQL was not tried".into());
        for _ in 0..TRIES {
            match Self::try_start(&programs) {
                Ok(postgres) => return Ok(postgres),
                Err(failure) => last = failure,
            }
        }
        Err(last)
    }

    fn try_start(programs: &Path) -> Result<Postgres, Failure> {
        let folder = unused_folder();
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = as_postgres("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(programs).arg(&folder).arg(port.to_string());
        command.stdin(Stdio::piped()).process_group(0);
        let keeper =
            command.spawn().map_err(|e| Failure(format!("cannot start PostgreSQL: {e}")))?;
        let url = |role: &str| format!("postgres://{role}@127.0.0.1:{port}/postgres");
        let mut postgres =
            Postgres { app_url: url("kaogong_app"), owner_url: url("kaogong_owner"), keeper };
        postgres.wait_until_ready(programs, &folder, port)?;
        println!("PostgreSQL for this run: 127.0.0.1:{port}, {}", folder.display());
        Ok(postgres)
    }

    fn wait_until_ready(
        &mut self,
        programs: &Path,
        folder: &Path,
        port: u16,
    ) -> Result<(), Failure> {
        for _ in 0..READY_SECONDS * 10 {
            if let Some(status) = self.keeper.try_wait()? {
                return Err(failed(folder, &format!("ended early: {status}")));
            }
            let mut roles = as_postgres(programs.join("psql"));
            roles.arg("-qh").arg(folder).args(["-p", &port.to_string(), "-U", "postgres"]);
            roles.args(["-d", "postgres", "-c", ROLES]).stderr(Stdio::null());
            if roles.status()?.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(failed(folder, "did not answer in time"))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn failed(folder: &Path, what: &str) -> Failure {
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    let _ = std::fs::remove_dir_all(folder);
    Failure(format!("PostgreSQL {what}\n{log}"))
}

/// The folder of PostgreSQL's server programs, the newest where there are several.
pub fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let bins = versions.map(|entry| entry.path().join("bin"));
    let usable = bins.filter(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file());
    let version = |bin: &PathBuf| bin.parent()?.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = usable.max_by_key(version);
    newest.or_else(|| Some(find("initdb")?.parent()?.to_path_buf()))
}

/// PostgreSQL refuses to run as root: then it runs as the user that its package made.
fn as_postgres(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // Our own folder may be closed to that user.
    command.current_dir("/");
    command
}

fn unused_folder() -> PathBuf {
    let name =
        |n: u32| std::env::temp_dir().join(format!("kaogong-test-{}-{n}", std::process::id()));
    (0..).map(name).find(|folder| !folder.exists()).unwrap_or_else(|| name(0))
}
