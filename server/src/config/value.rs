//! The types a setting can have: how each is read, shown and described.
//!
//! Not the settings themselves (those are the table in `settings`). Meet [`SettingValue`] first.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use quiver_cypher::syntax::ast::Language;

/// A type of setting.
pub trait SettingValue: Sized {
    /// Reads the text form; the error says what is wrong, without the setting's name.
    fn parse(text: &str) -> Result<Self, String>;
    /// What is valid, to complete "must be ...".
    fn valid() -> String;
    /// The text form that [`parse`](Self::parse) reads back.
    fn show(&self) -> String;
}

impl SettingValue for bool {
    fn parse(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err("not a boolean".into()),
        }
    }
    fn valid() -> String {
        "true or false".into()
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

/// A whole number within bounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Int<const MIN: u64, const MAX: u64>(pub u64);

impl<const MIN: u64, const MAX: u64> SettingValue for Int<MIN, MAX> {
    fn parse(text: &str) -> Result<Self, String> {
        let value: u64 = text.parse().map_err(|_| "not a whole number".to_owned())?;
        if (MIN..=MAX).contains(&value) {
            Ok(Self(value))
        } else {
            Err("out of range".into())
        }
    }
    fn valid() -> String {
        format!("a whole number from {MIN} to {MAX}")
    }
    fn show(&self) -> String {
        self.0.to_string()
    }
}

/// A number of bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByteSize(pub u64);

impl SettingValue for ByteSize {
    fn parse(text: &str) -> Result<Self, String> {
        let (digits, unit) = split_unit(text);
        let count: u64 = digits.parse().map_err(|_| "not a byte size".to_owned())?;
        let shift = match unit.to_ascii_lowercase().as_str() {
            "" | "b" => 0,
            "k" | "kb" | "kib" => 10,
            "m" | "mb" | "mib" => 20,
            "g" | "gb" | "gib" => 30,
            "t" | "tb" | "tib" => 40,
            _ => return Err(format!("unknown unit '{unit}'")),
        };
        let bytes = count.checked_mul(1 << shift).ok_or("too large")?;
        // Sizes are compared with signed counters elsewhere and nobody has eight exabytes.
        i64::try_from(bytes).map_err(|_| "too large".to_owned())?;
        Ok(Self(bytes))
    }
    fn valid() -> String {
        "a byte size such as 512k, 256m or 2g (powers of 1024)".into()
    }
    fn show(&self) -> String {
        for (shift, unit) in [(40, "t"), (30, "g"), (20, "m"), (10, "k")] {
            let one = 1_u64 << shift;
            if self.0 >= one && self.0.is_multiple_of(one) {
                return format!("{}{unit}", self.0 >> shift);
            }
        }
        format!("{}B", self.0)
    }
}

/// A span of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span(pub Duration);

impl Span {
    /// Whole milliseconds; used where zero means "no limit".
    pub fn millis(self) -> u64 {
        u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX)
    }
}

const SPAN_UNITS: [(&str, u64); 6] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
];

impl SettingValue for Span {
    fn parse(text: &str) -> Result<Self, String> {
        let (digits, unit) = split_unit(text);
        let count: u64 = digits.parse().map_err(|_| "not a duration".to_owned())?;
        let nanos = match unit {
            "" => 1_000_000_000,
            "ns" => 1,
            "μs" | "µs" => 1_000,
            known => SPAN_UNITS
                .iter()
                .find(|(name, _)| *name == known)
                .map(|(_, nanos)| *nanos)
                .ok_or_else(|| format!("unknown unit '{unit}'"))?,
        };
        let nanos = count.checked_mul(nanos).ok_or("too long")?;
        // Deadlines are computed as "now plus this"; a century leaves room for every sum.
        if nanos > 100 * 365 * 86_400_000_000_000 {
            return Err("too long".into());
        }
        Ok(Self(Duration::from_nanos(nanos)))
    }
    fn valid() -> String {
        "a duration such as 500ms, 10s or 2h (units ns, us, ms, s, m, h, d; seconds without one)"
            .into()
    }
    fn show(&self) -> String {
        let nanos = u64::try_from(self.0.as_nanos()).unwrap_or(u64::MAX);
        if nanos == 0 {
            return "0s".into();
        }
        for (unit, size) in SPAN_UNITS {
            if nanos.is_multiple_of(size) {
                return format!("{}{unit}", nanos / size);
            }
        }
        format!("{nanos}ns")
    }
}

fn split_unit(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    (digits, unit.trim_start())
}

