//! Processes of their own that a story starts, listens to and kills: this test binary again, with
//! nothing but one function.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};
use store::{Engine, StoreOptions};
use testkit::TestDb;

/// Where the child finds the database; set in no other process.
const PLACE: &str = "KAOGONG_IT_PLACE";
/// What begins each line that a child tells.
const MARK: &str = ">> ";
/// After this long something is wrong, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(120);

/// The database of the story, in the child. Nothing in any other process: then the function is no
/// test and has nothing to do.
pub fn database() -> Option<TestDb> {
    let place = std::env::var(PLACE).ok()?;
    let engine = match place.strip_prefix("sqlite:") {
        Some(path) => Engine::Sqlite(path.into()),
        None => Engine::Postgres { url: place, owner_url: None },
    };
    Some(TestDb::of(StoreOptions { connections: 4, ..StoreOptions::new(engine) }))
}

/// What the story said to the child.
pub fn setting<T: std::str::FromStr>(name: &str) -> T {
    let value = std::env::var(name).unwrap_or_default();
    value.parse().ok().unwrap_or_else(|| panic!("{name} is {value}"))
}

/// Tells the story something.
pub fn tell(text: &str) {
    // One call: a line comes whole or not at all, also from a process that is killed.
    let _ = std::io::stderr().write_all(format!("{MARK}{text}\n").as_bytes());
}

/// Calls `each` with what the story says, and ends the process with the story.
pub fn listen(each: impl Fn(&str) + Send + 'static) {
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            each(&line);
        }
        std::process::exit(0);
    });
}

/// A child.
pub struct Process {
    child: Child,
    stdin: ChildStdin,
    told: Arc<(Mutex<Vec<String>>, Condvar)>,
    listener: Option<std::thread::JoinHandle<()>>,
}

impl Process {
    /// Starts the function `test` in a process of its own.
    pub fn start(test: &str, options: &StoreOptions, settings: &[(&str, String)]) -> Process {
        let place = match &options.engine {
            Engine::Sqlite(path) => format!("sqlite:{}", path.display()),
            Engine::Postgres { url, .. } => url.clone(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture"])
            .env(PLACE, place)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let told = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let (heard, stderr) = (Arc::clone(&told), child.stderr.take().unwrap());
        let listener = std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                match line.strip_prefix(MARK) {
                    Some(line) => heard.0.lock().unwrap().push(line.to_owned()),
                    None => eprintln!("{line}"),
                }
                heard.1.notify_all();
            }
        });
        let stdin = child.stdin.take().unwrap();
        Process { child, stdin, told, listener: Some(listener) }
    }

    /// Says something to the child.
    pub fn say(&mut self, text: &str) {
        self.stdin.write_all(format!("{text}\n").as_bytes()).unwrap();
    }

    /// Waits until what the child has told is enough.
    pub fn wait_for(&self, enough: impl Fn(&[String]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut told = self.told.0.lock().unwrap();
        while !enough(&told) {
            assert!(Instant::now() < deadline, "the child told only this: {told:?}");
            told = self.told.1.wait_timeout(told, Duration::from_millis(100)).unwrap().0;
        }
    }

    /// Kills the child with a signal that it cannot notice. Gives what it told, and whether it was
    /// still at work.
    pub fn kill(mut self) -> (Vec<String>, bool) {
        let working = self.child.try_wait().unwrap().is_none();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        (self.all(), working)
    }

    /// Waits for the child's own end.
    pub fn end(mut self) -> (Vec<String>, ExitStatus) {
        let status = self.child.wait().unwrap();
        (self.all(), status)
    }

    fn all(&mut self) -> Vec<String> {
        self.listener.take().unwrap().join().unwrap();
        std::mem::take(&mut *self.told.0.lock().unwrap())
    }
}

/// How often a process is killed on each path.
pub fn kills() -> i64 {
    if std::env::var("KAOGONG_TEST_LONG").is_ok() { 100 } else { 10 }
}
