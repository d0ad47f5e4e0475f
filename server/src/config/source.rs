//! Where configuration comes from: the only place that reads the environment, and files that
//! the user names.

use std::path::Path;

use super::ConfigError;

/// Everything that can configure a server, read but not yet understood.
#[derive(Clone, Default, Debug)]
pub struct Sources {
    /// Name of a preset.
    pub preset: Option<String>,
    /// Path and text of the configuration file.
    pub file: Option<(String, String)>,
    /// The environment.
    pub environment: Vec<(String, String)>,
    /// Flags that stand for settings: flag, setting, value.
    pub flags: Vec<(&'static str, &'static str, String)>,
    /// Path and text of the file with the initial password.
    pub password_file: Option<(String, String)>,
    /// `--test-hooks`.
    pub test_hooks: bool,
}

/// The environment; variables that are not UTF-8 cannot be ours and are left out.
pub fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Reads a small text file that the user named.
pub fn read(path: &str) -> Result<String, ConfigError> {
    quiver_storage::io::read_text(Path::new(path)).map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        problem: error.to_string(),
    })
}
