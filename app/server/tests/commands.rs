//! K14: the program as an operator uses it: prepared, examined, served, stopped, saved, put back.
#![allow(missing_docs)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A folder with a configuration.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        place.configure("");
        place
    }

    fn configure(&self, more: &str) {
        let data = self.path("data");
        let text = format!(
            "data = {data:?}\nlisten = \"127.0.0.1:0\"\npublic_url = \"https://skills.example\"\n{more}"
        );
        std::fs::write(self.path("kaogong.toml"), text).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaogong"));
        command.env_clear().env("LANG", "C").arg("--config").arg(self.path("kaogong.toml"));
        command.args(arguments);
        command
    }

    /// Exit code and what was printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        told(self.command(arguments).output().unwrap())
    }
}

fn told(output: Output) -> (i32, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

/// Starts a server and waits until it says that it serves; gives that line.
fn start(command: &mut Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.map_while(Result::ok).find(|line| line.starts_with("Serving "));
    (child, line.expect("it serves"))
}

/// Asks it to stop, as a service manager does; gives the exit code.
fn stop(mut child: Child) -> Option<i32> {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    child.wait().unwrap().code()
}

#[test]
fn a_new_master_key_is_added_used_and_looked_at() {
    let place = Place::new();
    assert_eq!(place.run(&["init"]).0, 0);
    let keys = || std::fs::read_to_string(place.path("data/keys.toml")).unwrap();
    let first = keys();
    let (code, text) = place.run(&["keys", "show"]);
    assert!(
        code == 0 && text.contains("uses master key 1.") && text.contains("0 people"),
        "{text}"
    );
    assert_eq!(keys(), first, "looking changes nothing");
    let (code, text) = place.run(&["keys", "add"]);
    assert!(code == 0 && text.contains("Added master key 2"), "{text}");
    let (code, text) = place.run(&["keys", "add"]);
    assert!(code == 1 && text.contains("key 2 has been added already"), "{text}");
    assert!(place.run(&["keys", "show"]).1.contains("key 2 has been added and is not used"));
    let (code, text) = place.run(&["keys", "rotate"]);
    assert!(code == 0 && text.contains("key 2 is used from now on"), "{text}");
    assert!(text.contains("Everything is under the new key"), "{text}");
    let (code, text) = place.run(&["keys", "rotate", "--no-wait"]);
    assert!(code == 0 && text.contains("key 3 is used from now on"), "{text}");
    let secret = first.lines().find(|line| line.starts_with("secret")).unwrap();
    assert!(keys().contains(secret), "the old key stays");
    let (_, text) = place.run(&["doctor"]);
    assert!(text.contains("Everything is under the current master key"), "{text}");
    assert!(text.contains("older ones (1, 2)"), "{text}");
    let (_, text) = place.run(&["keys", "show"]);
    assert!(text.contains("older master keys (1, 2)"), "{text}");
    let (code, text) = place.run(&["keys", "retire"]);
    assert!(code == 0 && text.contains("older master keys (1, 2)"), "{text}");
    assert!(!keys().contains(secret) && keys().contains("version = 3"), "one is left");
    let (code, text) = place.run(&["keys", "retire"]);
    assert!(code == 1 && text.contains("holds no older master keys"), "{text}");
    let (server, _) = start(&mut place.command(&["serve"]));
    assert_eq!(stop(server), Some(0));
}

#[test]
fn from_the_first_command_to_a_restored_copy() {
    let place = Place::new();
    let (code, text) = place.run(&["doctor"]);
    assert!(code == 1 && text.contains("kaogong init"), "{text}");
    assert_eq!(place.run(&["serve"]).0, 2, "no keys, no service");
    assert_eq!(place.run(&["init"]).0, 0);
    let (code, text) = place.run(&["init"]);
    assert!(code == 1 && text.contains("keys.toml"), "never overwritten: {text}");

    let (server, line) = start(&mut place.command(&["serve", "--role", "inner"]));
    assert!(line.contains("https://skills.example"), "{line}");
    assert_eq!(stop(server), Some(0));

    std::fs::create_dir(place.path("saved")).unwrap();
    let (code, text) = place.run(&["backup", "--to", &place.path("saved")]);
    assert_eq!(code, 0, "{text}");
    let made = std::fs::read_dir(place.path("saved")).unwrap().next().unwrap().unwrap().path();
    let made = made.display().to_string();
    assert_eq!(place.run(&["backup", "verify", &made]).0, 0);
    let (code, text) = place.run(&["restore", "--from", &made]);
    assert!(code == 1 && text.contains("nothing is ever overwritten"), "{text}");

    let other = Place::new();
    std::fs::create_dir(other.path("data")).unwrap();
    let keys = "data/keys.toml";
    std::fs::copy(place.path(keys), other.path(keys)).unwrap();
    let (code, text) = other.run(&["restore", "--from", &made]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = other.run(&["check-journal"]);
    assert!(code == 0 && text.contains("0 faults"), "{text}");
    let (code, text) = other.run(&["doctor", "--json"]);
    let found: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    let failed = |finding: &&serde_json::Value| finding["state"] == "fail";
    assert_eq!((code, found.as_array().unwrap().iter().find(failed)), (0, None));
}

#[test]
fn a_wrong_configuration_is_told_with_its_line() {
    let place = Place::new();
    place.configure("[jobs]\nworker = 3\n");
    for command in [&["serve"][..], &["backup", "--to", "x"], &["check-journal"]] {
        let (code, text) = place.run(command);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains("kaogong.toml:5") && text.contains("jobs.workers"), "{text}");
    }
    let (code, text) = place.run(&["doctor"]);
    assert!(code == 1 && text.contains("kaogong.toml:5"), "{text}");
}

#[test]
fn a_certificate_for_the_hall_is_served_after_init() {
    let place = Place::new();
    assert_eq!(place.run(&["init"]).0, 0);
    let (code, text) = place.run(&["tls", "init", "--name", "192.0.2.9"]);
    assert!(code == 0 && text.contains("192.0.2.9") && text.contains("SHA-256"), "{text}");
    let file = |name: &str| place.path(&format!("data/tls/{name}"));
    let tls =
        format!("[tls]\ncert = {:?}\nkey = {:?}\n", file("server.pem"), file("server-key.pem"));
    place.configure(&tls);
    let (server, _) = start(&mut place.command(&["serve"]));
    assert!(
        Command::new("kill").args(["-HUP", &server.id().to_string()]).status().unwrap().success()
    );
    assert_eq!(stop(server), Some(0), "a reload does not end it");
}

#[test]
fn the_demonstration_answers_and_stops_with_success() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo").display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaogong"));
    command.env_clear().env("LANG", "C");
    command.args(["demo", "--people", "20", "--port", "0", "--data", &data]);
    let (server, line) = start(&mut command);
    let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    assert!(ask(address, "/ready").ends_with("ok"));
    assert!(ask(address, "/check").contains("200 OK"));
    assert_eq!(stop(server), Some(0));
    assert!(!Path::new(&data).join("kaogong.db-wal").exists(), "the store was closed");
}