/// A host and a port.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// Name or IP address, without brackets.
    pub host: String,
    /// Port; 0 asks the kernel for one.
    pub port: u16,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", bracketed(&self.host), self.port)
    }
}

/// A host as it stands before a port: an IPv6 address in brackets.
pub fn bracketed(host: &str) -> Cow<'_, str> {
    match host.contains(':') {
        true => Cow::Owned(format!("[{host}]")),
        false => Cow::Borrowed(host),
    }
}

impl SettingValue for Address {
    fn parse(text: &str) -> Result<Self, String> {
        let (host, port) = text.rsplit_once(':').ok_or("the port is missing")?;
        let port = port
            .parse()
            .map_err(|_| format!("'{port}' is not a port"))?;
        let bare = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').ok_or("the bracket is not closed")?,
            None if host.contains(':') => return Err("an IPv6 address needs brackets".into()),
            None => host,
        };
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_:%".contains(c);
        if bare.len() > 255 || !bare.chars().all(allowed) {
            return Err("the host name is malformed".into());
        }
        let host = if bare.is_empty() { "localhost" } else { bare };
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }
    fn valid() -> String {
        "host:port, [ipv6]:port or :port (localhost)".into()
    }
    fn show(&self) -> String {
        self.to_string()
    }
}

/// Something that may be left empty, which then has a documented meaning.
impl<T: SettingValue> SettingValue for Option<T> {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            Ok(None)
        } else {
            T::parse(text).map(Some)
        }
    }
    fn valid() -> String {
        format!("{}, or empty", T::valid())
    }
    fn show(&self) -> String {
        self.as_ref().map(T::show).unwrap_or_default()
    }
}

/// A path of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder(pub String);

impl SettingValue for Folder {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.contains('\0') {
            Err("not a path".into())
        } else {
            Ok(Self(text.to_owned()))
        }
    }
    fn valid() -> String {
        "a path of a folder".into()
    }
    fn show(&self) -> String {
        self.0.clone()
    }
}

/// A type of setting that is one of a few words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $what:literal, $($word:literal => $variant:ident),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "the names say it all")]
        pub enum $name {
            $($variant,)+
        }

        impl $name {
            const WORDS: &[(&str, Self)] = &[$(($word, Self::$variant)),+];
        }

        impl SettingValue for $name {
            fn parse(text: &str) -> Result<Self, String> {
                Self::WORDS
                    .iter()
                    .find(|(word, _)| word.eq_ignore_ascii_case(text))
                    .map(|(_, variant)| *variant)
                    .ok_or_else(|| concat!("not ", $what).to_owned())
            }
            fn valid() -> String {
                let words: Vec<&str> = Self::WORDS.iter().map(|(word, _)| *word).collect();
                format!("one of {}", words.join(", "))
            }
            fn show(&self) -> String {
                match self {
                    $(Self::$variant => $word.to_owned(),)+
                }
            }
        }
    };
}

words! {
    /// How much is logged.
    LogLevel: "a log level",
    "error" => Error, "warn" => Warn, "info" => Info, "debug" => Debug, "trace" => Trace
}

words! {
    /// Whether connections are encrypted.
    TlsLevel: "a level", "DISABLED" => Disabled, "OPTIONAL" => Optional, "REQUIRED" => Required
}

words! {
    /// Whether clients show certificates.
    ClientAuth: "known", "NONE" => None, "OPTIONAL" => Optional, "REQUIRE" => Require
}

words! {
    /// While which requests a waiting client hears empty messages.
    KeepAliveFor: "known", "ALL" => All, "STREAMING" => Streaming, "OFF" => Off
}

words! {
    /// When a commit counts as done.
    SyncModeName: "a sync mode",
    "FULL" => Full, "NORMAL" => Normal, "CHECKPOINT" => Checkpoint, "OFF" => Off
}

words! {
    /// What a transaction sees of those that commit while it runs.
    IsolationLevel: "an isolation level", "SNAPSHOT" => Snapshot, "READ_COMMITTED" => ReadCommitted
}

words! {
    /// The version of the language of queries that do not say theirs.
    LanguageName: "a version of Cypher", "CYPHER_5" => Cypher5, "CYPHER_25" => Cypher25
}

impl LanguageName {
    /// As the engine knows it.
    pub fn language(self) -> Language {
        match self {
            Self::Cypher5 => Language::Cypher5,
            Self::Cypher25 => Language::Cypher25,
        }
    }
}

words! {
    /// Which queries are logged.
    QueryLogLevel: "a level", "OFF" => Off, "INFO" => Info, "VERBOSE" => Verbose
}

