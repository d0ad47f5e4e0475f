//! RUN: a query, its parameters and, outside an explicit transaction, the transaction's options.

use quiver_types::{Map, Text};

use super::begin::TransactionOptions;
use super::field::{self, FieldError};
use crate::packstream::Decoder;
use crate::version::Features;

/// A RUN.
#[derive(Clone, Debug)]
pub struct Run {
    /// The query's text.
    pub query: Text,
    /// Its parameters.
    pub parameters: Map,
    /// The transaction that the query starts for itself; `None` in an explicit one.
    pub transaction: Option<Box<TransactionOptions>>,
    /// The stream its rows will be pulled from; see [`super::Pull::qid`].
    pub qid: i64,
}

impl Run {
    /// `explicit` is the number of the next stream in the open explicit transaction.
    pub(crate) fn decode(
        decoder: &mut Decoder<'_>,
        features: &Features,
        explicit: Option<i64>,
    ) -> Result<Self, FieldError> {
        let query = Text::new(decoder.string()?);
        let parameters = field::map("parameters", decoder.value()?)?;
        let options = TransactionOptions::decode(decoder, features)?;
        // Inside an explicit transaction the options were BEGIN's to give.
        let transaction = explicit.is_none().then(|| Box::new(options));
        Ok(Self {
            query,
            parameters,
            transaction,
            qid: explicit.unwrap_or_default(),
        })
    }
}
