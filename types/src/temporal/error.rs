//! What can be wrong with a temporal value, its text, its components or an operation on it.

use crate::Status;

/// Why a temporal operation failed. Messages name the part that is wrong, in Neo4j's words where
/// those are known.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TemporalError {
    /// Text that has none of the accepted forms.
    #[error("Text cannot be parsed to a {wanted}\n\"{text}\"\n ^")]
    Unparsable {
        /// `Date`, `LocalTime`, `Time`, `LocalDateTime`, `DateTime` or `Duration`.
        wanted: &'static str,
        /// The text.
        text: String,
    },
    /// Text of an accepted form with a part out of range.
    #[error("{message}")]
    TextRange {
        /// What is out of range.
        message: String,
        /// The text.
        text: String,
    },
    /// A component out of range, or a day that its month or year does not have.
    #[error("{message}")]
    Range {
        /// The component.
        field: &'static str,
        /// What is out of range.
        message: String,
    },
    /// A component outside bounds that depend on the other components.
    #[error("{message}")]
    Bounds {
        /// The component.
        field: &'static str,
        /// What is out of range.
        message: String,
    },
    /// A component that is missing, unknown, or given without one it needs.
    #[error("{message}")]
    Field {
        /// The component.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// A map of components with nothing in it.
    #[error("At least one temporal unit must be specified.")]
    NoField,
    /// Two components that cannot be given together.
    #[error("{0} cannot be selected together with {1}.")]
    Together(&'static str, &'static str),
    /// A component that this kind of value or of date does not have.
    #[error("{message}")]
    Assignment {
        /// The component.
        field: &'static str,
        /// Why it cannot be set.
        message: String,
    },
    /// A component given as a value of a wrong type.
    #[error("Cannot assign {field} of a {found}.")]
    ComponentType {
        /// The component.
        field: String,
        /// The type found.
        found: &'static str,
    },
    /// A base (`date:`, `time:`, `datetime:`) that is no temporal value.
    #[error("Cannot construct {wanted} from: {found}")]
    Base {
        /// `date`, `time` or `datetime`.
        wanted: &'static str,
        /// The value found.
        found: String,
    },
    /// A component read from a value that does not have it.
    #[error("{message}")]
    Component {
        /// What was asked, of what.
        message: String,
    },
    /// Neither an offset nor the name of a zone.
    #[error("Invalid value for TimeZone: Text '{0}' could not be parsed at index 0")]
    Zone(String),
    /// An offset that the named zone does not have at that time.
    #[error("Timezone and offset do not match: {0}")]
    OffsetMismatch(String),
    /// An offset out of range.
    #[error("{0}")]
    Offset(String),
    /// A named zone for a time without a date.
    #[error(
        "Using a named time zone e.g. [UTC] is not valid for a time without a date. Instead, use \
         a specific time zone string e.g. +00:00."
    )]
    NamedZoneWithoutDate,
    /// A component that no duration has.
    #[error("Unknown field: {0}")]
    UnknownDurationField(String),
    /// A unit that truncation does not know.
    #[error("Unsupported unit: {0}")]
    UnknownUnit(String),
    /// A unit or component that does not go with the kind of value.
    #[error("{0}")]
    Unit(String),
    /// A duration beyond what its units can hold.
    #[error("{0}")]
    DurationOverflow(String),
    /// A result beyond the years a value may lie in, or a number too large.
    #[error("{0}")]
    Overflow(String),
    /// Division of a duration by zero.
    #[error("/ by zero")]
    DivisionByZero,
    /// A pattern with a letter that there is not, or that the type has nothing for.
    #[error(
        "An invalid character is used in the pattern. Verify that all characters are supported by `{0}`."
    )]
    PatternCharacter(&'static str),
    /// Letters that this server cannot write for a zone.
    #[error(
        "`{letters}` in a pattern is not supported for the time zone {zone}: its long name is not known here"
    )]
    PatternUnsupported {
        /// The letters.
        letters: String,
        /// The zone.
        zone: String,
    },
    /// Text that is not like its pattern, or a pattern that says too little.
    #[error(
        "Pattern, `{pattern}`, does not match input, `{text}`. Verify that the pattern is valid for constructing `{kind}`."
    )]
    PatternMismatch {
        /// The pattern.
        pattern: String,
        /// The text.
        text: String,
        /// What was to be made.
        kind: &'static str,
    },
    /// A pattern beside something that is no text.
    #[error("A pattern can only be used in conjunction with a `STRING` input.")]
    PatternInput,
    /// A function called with a value of a type it does not take.
    #[error("Invalid call signature for {function}: Provided input was {found}")]
    Signature {
        /// The function.
        function: &'static str,
        /// The type found.
        found: &'static str,
    },
}

impl TemporalError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::Unparsable { .. } => Status::TemporalParse,
            Self::TextRange { .. } | Self::Zone(_) => Status::TemporalTextRange,
            Self::Range { .. } | Self::Offset(_) => Status::TemporalRange,
            Self::Bounds { .. } => Status::TemporalBounds,
            Self::Field { .. } => Status::TemporalField,
            Self::UnknownDurationField(_) => Status::DurationField,
            Self::NoField => Status::TemporalNoField,
            Self::Together(..) => Status::TemporalFieldConflict,
            Self::Assignment { .. } => Status::TemporalAssignment,
            Self::ComponentType { .. } => Status::TemporalComponentType,
            Self::Base { .. } => Status::TemporalBase,
            Self::Component { .. } => Status::TemporalComponent,
            Self::OffsetMismatch(_) => Status::TemporalOffsetMismatch,
            Self::NamedZoneWithoutDate => Status::TemporalZoneWithoutDate,
            Self::UnknownUnit(_) => Status::TruncationUnit,
            Self::Unit(_) => Status::TemporalUnit,
            Self::DurationOverflow(_) => Status::DurationOverflow,
            Self::Overflow(_) => Status::NumericOverflow,
            Self::DivisionByZero => Status::DivisionByZero,
            Self::PatternCharacter(_) | Self::PatternUnsupported { .. } => Status::PatternCharacter,
            Self::PatternMismatch { .. } => Status::PatternMismatch,
            Self::PatternInput | Self::Signature { .. } => Status::FunctionSignature,
        }
    }

    /// The same failure met inside text: a range error then speaks of the text.
    pub(super) fn within(self, text: &str) -> Self {
        match self {
            Self::Range { message, .. } => Self::TextRange {
                message,
                text: text.to_owned(),
            },
            other => other,
        }
    }

    pub(super) fn component(message: impl Into<String>) -> Self {
        Self::Component {
            message: message.into(),
        }
    }

    pub(super) fn must_be_given(field: &'static str) -> Self {
        Self::Field {
            field: field.to_owned(),
            message: format!("{field} must be specified"),
        }
    }

    pub(super) fn needs(field: &'static str, other: &'static str) -> Self {
        let message = format!("{field} cannot be specified without {other}");
        Self::Field {
            field: field.to_owned(),
            message,
        }
    }
}
