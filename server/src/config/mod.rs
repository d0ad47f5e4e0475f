//! Configuration: flags, environment, file and preset become one [`Config`].
//!
//! Resolving is pure ([`Config::resolve`]), so that tests give it everything; reading the
//! environment and the file happens in `source`. Not here: what a setting does.

pub mod hosts;
pub mod live;
pub mod settings;
pub mod source;
pub mod value;

pub use live::Live;
pub use settings::{Preset, Setting, Settings};
pub use source::Sources;

use std::collections::BTreeSet;
use std::net::IpAddr;

/// Everything a server is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The settings.
    pub settings: Settings,
    /// Names of the settings that somebody gave.
    pub explicit: BTreeSet<&'static str>,
    /// Password of the first user, from the environment or a file; used only while there are no
    /// users.
    pub initial_password: Option<Secret>,
    /// Whether test-only procedures may be defined and faults provoked.
    pub test_hooks: bool,
    /// What was odd but not wrong, to be logged once the log is up.
    pub warnings: Vec<String>,
}

/// Text that `Debug` does not show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// The configuration is wrong. The text is one line and says where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value that is not valid.
    #[error("{origin}: {problem}")]
    Invalid {
        /// Flag, variable or line.
        origin: String,
        /// What is wrong.
        problem: String,
    },
    /// A file that cannot be read.
    #[error("cannot read {path}: {problem}")]
    Unreadable {
        /// The file.
        path: String,
        /// The operating system's words.
        problem: String,
    },
    /// A preset that does not exist.
    #[error("preset '{name}': {problem}")]
    Preset {
        /// Its name.
        name: String,
        /// Why it cannot be used.
        problem: String,
    },
    /// Login is off on an address that others can reach.
    #[error(
        "without authentication Bolt must listen on a loopback address, not on {address}: give \
         users passwords, or use --bolt 127.0.0.1:7687"
    )]
    OpenDoor {
        /// The address.
        address: String,
    },
}

impl Config {
    /// Defaults: what tests start from.
    pub fn defaults() -> Result<Self, ConfigError> {
        Self::resolve(&Sources::default())
    }

    /// Puts the sources together, the strongest last: default, preset, file, environment, flag.
    pub fn resolve(sources: &Sources) -> Result<Self, ConfigError> {
        let settings = Settings::defaults().map_err(|problem| ConfigError::Invalid {
            origin: "defaults".into(),
            problem,
        })?;
        let mut config = Self {
            settings,
            explicit: BTreeSet::new(),
            initial_password: None,
            test_hooks: sources.test_hooks,
            warnings: Vec::new(),
        };
        if let Some(name) = &sources.preset {
            config.apply_preset(name)?;
        }
        if let Some((path, text)) = &sources.file {
            config.apply_file(path, text)?;
        }
        config.apply_environment(&sources.environment)?;
        for (flag, name, value) in &sources.flags {
            config.apply(name, value, &format!("--{flag}"))?;
        }
        if let Some((path, text)) = &sources.password_file {
            config.initial_password = Some(first_line(path, text)?);
        }
        config.validate()?;
        Ok(config)
    }

    fn apply_preset(&mut self, name: &str) -> Result<(), ConfigError> {
        let preset = Preset::find(name).ok_or_else(|| ConfigError::Preset {
            name: name.escape_debug().to_string(),
            problem: format!("there is no such preset; there are: {}", Preset::names()),
        })?;
        for (setting, value) in preset.values {
            self.apply(setting, value, &format!("preset '{name}'"))?;
        }
        Ok(())
    }

    fn apply_file(&mut self, path: &str, text: &str) -> Result<(), ConfigError> {
        let mut seen: Vec<(&str, usize)> = Vec::new();
        for (position, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with('!') {
                continue;
            }
            let number = position + 1;
            let origin = format!("{path}, line {number}");
            let invalid = |problem: String| ConfigError::Invalid {
                origin: origin.clone(),
                problem,
            };
            let (name, value) = line
                .split_once('=')
                .ok_or_else(|| invalid("expected name=value".into()))?;
            let name = name.trim();
            if let Some((_, earlier)) = seen.iter().find(|(known, _)| *known == name) {
                return Err(invalid(format!("{name} was set before, in line {earlier}")));
            }
            seen.push((name, number));
            self.apply(name, value, &origin)?;
        }
        Ok(())
    }

    fn apply(&mut self, name: &str, value: &str, origin: &str) -> Result<(), ConfigError> {
        let invalid = |problem: String| ConfigError::Invalid {
            origin: origin.to_owned(),
            problem,
        };
        let setting = Setting::find(name).ok_or_else(|| {
            let shown: String = name.chars().take(80).collect();
            let kind = match shown.starts_with("dbms.ssl.policy.") {
                true => "unsupported setting of TLS",
                false => "unknown setting",
            };
            invalid(format!("{kind} '{}'", shown.escape_debug()))
        })?;
        self.explicit.insert(setting.name);
        setting.set(&mut self.settings, value).map_err(invalid)
    }