words! {
    /// How lines of the query log look.
    QueryLogFormat: "a format", "TEXT" => Text, "JSON" => Json
}

words! {
    /// Where the query log is written to.
    QueryLogTarget: "a target", "FILE" => File, "STDERR" => StandardError
}

/// Versions of TLS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TlsVersions {
    /// 1.2.
    pub v1_2: bool,
    /// 1.3.
    pub v1_3: bool,
}

impl TlsVersions {
    /// As rustls names them.
    pub fn protocols(self) -> &'static [&'static rustls::SupportedProtocolVersion] {
        type All = [&'static rustls::SupportedProtocolVersion; 2];
        static ALL: All = [&rustls::version::TLS13, &rustls::version::TLS12];
        match (self.v1_2, self.v1_3) {
            (true, true) => &ALL,
            (true, false) => &ALL[1..],
            (false, true) => &ALL[..1],
            (false, false) => &[],
        }
    }
}

impl SettingValue for TlsVersions {
    fn parse(text: &str) -> Result<Self, String> {
        let mut versions = Self {
            v1_2: false,
            v1_3: false,
        };
        for one in text.split(',').map(str::trim) {
            match one {
                "TLSv1.2" => versions.v1_2 = true,
                "TLSv1.3" => versions.v1_3 = true,
                _ => return Err(format!("'{one}' is not a version that is spoken")),
            }
        }
        Ok(versions)
    }
    fn valid() -> String {
        "a list of TLSv1.2 and TLSv1.3, with commas between".into()
    }
    fn show(&self) -> String {
        match (self.v1_2, self.v1_3) {
            (true, true) => "TLSv1.2,TLSv1.3",
            (true, false) => "TLSv1.2",
            (false, true) => "TLSv1.3",
            (false, false) => "",
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: SettingValue>(cases: &[(&str, Result<&str, &str>)]) {
        for (text, expected) in cases {
            match (T::parse(text), expected) {
                (Ok(value), Ok(shown)) => assert_eq!(value.show(), *shown, "{text}"),
                (Err(error), Err(part)) => assert!(error.contains(part), "{text}: {error}"),
                (Ok(value), Err(part)) => panic!("{text}: {} instead of {part}", value.show()),
                (Err(error), Ok(_)) => panic!("{text}: {error}"),
            }
        }
    }

    #[test]
    fn values_are_read_shown_and_refused() {
        check::<bool>(&[
            ("true", Ok("true")),
            ("FALSE", Ok("false")),
            ("1", Err("boolean")),
        ]);
        check::<Int<1, 10>>(&[
            ("1", Ok("1")),
            ("11", Err("range")),
            ("-1", Err("whole")),
            ("", Err("whole")),
        ]);
        check::<ByteSize>(&[
            ("0", Ok("0B")),
            ("1000", Ok("1000B")),
            ("1024", Ok("1k")),
            ("256m", Ok("256m")),
            ("2GiB", Ok("2g")),
            ("2x", Err("unit 'x'")),
            ("m", Err("byte size")),
            ("99999999999999999999t", Err("byte size")),
            ("16777216t", Err("too large")),
        ]);
        check::<Span>(&[
            ("0", Ok("0s")),
            ("10", Ok("10s")),
            ("500ms", Ok("500ms")),
            ("90s", Ok("90s")),
            ("120s", Ok("2m")),
            ("15m", Ok("15m")),
            ("100us", Ok("100us")),
            ("7ns", Ok("7ns")),
            ("5y", Err("unit 'y'")),
            ("-5s", Err("duration")),
            ("99999999999d", Err("too long")),
        ]);
        check::<Address>(&[
            ("127.0.0.1:7687", Ok("127.0.0.1:7687")),
            (":7687", Ok("localhost:7687")),
            ("[::1]:0", Ok("[::1]:0")),
            ("::1:7687", Err("brackets")),
            ("host", Err("port is missing")),
            ("host:70000", Err("not a port")),
            ("a b:1", Err("malformed")),
        ]);
        check::<Option<Address>>(&[("", Ok("")), ("h:1", Ok("h:1"))]);
        check::<TlsLevel>(&[("optional", Ok("OPTIONAL")), ("on", Err("level"))]);
        check::<TlsVersions>(&[
            ("TLSv1.3, TLSv1.2", Ok("TLSv1.2,TLSv1.3")),
            ("TLSv1.3", Ok("TLSv1.3")),
            ("TLSv1.1", Err("'TLSv1.1'")),
            ("", Err("''")),
        ]);
        check::<LogLevel>(&[("INFO", Ok("info")), ("loud", Err("level"))]);
    }
}
