//! Settings that change while the server runs.
//!
//! [`Live`] holds the values that hold now. Not here: what a change does beyond being read the next
//! time; `Session`s apply it.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Setting, Settings};

/// The settings as they are now.
pub struct Live {
    started: Arc<Settings>,
    now: RwLock<Arc<Settings>>,
}

/// Why a setting was not changed. The text is for a client.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SetError {
    /// There is none of that name.
    #[error("Unknown setting: {0}")]
    Unknown(String),
    /// It can be set at the start only.
    #[error("Setting '{0}' is not dynamic and can not be changed at runtime")]
    Static(&'static str),
    /// The value is not valid.
    #[error("{0}")]
    Invalid(String),
    /// It could not be put into effect.
    #[error("{0}")]
    Failed(String),
}

impl Live {
    /// What the server starts with.
    pub fn new(settings: Settings) -> Self {
        let started = Arc::new(settings);
        Self {
            now: RwLock::new(started.clone()),
            started,
        }
    }

    /// The settings now.
    pub fn now(&self) -> Arc<Settings> {
        self.now
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Changes one, if `apply`, which puts the new settings into effect, succeeds. An empty text
    /// stands for the value at the start. Changes happen one after the other.
    pub fn set(
        &self,
        name: &str,
        text: &str,
        apply: impl FnOnce(&Settings) -> Result<(), String>,
    ) -> Result<(), SetError> {
        let setting = Setting::find(name).ok_or_else(|| {
            let shown: String = name.chars().take(80).collect();
            SetError::Unknown(shown.escape_debug().to_string())
        })?;
        if !setting.is_dynamic() {
            return Err(SetError::Static(setting.name));
        }
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        let mut changed = Settings::clone(&now);
        let text = match text.trim() {
            "" => setting.show(&self.started),
            text => text.to_owned(),
        };
        setting
            .set(&mut changed, &text)
            .map_err(SetError::Invalid)?;
        apply(&changed).map_err(SetError::Failed)?;
        *now = Arc::new(changed);
        Ok(())
    }
}