    fn apply_environment(&mut self, variables: &[(String, String)]) -> Result<(), ConfigError> {
        let mut auth = None;
        for (variable, value) in variables {
            if !variable.starts_with("NEO4J_") {
                continue;
            }
            if variable == "NEO4J_AUTH" {
                auth = Some(value);
            } else if let Some(setting) = settings::TABLE.iter().find(|s| s.variable() == *variable)
            {
                self.apply(setting.name, value, variable)?;
            } else if variable.starts_with("NEO4J_dbms_ssl_") {
                // Less protection than was asked for is no case for a mere warning.
                return Err(ConfigError::Invalid {
                    origin: variable.escape_debug().to_string(),
                    problem: "this setting of TLS is not supported".into(),
                });
            } else if !CLIENT_VARIABLES.contains(&variable.as_str()) {
                self.warnings.push(format!(
                    "the environment variable {} names no setting",
                    variable.escape_debug()
                ));
            }
        }
        auth.map_or(Ok(()), |value| self.apply_auth(value))
    }

    /// `NEO4J_AUTH`: `none` or `neo4j/<password>`.
    fn apply_auth(&mut self, value: &str) -> Result<(), ConfigError> {
        let invalid = |problem: &str| ConfigError::Invalid {
            origin: "NEO4J_AUTH".into(),
            problem: problem.into(),
        };
        if value == "none" {
            self.settings.auth_enabled = false;
            return Ok(());
        }
        let password = value
            .strip_prefix("neo4j/")
            .ok_or_else(|| invalid("must be none or neo4j/<password>"))?;
        match password {
            "neo4j" => return Err(invalid("the password must not be neo4j")),
            _ if password.contains('/') => {
                return Err(invalid(
                    "the password must not contain '/', and a password that must be changed at \
                     the first login is not supported",
                ));
            }
            _ => {}
        }
        self.initial_password = Some(Secret(password.to_owned()));
        Ok(())
    }

    /// What no single setting can know.
    fn validate(&self) -> Result<(), ConfigError> {
        let shortest = self.settings.password_length.0;
        if let Some(Secret(password)) = &self.initial_password
            && (password.chars().count() as u64) < shortest
        {
            return Err(ConfigError::Invalid {
                origin: "initial password".into(),
                problem: format!("it must have at least {shortest} characters"),
            });
        }
        self.validate_tls()
    }

    fn validate_tls(&self) -> Result<(), ConfigError> {
        let settings = &self.settings;
        let needs = [
            (
                settings.bolt_tls_level != value::TlsLevel::Disabled,
                settings.bolt_ssl_enabled,
                "server.bolt.tls_level",
                "bolt",
            ),
            (
                settings.https_enabled,
                settings.https_ssl_enabled,
                "server.https.enabled",
                "https",
            ),
        ];
        for (wanted, enabled, setting, policy) in needs {
            if wanted && !enabled {
                return Err(ConfigError::Invalid {
                    origin: setting.into(),
                    problem: format!(
                        "TLS needs a key and a certificate: set dbms.ssl.policy.{policy}.enabled"
                    ),
                });
            }
        }
        Ok(())
    }

    /// Refuses to leave the door open: without login only loopback addresses are listened on.
    /// `resolved` is what the host name of the Bolt address stands for.
    pub fn check_door(&self, resolved: &[IpAddr]) -> Result<(), ConfigError> {
        if self.settings.auth_enabled || resolved.iter().all(IpAddr::is_loopback) {
            return Ok(());
        }
        Err(ConfigError::OpenDoor {
            address: self.settings.bolt_listen_address.to_string(),
        })
    }
}

/// Variables that clients and the Docker image use and that are no settings.
const CLIENT_VARIABLES: &[&str] = &[
    "NEO4J_URI",
    "NEO4J_URL",
    "NEO4J_ADDRESS",
    "NEO4J_USER",
    "NEO4J_USERNAME",
    "NEO4J_PASSWORD",
    "NEO4J_DATABASE",
    "NEO4J_HOME",
    "NEO4J_CONF",
    "NEO4J_EDITION",
    "NEO4J_ACCEPT_LICENSE_AGREEMENT",
];

fn first_line(path: &str, text: &str) -> Result<Secret, ConfigError> {
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(ConfigError::Invalid {
            origin: path.to_owned(),
            problem: "its first line must be the initial password".into(),
        });
    }
    Ok(Secret(line.to_owned()))
}
