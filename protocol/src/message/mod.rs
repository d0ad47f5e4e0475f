//! Messages: their tags in one table, requests as typed values (one file each), tags of replies.
//!
//! Reading a request checks its fields and nothing else; whether it is allowed now is the
//! business of `server/state.rs`. Start with [`Kind`].

pub mod authentication;
pub mod begin;
pub(crate) mod field;
pub mod hello;
pub mod pull;
pub mod route;
pub mod run;
pub mod telemetry;

use std::fmt;

use crate::version::{Authentication, Features, Routing};

pub use authentication::{AuthenticationToken, Secret};
pub use begin::{AccessMode, TransactionOptions};
pub use field::FieldError;
pub use hello::Hello;
pub use pull::Pull;
pub use route::Route;
pub use run::Run;
pub use telemetry::DriverInterface;

/// Tags of replies.
pub mod reply {
    /// The request was done.
    pub const SUCCESS: u8 = 0x70;
    /// One row of a result.
    pub const RECORD: u8 = 0x71;
    /// The request was not looked at because an earlier one failed.
    pub const IGNORED: u8 = 0x7E;
    /// The request failed.
    pub const FAILURE: u8 = 0x7F;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $tag:literal, $fields:literal, $text:literal;)*) => {
        /// The requests there are.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind, in table order.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// The tag byte.
            pub const fn tag(self) -> u8 {
                match self { $(Self::$name => $tag,)* }
            }

            /// Number of fields.
            pub const fn fields(self) -> u8 {
                match self { $(Self::$name => $fields,)* }
            }

            /// The name the specification gives it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            fn of_tag(tag: u8) -> Option<Self> {
                match tag { $($tag => Some(Self::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// First message: who the client is.
    Hello => 0x01, 1, "HELLO";
    /// The client leaves.
    Goodbye => 0x02, 0, "GOODBYE";
    /// Interrupt, forget and start over.
    Reset => 0x0F, 0, "RESET";
    /// Run a query.
    Run => 0x10, 3, "RUN";
    /// Open an explicit transaction.
    Begin => 0x11, 1, "BEGIN";
    /// Commit it.
    Commit => 0x12, 0, "COMMIT";
    /// Roll it back.
    Rollback => 0x13, 0, "ROLLBACK";
    /// Throw rows away.
    Discard => 0x2F, 1, "DISCARD";
    /// Send rows.
    Pull => 0x3F, 1, "PULL";
    /// How the driver's user calls it.
    Telemetry => 0x54, 1, "TELEMETRY";
    /// Ask for a routing table.
    Route => 0x66, 3, "ROUTE";
    /// Present credentials.
    Logon => 0x6A, 1, "LOGON";
    /// Forget credentials.
    Logoff => 0x6B, 0, "LOGOFF";
}

impl Kind {
    /// The request behind a tag in a version of Bolt.
    pub fn from_tag(tag: u8, features: &Features) -> Option<Self> {
        Self::of_tag(tag).filter(|kind| kind.is_in(features))
    }

    fn is_in(self, features: &Features) -> bool {
        match self {
            Self::Logon | Self::Logoff => features.authentication == Authentication::InLogon,
            Self::Telemetry => features.telemetry,
            Self::Route => features.routing != Routing::ByProcedure,
            Self::Hello
            | Self::Goodbye
            | Self::Reset
            | Self::Run
            | Self::Begin
            | Self::Commit
            | Self::Rollback
            | Self::Discard
            | Self::Pull => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
