//! Notifications: what a query's author should know although the query ran.
//!
//! One table of the conditions that Neo4j notifies about; two dialects on the wire, the plain one
//! up to Bolt 5.4 and GQLSTATUS objects from 5.6. Start with [`Notification`].

use quiver_types::{Position, Text, Value, ValueWriter};

use crate::message::FieldError;
use crate::message::field;
use crate::packstream::Encoder;
use crate::version::{Features, NotificationFilters, Notifications};

/// How much a notification matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing.
    Information,
    /// Probably a mistake.
    Warning,
}

impl Severity {
    /// The word on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Information => "INFORMATION",
            Self::Warning => "WARNING",
        }
    }
}

/// The least severe notifications that a client wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MinimumSeverity {
    /// These and more severe ones.
    At(Severity),
    /// None at all.
    Off,
}

macro_rules! classifications {
    ($($(#[$doc:meta])* $name:ident => $text:literal;)*) => {
        /// What a notification is about; a category in older versions.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Classification {
            $($(#[$doc])* $name,)*
        }

        impl Classification {
            /// The word on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }
        }
    };
}

classifications! {
    /// A hint that could not be followed.
    Hint => "HINT";
    /// A name that does not exist.
    Unrecognized => "UNRECOGNIZED";
    /// Something this server or client does not have.
    Unsupported => "UNSUPPORTED";
    /// Slow by nature.
    Performance => "PERFORMANCE";
    /// On its way out.
    Deprecation => "DEPRECATION";
    /// About users and rights.
    Security => "SECURITY";
    /// About servers and databases.
    Topology => "TOPOLOGY";
    /// Anything else.
    Generic => "GENERIC";
    /// About indexes and constraints.
    Schema => "SCHEMA";
}

macro_rules! conditions {
    ($($(#[$doc:meta])* $name:ident =>
        $gql:literal, $code:literal, $classification:ident, $condition:literal, $title:literal;)*) => {
        /// What Neo4j notifies about.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Condition {
            $($(#[$doc])* $name,)*
        }

        impl Condition {
            /// Every condition, in table order.
            pub const ALL: &'static [Condition] = &[$(Condition::$name,)*];

            /// GQLSTATUS.
            pub const fn gql_status(self) -> &'static str {
                match self { $(Self::$name => $gql,)* }
            }

            /// Neo4j's code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => concat!("Neo.ClientNotification.", $code),)* }
            }

            /// What it is about.
            pub const fn classification(self) -> Classification {
                match self { $(Self::$name => Classification::$classification,)* }
            }

            /// The name of the condition in the GQLSTATUS table.
            pub const fn condition(self) -> &'static str {
                match self { $(Self::$name => $condition,)* }
            }

            /// A title for people.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

conditions! {
    /// The home database of the user is gone.
    HomeDatabaseNotFound => "00N50", "Database.HomeDatabaseNotFound", Unrecognized,
        "home database does not exist", "The home database does not exist";
    /// IF NOT EXISTS found it.
    SchemaRuleExists => "00NA0", "Schema.IndexOrConstraintAlreadyExists", Schema,
        "index or constraint already exists", "The command has no effect: it exists already";
    /// IF EXISTS did not find it.
    SchemaRuleMissing => "00NA1", "Schema.IndexOrConstraintDoesNotExist", Schema,
        "index or constraint does not exist", "The command has no effect: there is none";
    /// An aggregating function skipped nulls.
    AggregationSkippedNull => "01G11", "Statement.AggregationSkippedNull", Unrecognized,
        "null value eliminated in set function", "Nulls were left out of an aggregation";
    /// A deprecated feature.
    Deprecated => "01N00", "Statement.FeatureDeprecationWarning", Deprecation,
        "feature deprecated", "The query uses a deprecated feature";
    /// A deprecated feature with a successor.
    DeprecatedWithReplacement => "01N01", "Statement.FeatureDeprecationWarning", Deprecation,
        "feature deprecated with replacement", "The query uses a deprecated feature";
    /// A deprecated feature without a successor.
    DeprecatedWithoutReplacement => "01N02", "Statement.FeatureDeprecationWarning", Deprecation,
        "feature deprecated without replacement", "The query uses a deprecated feature";
    /// A join hint that could not be followed.
    JoinHintUnfulfillable => "01N30", "Statement.JoinHintUnfulfillableWarning", Hint,
        "join hint unfulfillable", "A join hint could not be followed";
    /// A hint names an index that does not exist.
    HintedIndexNotFound => "01N31", "Schema.HintedIndexNotFound", Hint,
        "hinted index does not exist", "A hint names an index that does not exist";
    /// A runtime was asked for that this server does not have.
    RuntimeUnsupported => "01N40", "Statement.RuntimeUnsupportedWarning", Unsupported,
        "unsupported runtime", "The requested runtime is not available";
    /// A label that no node has.
    UnknownLabel => "01N50", "Statement.UnknownLabelWarning", Unrecognized,
        "label does not exist", "The query names a label that the database does not have";
    /// A type that no relationship has.
    UnknownRelationshipType => "01N51", "Statement.UnknownRelationshipTypeWarning", Unrecognized,
        "relationship type does not exist",
        "The query names a relationship type that the database does not have";
    /// A key that no entity has.
    UnknownPropertyKey => "01N52", "Statement.UnknownPropertyKeyWarning", Unrecognized,
        "property key does not exist",
        "The query names a property key that the database does not have";
    /// EXPLAIN of a query with a parameter that was not given.
    ParameterNotProvided => "01N60", "Statement.ParameterNotProvided", Generic,
        "parameter missing", "A parameter of the explained query was not given";
    /// Labels or types that exclude each other.
    UnsatisfiableRelationshipType => "01N61", "Statement.UnsatisfiableRelationshipTypeExpression",
        Generic, "unsatisfiable relationship type expression",
        "No relationship can have the types asked for";
    /// A procedure or function has something to say.
    ProcedureWarning => "01N62", "Procedure.ProcedureWarning", Generic,
        "procedure or function execution warning", "A procedure or function warns";
    /// One relationship variable twice in a pattern.
    RepeatedRelationship => "01N63", "Statement.RepeatedRelationshipReference", Generic,
        "repeated relationship pattern variable",
        "A relationship variable is used twice in one pattern";
    /// The client's version has no such type.
    UnsupportedType => "01N83", "Request.UnsupportedType", Unsupported,
        "client does not support type", "The client does not know the type of a value";
    /// A variable inside a subquery hides one outside.
    SubqueryVariableShadowing => "03N60", "Statement.SubqueryVariableShadowing", Generic,
        "subquery variable shadowing", "A variable of a subquery hides one outside";
    /// OPTIONAL before a procedure without columns.
    RedundantOptionalProcedure => "03N61", "Statement.RedundantOptionalProcedure", Generic,
        "redundant optional procedure", "OPTIONAL has no effect on this procedure";
    /// OPTIONAL before a subquery without columns.
    RedundantOptionalSubquery => "03N62", "Statement.RedundantOptionalSubquery", Generic,
        "redundant optional subquery", "OPTIONAL has no effect on this subquery";
    /// Two patterns without a common variable.
    CartesianProduct => "03N90", "Statement.CartesianProduct", Performance,
        "cartesian product", "The query combines unconnected patterns";
    /// A variable-length pattern without upper bound in shortestPath.
    UnboundedVariableLength => "03N91", "Statement.UnboundedVariableLengthPattern", Performance,
        "unbounded variable length pattern", "A variable-length pattern has no upper bound";
    /// shortestPath with a predicate that may need every path.
    ExhaustiveShortestPath => "03N92", "Statement.ExhaustiveShortestPath", Performance,
        "exhaustive shortest path", "A shortest path may need an exhaustive search";
    /// LOAD CSV with MATCH and no index.
    NoApplicableIndex => "03N93", "Statement.NoApplicableIndex", Performance,
        "no applicable index", "A MATCH or MERGE for each row of a file has no index to use";
    /// LOAD CSV with an eager plan.
    EagerOperator => "03N94", "Statement.EagerOperator", Performance,
        "eager operator", "The plan holds a whole file in memory";
    /// A property access that no index can serve.
    DynamicProperty => "03N95", "Statement.DynamicProperty", Performance,
        "dynamic property", "A computed property key cannot use an index";
}

impl Condition {
    /// How much it matters: warnings are GQLSTATUS class 01.
    pub fn severity(self) -> Severity {
        if self.gql_status().starts_with("01") {
            Severity::Warning
        } else {
            Severity::Information
        }
    }

    /// What precedes the condition's name in a status description.
    fn prefix(self) -> &'static str {
        match &self.gql_status()[..2] {
            "01" => "warn: ",
            "03" => "info: ",
            _ => "note: successful completion - ",
        }
    }

    /// Where it stands among statuses: no data, warnings, success, information.
    fn rank(self) -> u8 {
        match &self.gql_status()[..2] {
            "01" => 1,
            _ => 3,
        }
    }
}

/// One notification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notification {
    /// What it is.
    pub condition: Condition,
    /// A sentence with the names that matter.
    pub text: String,
    /// Where in the query.
    pub position: Option<Position>,
}

impl Notification {
    /// A notification without a place in the query.
    pub fn new(condition: Condition, text: impl Into<String>) -> Self {
        Self {
            condition,
            text: text.into(),
            position: None,
        }
    }

    /// What the client is told when a value was replaced because its version has no such type.
    pub(crate) fn unsupported_type() -> Self {
        Self::new(
            Condition::UnsupportedType,
            "A value has a type that this client's version of Bolt does not have. A map with the \
             type's name stands in for it; a newer driver can read it.",
        )
    }
}

/// Which notifications a client wants. A part that is `None` was not said.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct NotificationFilter {
    /// The least severe ones.
    pub minimum_severity: Option<MinimumSeverity>,
    /// What they must not be about.
    pub disabled: Option<Vec<Classification>>,
}

impl NotificationFilter {
    /// What `self` says, and where it says nothing what `default` does. A default of OFF is one whole:
    /// nothing of it is left where `self` says anything, as on Neo4j.
    pub fn or(&self, default: &Self) -> Self {
        let says = self.minimum_severity.is_some() || self.disabled.is_some();
        if says && default.minimum_severity == Some(MinimumSeverity::Off) {
            return self.clone();
        }
        Self {
            minimum_severity: self.minimum_severity.or(default.minimum_severity),
            disabled: self.disabled.clone().or_else(|| default.disabled.clone()),
        }
    }

    /// Whether the client wants to hear of a condition.
    pub fn wants(&self, condition: Condition) -> bool {
        let severe_enough = match self.minimum_severity {
            None => true,
            Some(MinimumSeverity::At(least)) => condition.severity() >= least,
            Some(MinimumSeverity::Off) => false,
        };
        let disabled = self.disabled.as_deref().unwrap_or_default();
        severe_enough && !disabled.contains(&condition.classification())
    }

    /// Takes an entry of a request's map if it is one of ours in this version.
    pub(crate) fn take(
        &mut self,
        key: &str,
        value: Value,
        features: &Features,
    ) -> Result<(), FieldError> {
        let disabled_key = match features.notification_filters {
            NotificationFilters::None => return Ok(()),
            NotificationFilters::Categories => "notifications_disabled_categories",
            NotificationFilters::Classifications => "notifications_disabled_classifications",
        };
        if key == "notifications_minimum_severity" {
            self.minimum_severity = minimum_severity(value)?;
        } else if key == disabled_key {
            let names = field::texts("notifications_disabled_*", value)?;
            // A classification we have no word for is one that we never notify about.
            self.disabled = names.map(|names| {
                names
                    .iter()
                    .filter_map(|name| Classification::from_name(name))
                    .collect()
            });
        }
        Ok(())
    }
}

fn minimum_severity(value: Value) -> Result<Option<MinimumSeverity>, FieldError> {
    const FIELD: &str = "notifications_minimum_severity";
    let word: Option<Text> = field::text(FIELD, value)?;
    match word.as_deref() {
        None => Ok(None),
        Some("WARNING") => Ok(Some(MinimumSeverity::At(Severity::Warning))),
        Some("INFORMATION") => Ok(Some(MinimumSeverity::At(Severity::Information))),
        Some("OFF") => Ok(Some(MinimumSeverity::Off)),
        Some(other) => Err(FieldError::BadValue {
            field: FIELD,
            expected: "WARNING, INFORMATION or OFF",
            found: format!("{other:?}"),
        }),
    }
}

/// How a result ended, as the GQLSTATUS of success that stands for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It has columns and rows.
    Rows,
    /// It has no columns, or was only explained.
    Omitted,
    /// It has columns and no rows.
    NoData,
    /// It has columns; how many rows is not known, because all were thrown away unseen.
    Unseen,
}

impl Outcome {
    fn gql_status(self) -> &'static str {
        match self {
            Self::Rows => "00000",
            Self::Omitted => "00001",
            Self::NoData => "02000",
            Self::Unseen => "02N42",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Rows => "note: successful completion",
            Self::Omitted => "note: successful completion - omitted result",
            Self::NoData => "note: no data",
            // Neo4j's words, whatever server it is.
            Self::Unseen => {
                "note: no data - unknown subcondition. Unknown GQLSTATUS from old server."
            }
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::NoData | Self::Unseen => 0,
            Self::Rows | Self::Omitted => 2,
        }
    }
}

