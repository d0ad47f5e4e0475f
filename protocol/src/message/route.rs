//! ROUTE: asks for a routing table.

use quiver_types::{Map, Text, Value};

use super::field::{self, FieldError};
use crate::packstream::Decoder;
use crate::version::{Features, Routing};

/// A ROUTE.
#[derive(Clone, Default, Debug)]
pub struct Route {
    /// What the client's URI says, and the `address` it dialled.
    pub context: Map,
    /// Bookmarks of what the table must have seen.
    pub bookmarks: Vec<Text>,
    /// Database. `None`: the user's home database.
    pub database: Option<Text>,
    /// User whose home database is meant instead of the own one.
    pub impersonated_user: Option<Text>,
}

impl Route {
    /// The address that the client dialled. A table that repeats it works through any network in
    /// between.
    pub fn address(&self) -> Option<&str> {
        match self.context.get("address") {
            Some(Value::String(address)) if !address.is_empty() => Some(address),
            _ => None,
        }
    }

    pub(crate) fn decode(
        decoder: &mut Decoder<'_>,
        features: &Features,
    ) -> Result<Self, FieldError> {
        let mut route = Self {
            context: field::map("routing", decoder.value()?)?,
            bookmarks: field::texts("bookmarks", decoder.value()?)?.unwrap_or_default(),
            ..Self::default()
        };
        match features.routing {
            Routing::ByProcedure | Routing::DatabaseField => {
                route.database = field::name("db", decoder.value()?)?;
            }
            Routing::ExtraMap => {
                decoder.each_entry(|key, value| {
                    match key {
                        "db" => route.database = field::name("db", value)?,
                        "imp_user" => route.impersonated_user = field::name("imp_user", value)?,
                        _ => {}
                    }
                    Ok::<(), FieldError>(())
                })?;
            }
        }
        decoder.finish()?;
        Ok(route)
    }
}
