use super::*;
use std::path::Path;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../kaogong.example.toml");

fn load(text: &str) -> Result<Config> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kaogong.toml");
    std::fs::write(&path, text).unwrap();
    Config::read(Some(&path), |_| None)
}

/// Code, line and key of a refusal.
fn refused(text: &str) -> (&'static str, usize, String) {
    let problem = load(text).unwrap_err();
    let arg = |wanted| {
        let found = problem.args().iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let place: String = arg("place");
    let line = place.rsplit_once(':').map_or(0, |(_, line)| line.parse().unwrap());
    (problem.code(), line, arg("key"))
}

#[test]
fn the_example_holds_every_key_with_its_default() {
    let text = std::fs::read_to_string(EXAMPLE).unwrap();
    let shipped: toml::Table = text.parse().unwrap();
    let defaults = toml::Table::try_from(Config::default()).unwrap();
    assert_eq!(shipped, defaults);
    let config = Config::read(Some(Path::new(EXAMPLE)), |_| None).unwrap();
    assert_eq!(toml::Table::try_from(config).unwrap(), defaults);
}

#[test]
fn what_is_wrong_is_named_with_its_line_and_key() {
    let key = |key: &str| key.to_owned();
    assert_eq!(refused("role = \"all\"\nlisten = \n").0, "config-syntax");
    assert_eq!(refused("\nlisten_on = 3"), ("config-unknown-key", 2, key("listen_on")));
    assert_eq!(refused("[tls]\n\ncrt = \"x\""), ("config-unknown-key", 3, key("tls.crt")));
    assert_eq!(refused("\n\ndata = 3"), ("config-type", 3, key("data")));
    assert_eq!(refused("tls = 1"), ("config-type", 1, key("tls")));
    assert_eq!(refused("role = \"outer\""), ("config-word", 1, key("role")));
    assert_eq!(refused("[jobs]\nworkers = 0"), ("config-range", 2, key("jobs.workers")));
    assert_eq!(refused("listen = \"8080\""), ("config-address", 1, key("listen")));
    assert_eq!(refused("trusted_proxies = [\"proxy\"]").0, "config-address");
    for url in ["skills.example", "https://", "https://a.example/b", "ftp://a.example"] {
        assert_eq!(refused(&format!("public_url = \"{url}\"")).0, "config-url", "{url}");
    }
    assert_eq!(refused("hosts = [\"https://a.example\"]").0, "config-host");
    assert_eq!(refused("database_url = \"mysql://x\"").0, "config-database");
    assert_eq!(refused("[metrics]\ntoken = \"short\"").0, "config-token");
    assert_eq!(refused("[tls]\ncert = \"a.pem\""), ("config-pair", 2, key("tls.cert")));
    assert_eq!(refused("listen = \"0.0.0.0:80\""), ("config-plain-http", 1, key("listen")));
    load("listen = \"0.0.0.0:80\"\ntrusted_proxies = [\"10.0.0.5\"]").unwrap();
}

#[test]
fn the_nearest_key_is_proposed() {
    let problem = load("[session]\nidle_minute = 3").unwrap_err();
    assert!(problem.args().contains(&("nearest", "session.idle_minutes".to_owned())));
}

#[test]
fn the_environment_wins_and_is_named_when_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kaogong.toml");
    std::fs::write(&path, "crypto = \"intl\"\nhosts = [\"a.example\"]\n").unwrap();
    let read = |pairs: &'static [(&str, &str)]| {
        Config::read(Some(&path), move |name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    };
    let config = read(&[
        ("KAOGONG_CRYPTO", "gm"),
        ("KAOGONG_HOSTS", "b.example, c.example"),
        ("KAOGONG_JOBS_WORKERS", "7"),
        ("KAOGONG_DEMO", "true"),
        ("KAOGONG_PUBLIC_URL", "https://skills.example"),
    ])
    .unwrap();
    assert_eq!((config.crypto, config.jobs.workers, config.demo), (Profile::Gm, 7, true));
    assert_eq!(config.host_names(), ["skills.example", "b.example", "c.example"]);
    let problem = read(&[("KAOGONG_JOBS_WORKERS", "many")]).unwrap_err();
    assert!(problem.args().contains(&("place", "KAOGONG_JOBS_WORKERS".to_owned())));
}

#[test]
fn secrets_stand_in_files_of_their_own_and_never_in_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("url");
    let config = format!("database_url_file = {:?}\n", secret.display().to_string());
    assert_eq!(refused(&config), ("config-file", 1, "database_url_file".to_owned()));
    std::fs::write(&secret, "postgres://k:planted-password@db/k\n").unwrap();
    assert_eq!(load(&config).unwrap_err().code(), "config-secret-open");
    set_private(&secret);
    let loaded = load(&config).unwrap();
    assert_eq!(loaded.database_url.expose(), "postgres://k:planted-password@db/k");
    assert!(!format!("{loaded:?}").contains("planted-password"));
    let both = format!("database_url = \"postgres://x\"\n{config}");
    assert_eq!(refused(&both).0, "config-both");
}

fn set_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn without_a_name_only_this_machine_calls_the_site() {
    assert!(Config::default().host_names().is_empty());
    let named = load("public_url = \"https://skills.example:8443\"").unwrap();
    assert_eq!(named.host_names(), ["skills.example"]);
    assert!(named.is_secure());
}
