//! Credentials: the fields of LOGON, and of HELLO where there is no LOGON.
//!
//! Nothing here judges them; whether a scheme is supported and a password right is the server's
//! business. Start with [`AuthenticationToken`].

use std::fmt;

use quiver_types::{Map, Text, Value};

use super::field::{self, FieldError};
use crate::packstream::Decoder;

/// Text that must not reach a log: `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(Text);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Text::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What a client presents to log in. Everything may be absent: with authentication off, drivers
/// send an empty token.
#[derive(Clone, Default)]
pub struct AuthenticationToken {
    /// `none`, `basic`, `bearer`, `kerberos`, or the name of a plug-in.
    pub scheme: Option<Text>,
    /// User name.
    pub principal: Option<Text>,
    /// Password or token.
    pub credentials: Option<Secret>,
    /// Where the user is known.
    pub realm: Option<Text>,
    /// What a plug-in asks for.
    pub parameters: Map,
}

impl fmt::Debug for AuthenticationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticationToken")
            .field("scheme", &self.scheme)
            .field("principal", &self.principal)
            .field("credentials", &self.credentials)
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

impl AuthenticationToken {
    /// The one field of LOGON.
    pub(crate) fn decode(decoder: &mut Decoder<'_>) -> Result<Self, FieldError> {
        let mut token = Self::default();
        decoder.each_entry(|key, value| token.take(key, value).map(drop))?;
        decoder.finish()?;
        Ok(token)
    }

    /// Takes an entry of a map if it is one of ours. Gives back an entry that is not.
    pub(crate) fn take(&mut self, key: &str, value: Value) -> Result<Option<Value>, FieldError> {
        match key {
            "scheme" => self.scheme = field::text("scheme", value)?,
            "principal" => self.principal = field::text("principal", value)?,
            "credentials" => self.credentials = field::text("credentials", value)?.map(Secret),
            "realm" => self.realm = field::text("realm", value)?,
            "parameters" => self.parameters = field::map("parameters", value)?,
            _ => return Ok(Some(value)),
        }
        Ok(None)
    }
}
