//! The certificate this process serves under, and its renewal while it runs.

use kernel::{Problem, Result};
use platform::config::Tls;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Holds the certificate in use.
pub struct Keeper {
    files: Tls,
    config: RwLock<Arc<ServerConfig>>,
}

impl Keeper {
    /// Reads the certificate of the configuration; nothing when it names none.
    ///
    /// # Errors
    /// `tls-unreadable` for files that are not there or hold something else, `tls-mismatch` for a
    /// key of another certificate, `keys-file-open-to-others` for a key that others may read.
    pub fn open(files: &Tls) -> Result<Option<Keeper>> {
        if files.cert.as_os_str().is_empty() {
            return Ok(None);
        }
        let config = RwLock::new(Arc::new(load(files)?));
        Ok(Some(Keeper { files: files.clone(), config }))
    }

    /// Reads the files again. New connections get the new certificate, open ones keep theirs.
    ///
    /// # Errors
    /// As [`Keeper::open`]; the old certificate stays in use.
    pub fn reload(&self) -> Result<()> {
        let new = Arc::new(load(&self.files)?);
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = new;
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let config = self.config.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&config))
    }
}

fn unreadable(path: &Path, error: impl ToString) -> Problem {
    Problem::invalid("tls-unreadable").arg("file", path.display()).detail(error)
}

/// The certificates of a PEM file, the server's own first.
///
/// # Errors
/// `tls-unreadable`.
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let found = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let found: Vec<_> = found.map_err(|error| unreadable(path, error))?;
    match found.is_empty() {
        true => Err(unreadable(path, "no certificate in it")),
        false => Ok(found),
    }
}

fn load(files: &Tls) -> Result<ServerConfig> {
    let chain = certificates(&files.cert)?;
    refuse_open_to_others(&files.key)?;
    let key = PrivateKeyDer::from_pem_file(&files.key);
    let key = key.map_err(|error| unreadable(&files.key, error))?;
    let mismatch = |error: tokio_rustls::rustls::Error| {
        Problem::invalid("tls-mismatch").arg("file", files.cert.display()).detail(error)
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Problem::internal)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(mismatch)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn refuse_open_to_others(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let about = std::fs::metadata(path).map_err(|error| unreadable(path, error))?;
    match about.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => Err(Problem::invalid("keys-file-open-to-others").arg("file", path.display())),
    }
}
