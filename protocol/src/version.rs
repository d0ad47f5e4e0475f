//! The versions of Bolt this crate speaks and, in one table, what each of them can do.
//!
//! Code elsewhere never compares version numbers: it asks [`Version::features`] for the one
//! ability it is about. Adding a version is adding a variant and a row. Start with [`Version`].

use std::fmt;

/// Where a client presents its credentials.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authentication {
    /// In HELLO; there is no LOGON.
    InHello,
    /// In LOGON, after a HELLO without credentials.
    InLogon,
}

/// How a date and time with a zone travels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateTimes {
    /// Seconds of the local clock.
    Local,
    /// Seconds of the local clock, unless HELLO asks for the `utc` patch.
    LocalUnlessPatched,
    /// Seconds of UTC.
    Utc,
}

/// The shape of ROUTE.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Routing {
    /// There is no such message; routing tables are read by a procedure call.
    ByProcedure,
    /// The third field is a database name or null.
    DatabaseField,
    /// The third field is a map with `db` and `imp_user`.
    ExtraMap,
}

/// How notifications come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notifications {
    /// A list `notifications`, absent when empty.
    Plain,
    /// A list `statuses` of GQLSTATUS objects, never empty.
    Statuses,
}

/// What a client may say about the notifications it wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotificationFilters {
    /// Nothing; such keys are ignored.
    None,
    /// `notifications_minimum_severity` and `notifications_disabled_categories`.
    Categories,
    /// `notifications_minimum_severity` and `notifications_disabled_classifications`.
    Classifications,
}

/// The shape of FAILURE.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failures {
    /// `code` and `message`.
    Plain,
    /// `neo4j_code`, `message`, GQLSTATUS, description, diagnostic record and causes.
    Gql,
}

/// One row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Features {
    /// Major version.
    pub major: u8,
    /// Minor version.
    pub minor: u8,
    /// Where credentials are.
    pub authentication: Authentication,
    /// Whether HELLO must carry a `bolt_agent` map with a `product`.
    pub bolt_agent: bool,
    /// Whether entities carry element ids.
    pub element_ids: bool,
    /// How a date and time with a zone travels.
    pub date_times: DateTimes,
    /// The shape of ROUTE.
    pub routing: Routing,
    /// Whether `imp_user` is understood.
    pub impersonation: bool,
    /// What a client may say about notifications.
    pub notification_filters: NotificationFilters,
    /// How notifications come back.
    pub notifications: Notifications,
    /// The shape of FAILURE.
    pub failures: Failures,
    /// Whether HELLO's reply carries `hints`.
    pub hints: bool,
    /// Whether TELEMETRY and its hint exist.
    pub telemetry: bool,
    /// Whether the reply to LOGON names the advertised address, HELLO's has the server-side
    /// routing hint, and replies name the home database to a client that named none.
    pub home_database: bool,
    /// Whether vectors are a type of their own.
    pub vectors: bool,
    /// Whether UUIDs are a type of their own.
    pub uuids: bool,
}

/// A version of Bolt that this crate speaks. Ordered from old to new.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Version {
    V4_0,
    V4_1,
    V4_2,
    V4_3,
    V4_4,
    V5_0,
    V5_1,
    V5_2,
    V5_3,
    V5_4,
    V5_6,
    V5_7,
    V5_8,
    V6_0,
    V6_1,
}

/// The oldest row; each later one is its predecessor with what it added.
const V4_0: Features = Features {
    major: 4,
    minor: 0,
    authentication: Authentication::InHello,
    bolt_agent: false,
    element_ids: false,
    date_times: DateTimes::Local,
    routing: Routing::ByProcedure,
    impersonation: false,
    notification_filters: NotificationFilters::None,
    notifications: Notifications::Plain,
    failures: Failures::Plain,
    hints: false,
    telemetry: false,
    home_database: false,
    vectors: false,
    uuids: false,
};
const V4_1: Features = Features { minor: 1, ..V4_0 };
const V4_2: Features = Features { minor: 2, ..V4_1 };
const V4_3: Features = Features {
    minor: 3,
    routing: Routing::DatabaseField,
    date_times: DateTimes::LocalUnlessPatched,
    hints: true,
    ..V4_2
};
const V4_4: Features = Features {
    minor: 4,
    routing: Routing::ExtraMap,
    impersonation: true,
    ..V4_3
};
const V5_0: Features = Features {
    major: 5,
    minor: 0,
    element_ids: true,
    date_times: DateTimes::Utc,
    ..V4_4
};
const V5_1: Features = Features {
    minor: 1,
    authentication: Authentication::InLogon,
    ..V5_0
};
const V5_2: Features = Features {
    minor: 2,
    notification_filters: NotificationFilters::Categories,
    ..V5_1
};
const V5_3: Features = Features {
    minor: 3,
    bolt_agent: true,
    ..V5_2
};
const V5_4: Features = Features {
    minor: 4,
    telemetry: true,
    ..V5_3
};
const V5_6: Features = Features {
    minor: 6,
    notification_filters: NotificationFilters::Classifications,
    notifications: Notifications::Statuses,
    ..V5_4
};
const V5_7: Features = Features {
    minor: 7,
    failures: Failures::Gql,
    ..V5_6
};
const V5_8: Features = Features {
    minor: 8,
    home_database: true,
    ..V5_7
};
const V6_0: Features = Features {
    major: 6,
    minor: 0,
    vectors: true,
    ..V5_8
};
const V6_1: Features = Features {
    minor: 1,
    uuids: true,
    ..V6_0
};

