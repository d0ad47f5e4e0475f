//! TLS: what the settings of a policy ask for, and certificates that change while we run.
//!
//! The files are looked at again, at most once a second, when somebody connects; what is new is
//! used from the next connection on, and what is broken is logged and not used. Not here: which
//! connections are TLS (`door`, `listener`). Meet [`Tls`] first.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use quiver_storage::io::{FileIo, Io, read_text};
use quiver_types::time::Clock;
use rustls::RootCertStore;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use tokio_rustls::TlsAcceptor;

use crate::config::value::{ClientAuth, TlsVersions};

/// How often the files may be looked at, in nanoseconds.
const LOOK_NANOS: u64 = 1_000_000_000;

/// What a policy's settings say.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Which: the part of the settings' names.
    pub name: &'static str,
    /// Folder that the other paths start from.
    pub base: PathBuf,
    /// The key, in PEM.
    pub private_key: PathBuf,
    /// The certificate and what it was signed with, in PEM.
    pub certificate: PathBuf,
    /// Whether clients show certificates.
    pub client_auth: ClientAuth,
    /// Folder of certificates that clients' certificates may be signed by.
    pub trusted: PathBuf,
    /// Folder of lists of certificates that no longer count.
    pub revoked: PathBuf,
    /// Versions spoken.
    pub versions: TlsVersions,
}

/// TLS cannot be set up. The text names the policy.
#[derive(Debug, thiserror::Error)]
#[error("dbms.ssl.policy.{policy}: {problem}")]
pub struct TlsError {
    policy: &'static str,
    problem: String,
}

/// The present certificate of a policy.
pub struct Tls {
    policy: Policy,
    clock: Arc<dyn Clock>,
    present: Mutex<Present>,
    /// Monotonic nanoseconds of the last look at the files.
    looked: AtomicU64,
}

struct Present {
    acceptor: TlsAcceptor,
    /// What was seen last in the files, whether or not it was good.
    seen: Files,
}

/// The texts of a policy's files.
#[derive(PartialEq, Eq)]
struct Files {
    private_key: String,
    certificate: String,
    trusted: Vec<String>,
    revoked: Vec<String>,
}

impl Tls {
    /// Reads the files and checks them.
    pub fn open(policy: Policy, clock: Arc<dyn Clock>) -> Result<Arc<Self>, TlsError> {
        let named = |problem| TlsError {
            policy: policy.name,
            problem,
        };
        let seen = policy.read().map_err(named)?;
        let acceptor = policy.build(&seen).map_err(named)?;
        Ok(Arc::new(Self {
            looked: AtomicU64::new(clock.monotonic_nanos()),
            present: Mutex::new(Present { acceptor, seen }),
            policy,
            clock,
        }))
    }

    /// What accepts the next connection.
    pub async fn acceptor(self: &Arc<Self>) -> TlsAcceptor {
        let now = self.clock.monotonic_nanos();
        let looked = self.looked.load(Ordering::Relaxed);
        let due = now.saturating_sub(looked) >= LOOK_NANOS
            && self
                .looked
                .compare_exchange(looked, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        if due {
            let this = self.clone();
            let looked = tokio::task::spawn_blocking(move || this.look());
            if looked.await.is_err() {
                tracing::error!(policy = self.policy.name, "a defect met in certificates");
            }
        }
        self.lock().acceptor.clone()
    }

    /// Looks at the files and takes what is new.
    fn look(&self) {
        let policy = self.policy.name;
        let files = match self.policy.read() {
            Ok(files) => files,
            Err(problem) => {
                tracing::warn!(
                    policy,
                    problem,
                    "certificates cannot be read; kept the old ones"
                );
                return;
            }
        };
        if self.lock().seen == files {
            return;
        }
        match self.policy.build(&files) {
            Ok(acceptor) => {
                tracing::info!(policy, "took new certificates");
                let mut present = self.lock();
                present.acceptor = acceptor;
                present.seen = files;
            }
            Err(problem) => {
                tracing::warn!(
                    policy,
                    problem,
                    "new certificates are wrong; kept the old ones"
                );
                self.lock().seen = files;
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Present> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Policy {
    fn read(&self) -> Result<Files, String> {
        let text = |path: &Path| {
            let path = self.base.join(path);
            read_text(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
        };
        let asks = self.client_auth != ClientAuth::None;
        Ok(Files {
            private_key: text(&self.private_key)?,
            certificate: text(&self.certificate)?,
            trusted: match asks {
                true => texts(&self.base.join(&self.trusted), false)?,
                false => Vec::new(),
            },
            revoked: match asks {
                true => texts(&self.base.join(&self.revoked), true)?,
                false => Vec::new(),
            },
        })
    }

    fn build(&self, files: &Files) -> Result<TlsAcceptor, String> {
        let chain = CertificateDer::pem_slice_iter(files.certificate.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("{}: {error}", self.certificate.display()))?;
        if chain.is_empty() {
            let path = self.certificate.display();
            return Err(format!("{path} holds no certificate in PEM"));
        }
        let key = PrivateKeyDer::from_pem_slice(files.private_key.as_bytes()).map_err(|_| {
            let path = self.private_key.display();
            format!("{path} holds no private key in PEM (one with a password is not supported)")
        })?;
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(self.versions.protocols())
            .map_err(|error| error.to_string())?;
        let config = match self.verifier(files, provider)? {
            Some(verifier) => config.with_client_cert_verifier(verifier),
            None => config.with_no_client_auth(),
        };
        let config = config
            .with_single_cert(chain, key)
            .map_err(|error| format!("key and certificate: {error}"))?;
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    fn verifier(
        &self,
        files: &Files,
        provider: Arc<CryptoProvider>,
    ) -> Result<Option<Arc<dyn ClientCertVerifier>>, String> {
        if self.client_auth == ClientAuth::None {
            return Ok(None);
        }
        let mut roots = RootCertStore::empty();
        for text in &files.trusted {
            for root in CertificateDer::pem_slice_iter(text.as_bytes()) {
                let root = root.map_err(|error| format!("trusted_dir: {error}"))?;
                let added = roots.add(root);
                added.map_err(|error| format!("trusted_dir: {error}"))?;
            }
        }
        let mut lists = Vec::new();
        for text in &files.revoked {
            for list in CertificateRevocationListDer::pem_slice_iter(text.as_bytes()) {
                lists.push(list.map_err(|error| format!("revoked_dir: {error}"))?);
            }
        }
        let mut builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
            .with_crls(lists)
            // Who issues no lists revokes nothing.
            .allow_unknown_revocation_status();
        if self.client_auth == ClientAuth::Optional {
            builder = builder.allow_unauthenticated();
        }
        let verifier = builder.build();
        verifier
            .map(Some)
            .map_err(|error| format!("client_auth with trusted_dir: {error}"))
    }
}

/// The texts of a folder's files, by their names.
fn texts(folder: &Path, may_be_missing: bool) -> Result<Vec<String>, String> {
    let wrong = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let names = match FileIo::open_existing(folder).and_then(|folder| folder.list()) {
        Ok(names) => names,
        Err(error) if may_be_missing && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(wrong(error)),
    };
    names
        .iter()
        .filter(|name| !name.starts_with('.'))
        .map(|name| read_text(&folder.join(name)).map_err(wrong))
        .collect()
}
