//! PULL and DISCARD: how many rows, of which stream.

use super::field::{self, FieldError};
use crate::packstream::Decoder;

/// The fields of a PULL or DISCARD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pull {
    /// How many rows at most; `None` for all.
    pub limit: Option<u64>,
    /// The stream: numbered from zero inside an explicit transaction, always zero outside. "The
    /// last one" is resolved already, and the stream is known to be open.
    pub qid: i64,
}

/// As it is on the wire: minus one means the last stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub limit: Option<u64>,
    pub qid: Option<i64>,
}

impl Fields {
    pub(crate) fn decode(decoder: &mut Decoder<'_>) -> Result<Self, FieldError> {
        let (mut n, mut qid) = (None, None);
        decoder.each_entry(|key, value| {
            match key {
                "n" => n = field::integer("n", &value)?,
                "qid" => qid = field::integer("qid", &value)?,
                _ => {}
            }
            Ok::<(), FieldError>(())
        })?;
        decoder.finish()?;
        let limit = match n.ok_or(FieldError::Missing("n"))? {
            -1 => None,
            n => match u64::try_from(n) {
                Ok(n) if n > 0 => Some(n),
                _ => {
                    return Err(FieldError::BadValue {
                        field: "n",
                        expected: "-1 or at least 1",
                        found: n.to_string(),
                    });
                }
            },
        };
        Ok(Self {
            limit,
            qid: qid.filter(|&qid| qid != -1),
        })
    }
}
