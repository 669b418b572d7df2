//! A private certificate authority for a hall or school whose network no public authority can see.

use chrono::{Datelike as _, Days};
use kernel::{CivilDate, Problem, ProblemKind, Result};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Devices take a private authority's certificates for at most 825 days.
const SERVER_DAYS: u64 = 800;
const AUTHORITY_YEARS: i32 = 10;

/// The files of a private authority and the certificate it made.
pub struct Made {
    /// The authority's certificate: what devices are made to trust.
    pub authority: PathBuf,
    /// The server's certificate with its chain.
    pub cert: PathBuf,
    /// The server's key.
    pub key: PathBuf,
    /// SHA-256 of the authority's certificate, as devices show it.
    pub fingerprint: String,
    /// The last day of the server's certificate.
    pub valid_until: CivilDate,
    /// Whether the authority was there already.
    pub renewed: bool,
}

/// Makes a server certificate for the names, by the authority of the folder, which is made when
/// there is none. The server's earlier certificate is replaced.
///
/// # Errors
/// `tls-not-written` when a file cannot be written; `tls-unreadable` for an authority's key that is
/// not one; `config-host` for a name that cannot stand in a certificate.
pub fn make(folder: &Path, names: &[String], today: CivilDate) -> Result<Made> {
    let not_written = |error: std::io::Error| {
        Problem::new(ProblemKind::Unavailable, "tls-not-written")
            .arg("folder", folder.display())
            .detail(error)
    };
    std::fs::create_dir_all(folder).map_err(not_written)?;
    let file = |name: &str| folder.join(name);
    let (authority, authority_key) = (file("ca.pem"), file("ca-key.pem"));
    let renewed = authority.exists() && authority_key.exists();
    let key = if renewed {
        let unreadable = |error: &dyn ToString| {
            let refused = Problem::invalid("tls-unreadable").arg("file", authority_key.display());
            refused.detail(error.to_string())
        };
        let pem = std::fs::read_to_string(&authority_key).map_err(|error| unreadable(&error))?;
        KeyPair::from_pem(&pem).map_err(|error| unreadable(&error))?
    } else {
        KeyPair::generate().map_err(Problem::internal)?
    };
    let params = authority_params(&key, today);
    if !renewed {
        let certificate = params.self_signed(&key).map_err(Problem::internal)?;
        write(&authority_key, &key.serialize_pem(), 0o600).map_err(not_written)?;
        write(&authority, &certificate.pem(), 0o644).map_err(not_written)?;
    }
    let issuer = Issuer::new(params, key);
    let valid_until = today + Days::new(SERVER_DAYS);
    let (cert, server_key) = (file("server.pem"), file("server-key.pem"));
    let own = KeyPair::generate().map_err(Problem::internal)?;
    let params = server_params(names, today, valid_until)?;
    let certificate = params.signed_by(&own, &issuer).map_err(Problem::internal)?;
    let chain = std::fs::read_to_string(&authority).map_err(not_written)?;
    write(&server_key, &own.serialize_pem(), 0o600).map_err(not_written)?;
    write(&cert, &(certificate.pem() + &chain), 0o644).map_err(not_written)?;
    let fingerprint = fingerprint(&authority)?;
    Ok(Made { authority, cert, key: server_key, fingerprint, valid_until, renewed })
}

/// The same for the same key, so that an authority read from its key issues under its own name.
fn authority_params(key: &KeyPair, today: CivilDate) -> CertificateParams {
    let print = crypto::digest(crypto::Profile::Intl, key.public_key_raw());
    let print: String = print.iter().take(4).map(|byte| format!("{byte:02X}")).collect();
    let mut params = CertificateParams::default();
    params.distinguished_name.remove(DnType::CommonName);
    params
        .distinguished_name
        .push(DnType::CommonName, format!("Kaogong private authority {print}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // The first of the month, so that 29 February needs no thought.
    let end = CivilDate::from_ymd_opt(today.year() + AUTHORITY_YEARS, today.month(), 1);
    set_days(&mut params, today, end.unwrap_or(today));
    params
}

fn server_params(
    names: &[String],
    today: CivilDate,
    until: CivilDate,
) -> Result<CertificateParams> {
    let refused = |error: rcgen::Error| {
        let refused = Problem::invalid("config-host").arg("place", "--name").arg("key", "--name");
        refused.detail(error)
    };
    let mut params = CertificateParams::new(names.to_vec()).map_err(refused)?;
    let first = names.first().map_or("kaogong", String::as_str);
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::CommonName, first);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    // The day before: clocks in a hall are rarely right.
    set_days(&mut params, today - Days::new(1), until);
    Ok(params)
}

fn set_days(params: &mut CertificateParams, from: CivilDate, until: CivilDate) {
    let at = |day: CivilDate| date_time_ymd(day.year(), day.month() as u8, day.day() as u8);
    (params.not_before, params.not_after) = (at(from), at(until));
}

/// Writes beside and renames, so that a server that reads just now sees the old file or the new.
fn write(path: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    let beside = path.with_extension("pem.new");
    let _ = std::fs::remove_file(&beside);
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(mode).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

/// SHA-256 of the first certificate of a file, in pairs of digits as devices show it.
///
/// # Errors
/// `tls-unreadable`.
pub fn fingerprint(path: &Path) -> Result<String> {
    let certificates = crate::serve::tls::certificates(path)?;
    let first = certificates.first().map(|first| first.as_ref()).unwrap_or_default();
    let print = crypto::digest(crypto::Profile::Intl, first);
    let pairs: Vec<String> = print.iter().map(|byte| format!("{byte:02X}")).collect();
    Ok(pairs.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewal_keeps_the_authority_and_changes_the_certificate() {
        let folder = tempfile::tempdir().unwrap();
        let today = CivilDate::from_ymd_opt(2026, 11, 24).unwrap();
        let names = ["hall.example".to_owned(), "192.0.2.7".to_owned()];
        let first = make(folder.path(), &names, today).unwrap();
        let old = std::fs::read(&first.cert).unwrap();
        let second = make(folder.path(), &names, today).unwrap();
        assert!(!first.renewed && second.renewed);
        assert_eq!(first.fingerprint, second.fingerprint);
        assert_ne!(old, std::fs::read(&second.cert).unwrap());
        let own = crate::serve::tls::certificates(&second.cert).unwrap();
        assert_eq!(own.len(), 2, "the server's own and the authority's");
        let validity = crate::x509::validity(&own[0]).unwrap();
        assert_eq!(validity.until.civil_date(), second.valid_until);
        assert_eq!(first.fingerprint.len(), 32 * 3 - 1);
        for key in ["ca-key.pem", "server-key.pem"] {
            use std::os::unix::fs::PermissionsExt as _;
            let about = std::fs::metadata(folder.path().join(key)).unwrap();
            assert_eq!(about.permissions().mode() & 0o777, 0o600, "{key}");
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let today = CivilDate::from_ymd_opt(2028, 2, 29).unwrap();
        let refused = make(folder.path(), &["考点".to_owned()], today).err().unwrap();
        assert_eq!(refused.code(), "config-host");
    }
}