/// Whether a summary's map has an entry for notifications at all.
pub(crate) fn has_entry(notifications: &[&Notification], features: &Features) -> bool {
    features.notifications == Notifications::Statuses || !notifications.is_empty()
}

/// Writes that entry: key and list.
pub(crate) fn write_entry(
    out: &mut Encoder,
    notifications: &mut [&Notification],
    outcome: Outcome,
    features: &Features,
) {
    match features.notifications {
        Notifications::Plain => {
            out.key("notifications");
            out.list(notifications.len());
            for notification in notifications {
                write_plain(out, notification);
            }
        }
        Notifications::Statuses => {
            notifications.sort_by_key(|notification| notification.condition.rank());
            let before = notifications.partition_point(|n| n.condition.rank() < outcome.rank());
            out.key("statuses");
            out.list(notifications.len() + 1);
            for notification in &notifications[..before] {
                write_status(out, notification);
            }
            write_outcome(out, outcome);
            for notification in &notifications[before..] {
                write_status(out, notification);
            }
        }
    }
}

fn entry(out: &mut Encoder, key: &str, value: &str) {
    out.key(key);
    out.string(value);
}

fn write_plain(out: &mut Encoder, notification: &Notification) {
    let condition = notification.condition;
    out.map(5 + usize::from(notification.position.is_some()));
    entry(out, "severity", condition.severity().name());
    entry(out, "code", condition.code());
    entry(out, "title", condition.title());
    entry(out, "description", &notification.text);
    entry(out, "category", condition.classification().name());
    if let Some(position) = notification.position {
        out.key("position");
        write_position(out, position);
    }
}

fn write_outcome(out: &mut Encoder, outcome: Outcome) {
    out.map(2);
    entry(out, "gql_status", outcome.gql_status());
    entry(out, "status_description", outcome.description());
}

fn write_status(out: &mut Encoder, notification: &Notification) {
    let condition = notification.condition;
    let (prefix, name) = (condition.prefix(), condition.condition());
    out.map(6);
    entry(out, "gql_status", condition.gql_status());
    let text = &notification.text;
    entry(
        out,
        "status_description",
        &format!("{prefix}{name}. {text}"),
    );
    entry(out, "neo4j_code", condition.code());
    entry(out, "title", condition.title());
    entry(out, "description", text);
    out.key("diagnostic_record");
    out.map(2 + usize::from(notification.position.is_some()));
    entry(out, "_classification", condition.classification().name());
    entry(out, "_severity", condition.severity().name());
    if let Some(position) = notification.position {
        out.key("_position");
        write_position(out, position);
    }
}

/// A place in query text.
pub(crate) fn write_position(out: &mut Encoder, position: Position) {
    out.map(3);
    out.key("offset");
    out.integer(i64::from(position.offset));
    out.key("line");
    out.integer(i64::from(position.line));
    out.key("column");
    out.integer(i64::from(position.column));
}