const TABLE: [Features; 15] = [
    V4_0, V4_1, V4_2, V4_3, V4_4, V5_0, V5_1, V5_2, V5_3, V5_4, V5_6, V5_7, V5_8, V6_0, V6_1,
];

impl Version {
    /// Every version, oldest first.
    pub const ALL: [Version; 15] = [
        Self::V4_0,
        Self::V4_1,
        Self::V4_2,
        Self::V4_3,
        Self::V4_4,
        Self::V5_0,
        Self::V5_1,
        Self::V5_2,
        Self::V5_3,
        Self::V5_4,
        Self::V5_6,
        Self::V5_7,
        Self::V5_8,
        Self::V6_0,
        Self::V6_1,
    ];

    /// What this version can do.
    pub const fn features(self) -> &'static Features {
        &TABLE[self as usize]
    }

    /// The version with these numbers, if this crate speaks it.
    pub fn from_numbers(major: u8, minor: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|version| {
            let features = version.features();
            features.major == major && features.minor == minor
        })
    }

    /// The same version when it is the newest of several, for choosing.
    pub(crate) fn newest_in(major: u8, lowest_minor: u8, highest_minor: u8) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|version| {
            let features = version.features();
            features.major == major && (lowest_minor..=highest_minor).contains(&features.minor)
        })
    }

    /// Runs of consecutive minors, oldest first, as (major, lowest minor, highest minor): what
    /// the manifest form of the handshake offers.
    pub(crate) fn ranges() -> Vec<(u8, u8, u8)> {
        let mut ranges: Vec<(u8, u8, u8)> = Vec::new();
        for version in Self::ALL {
            let Features { major, minor, .. } = *version.features();
            match ranges.last_mut() {
                Some((m, _, high)) if *m == major && *high + 1 == minor => *high = minor,
                _ => ranges.push((major, minor, minor)),
            }
        }
        ranges
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Features { major, minor, .. } = self.features();
        write!(f, "{major}.{minor}")
    }
}

/// What the values of one connection look like on the wire: the part of [`Features`] that
/// encoding needs, plus what HELLO negotiated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dialect {
    /// Entities carry element ids.
    pub element_ids: bool,
    /// Zoned date-times count UTC seconds.
    pub utc: bool,
    /// Vectors are a type of their own.
    pub vectors: bool,
    /// UUIDs are a type of their own.
    pub uuids: bool,
}

impl Dialect {
    /// The dialect of a version, before any patch.
    pub const fn of(version: Version) -> Self {
        let features = version.features();
        Self {
            element_ids: features.element_ids,
            utc: matches!(features.date_times, DateTimes::Utc),
            vectors: features.vectors,
            uuids: features.uuids,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_rows_and_names_agree() {
        let names: Vec<String> = Version::ALL.iter().map(ToString::to_string).collect();
        let expected = [
            "4.0", "4.1", "4.2", "4.3", "4.4", "5.0", "5.1", "5.2", "5.3", "5.4", "5.6", "5.7",
            "5.8", "6.0", "6.1",
        ];
        assert_eq!(names, expected);
        for version in Version::ALL {
            let Features { major, minor, .. } = *version.features();
            assert_eq!(Version::from_numbers(major, minor), Some(version));
            assert_eq!(format!("V{major}_{minor}"), format!("{version:?}"));
        }
        for (major, minor) in [(3, 0), (4, 5), (5, 5), (5, 9), (6, 2), (0, 0)] {
            assert_eq!(Version::from_numbers(major, minor), None);
        }
        assert_eq!(
            Version::ranges(),
            [(4, 0, 4), (5, 0, 4), (5, 6, 8), (6, 0, 1)]
        );
    }
}
