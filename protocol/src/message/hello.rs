//! HELLO: who the client is and what it wants by default.

use quiver_types::{Map, Text, Value};

use super::authentication::AuthenticationToken;
use super::field::{self, FieldError};
use crate::notification::NotificationFilter;
use crate::packstream::Decoder;
use crate::version::{Authentication, DateTimes, Features};

/// A HELLO.
#[derive(Clone, Debug)]
pub struct Hello {
    /// The program, as it calls itself.
    pub user_agent: Text,
    /// The driver: `product`, `platform`, `language`, `language_details`. Empty below Bolt 5.3.
    pub bolt_agent: Map,
    /// Routing context of a `neo4j://` connection, with the dialled `address`. `None` for a
    /// direct connection.
    pub routing: Option<Map>,
    /// Credentials, in versions that have no LOGON.
    pub authentication: Option<AuthenticationToken>,
    /// Which notifications the client wants unless a transaction says otherwise.
    pub notifications: NotificationFilter,
    /// Whether the client asked for, and gets, date-times in UTC although its version's default
    /// is the local clock.
    pub utc_patch: bool,
}

impl Hello {
    pub(crate) fn decode(
        decoder: &mut Decoder<'_>,
        features: &Features,
    ) -> Result<Self, FieldError> {
        let in_hello = features.authentication == Authentication::InHello;
        let mut authentication = in_hello.then(AuthenticationToken::default);
        let mut notifications = NotificationFilter::default();
        let (mut user_agent, mut bolt_agent) = (None, None);
        let (mut routing, mut patches) = (None, Vec::new());
        decoder.each_entry(|key, value| {
            match key {
                "user_agent" => user_agent = field::text("user_agent", value)?,
                "bolt_agent" => bolt_agent = optional_map("bolt_agent", value)?,
                "routing" => routing = optional_map("routing", value)?,
                "patch_bolt" => patches = field::texts("patch_bolt", value)?.unwrap_or_default(),
                _ => {
                    let rest = match &mut authentication {
                        Some(token) => token.take(key, value)?,
                        None => Some(value),
                    };
                    if let Some(value) = rest {
                        notifications.take(key, value, features)?;
                    }
                }
            }
            Ok::<(), FieldError>(())
        })?;
        decoder.finish()?;
        let patchable = features.date_times == DateTimes::LocalUnlessPatched;
        Ok(Self {
            user_agent: user_agent.ok_or(FieldError::Missing("user_agent"))?,
            bolt_agent: checked_agent(bolt_agent, features)?,
            routing,
            authentication,
            notifications,
            utc_patch: patchable && patches.iter().any(|patch| *patch == "utc"),
        })
    }
}

fn optional_map(field: &'static str, value: Value) -> Result<Option<Map>, FieldError> {
    if value.is_null() {
        Ok(None)
    } else {
        field::map(field, value).map(Some)
    }
}

/// From Bolt 5.3 the driver must name itself.
fn checked_agent(agent: Option<Map>, features: &Features) -> Result<Map, FieldError> {
    if !features.bolt_agent {
        return Ok(Map::new());
    }
    let agent = agent.ok_or(FieldError::Missing("bolt_agent"))?;
    match agent.get("product") {
        Some(Value::String(_)) => Ok(agent),
        Some(other) if !other.is_null() => Err(FieldError::WrongType {
            field: "bolt_agent.product",
            expected: "a string",
            found: other.type_name(),
        }),
        _ => Err(FieldError::Missing("bolt_agent.product")),
    }
}