#[test]
fn bodies_are_listed_found_and_shown() {
    let place = Place::new();
    let data = place.path("demo");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaogong"));
    command.env_clear().env("LANG", "C");
    command.args(["demo", "--people", "20", "--port", "0", "--data", &data]);
    let (server, _) = start(&mut command);
    assert_eq!(stop(server), Some(0));
    let run = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        told(command.env("KAOGONG_DATA", &data).env("KAOGONG_DEMO", "true").output().unwrap())
    };
    let (code, all) = run(&["body", "list"]);
    assert_eq!(code, 0, "{all}");
    let line = all.lines().next().unwrap();
    let mut parts = line.splitn(4, "  ");
    let [id, uscc, division, name] = std::array::from_fn(|_| parts.next().unwrap());
    assert!(name.starts_with("示例") && division.starts_with("77"), "{line}");
    assert_eq!(run(&["body", "list", uscc]), (0, format!("{line}\n")), "the only one of its code");
    assert!(all.lines().count() > 1, "{all}");
    let (code, none) = run(&["body", "list", "--division", "110000"]);
    assert_eq!((code, none.as_str()), (0, ""));
    let (code, text) = run(&["body", "list", "--division", "elsewhere"]);
    assert!(code != 0 && text.contains("elsewhere"), "{text}");

    let (code, shown) = run(&["body", "show", id]);
    let mut lines = shown.lines();
    assert_eq!((code, lines.next()), (0, Some(name)));
    assert!(lines.next().unwrap().starts_with(&format!("{uscc}  {division}  ")), "{shown}");
    assert!(lines.next().unwrap().contains("  in_force  "), "a filing: {shown}");
    assert!(lines.next().unwrap().starts_with("  "), "and its scope: {shown}");
    assert_ne!(run(&["body", "show", "nobody"]).0, 0);
}

#[test]
fn a_region_enters_its_own_procedure() {
    let place = Place::new();
    assert_eq!(told(place.command(&["init"]).output().unwrap()).0, 0);
    let run = |arguments: &[&str]| told(place.command(arguments).output().unwrap());
    let (code, shown) = run(&["procedure", "show", "filing", "440100"]);
    assert_eq!(
        (code, shown.lines().next()),
        (0, Some("filing@*@2019-01-01  Filing of an evaluation body")),
        "{shown}"
    );
    let shipped = include_str!("../../../data/procedures/filing.json");
    let own = shipped.replace("\"territory\": null", "\"territory\": 440000");
    let write = |name: &str, text: &str| {
        let path = place.path(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let wrong = write("wrong.json", &own.replace("\"accept_days\": 5", "\"accept_days\": 0"));
    let (code, text) = run(&["procedure", "check", &wrong]);
    assert!(code == 2 && text.contains("working day"), "{code} {text}");
    let cut = write("cut.json", &own[..200]);
    let (code, text) = run(&["procedure", "add", &cut]);
    assert!(code == 2 && text.contains("line"), "{code} {text}");
    let own = write("own.json", &own.replace("2019-01-01", "2020-01-01"));
    let version = "filing@440000@2020-01-01";
    assert_eq!(run(&["procedure", "check", &own]), (0, format!("{version}\n")));
    assert_eq!(run(&["procedure", "add", &own]), (0, format!("{version}\n")));
    assert_eq!(run(&["procedure", "add", &own]).0, 1, "there already");
    assert!(run(&["procedure", "show", "filing", "440100"]).1.starts_with(version));
    assert!(run(&["procedure", "show", "filing", "110100"]).1.starts_with("filing@*@"));
    assert_eq!(run(&["procedure", "show", "nothing", "110100"]).0, 1);
}

fn ask(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
