//! Which hosts something may be fetched from: a list of names with ports.
//!
//! A name without a port stands for the ports of `http` and `https`; what is not listed is refused,
//! so that the empty list, the default, refuses all. Names are compared as they are written in the URL:
//! an address is not looked up to see whose it is. Meet [`HostList`] first.

use super::value::{SettingValue, bracketed};

/// Hosts, ports and schemes that are allowed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HostList(Vec<HostRule>);

/// An entry: what a request must agree with.
#[derive(Clone, PartialEq, Eq, Debug)]
struct HostRule {
    /// Only over TLS, only without, or either.
    scheme: Option<Scheme>,
    host: Host,
    port: Port,
}

/// How a host is spoken to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// In the clear.
    Http,
    /// In TLS.
    Https,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Host {
    Any,
    /// This one; lower case, without brackets.
    Is(String),
    /// Those beneath a domain, which begins with its dot.
    Beneath(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Port {
    /// That of the scheme.
    Usual,
    Any,
    Is(u16),
}

impl Scheme {
    /// That of a name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Http, Self::Https]
            .into_iter()
            .find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// Its port where none is written.
    pub fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl HostList {
    /// Whether nothing at all is allowed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an entry allows it. `host` is in lower case and without brackets.
    pub fn allows(&self, scheme: Scheme, host: &str, port: u16) -> bool {
        self.0.iter().any(|rule| rule.allows(scheme, host, port))
    }
}

impl HostRule {
    fn allows(&self, scheme: Scheme, host: &str, port: u16) -> bool {
        let name = match &self.host {
            Host::Any => true,
            Host::Is(name) => name == host,
            Host::Beneath(domain) => host.len() > domain.len() && host.ends_with(domain.as_str()),
        };
        let there = match self.port {
            Port::Usual => port == scheme.port(),
            Port::Any => true,
            Port::Is(number) => number == port,
        };
        name && there && self.scheme.is_none_or(|only| only == scheme)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("'{text}' {what}");
        let (scheme, rest) = match text.split_once("://") {
            Some((name, rest)) => {
                let scheme = Scheme::named(name).ok_or_else(|| wrong("is of another scheme"))?;
                (Some(scheme), rest)
            }
            None => (None, text),
        };
        let bracketed = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (name, port) = match bracketed {
            Some((name, "")) => (name, None),
            Some((name, port)) => {
                let port = port.strip_prefix(':');
                (name, Some(port.ok_or_else(|| wrong("is malformed"))?))
            }
            None => match rest.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (rest, None),
            },
        };
        let port = match port {
            None => Port::Usual,
            Some("*") => Port::Any,
            Some(number) => Port::Is(number.parse().map_err(|_| wrong("has no port"))?),
        };
        let host = match name.strip_prefix('*') {
            Some("") => Host::Any,
            Some(domain) if domain.starts_with('.') => Host::Beneath(domain.to_ascii_lowercase()),
            Some(_) => return Err(wrong("is malformed")),
            None => Host::Is(name.to_ascii_lowercase()),
        };
        let named = match &host {
            Host::Any => "any",
            Host::Is(name) => name,
            Host::Beneath(domain) => domain.trim_start_matches('.'),
        };
        let letter = |c: char| {
            c.is_ascii_alphanumeric() || ".-_".contains(c) || bracketed.is_some() && c == ':'
        };
        if named.is_empty() || named.len() > 255 || !named.chars().all(letter) {
            return Err(wrong("is no host name"));
        }
        Ok(Self { scheme, host, port })
    }

    fn show(&self) -> String {
        let scheme = self.scheme.map_or("", Scheme::name);
        let host = match &self.host {
            Host::Any => "*".into(),
            Host::Is(name) => bracketed(name),
            Host::Beneath(domain) => format!("*{domain}").into(),
        };
        let port = match self.port {
            Port::Usual => String::new(),
            Port::Any => ":*".into(),
            Port::Is(number) => format!(":{number}"),
        };
        let slashes = if scheme.is_empty() { "" } else { "://" };
        format!("{scheme}{slashes}{host}{port}")
    }
}

impl SettingValue for HostList {
    fn parse(text: &str) -> Result<Self, String> {
        let entries = text.split(',').map(str::trim);
        let entries = entries.filter(|entry| !entry.is_empty());
        entries
            .map(HostRule::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }
    fn valid() -> String {
        "hosts between commas, each as host, host:port or host:*, with https:// in front if only \
         that is meant; *.domain for those beneath a domain, * for all; or empty"
            .into()
    }
    fn show(&self) -> String {
        let entries: Vec<String> = self.0.iter().map(HostRule::show).collect();
        entries.join(",")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries() {
        use Scheme::{Http, Https};
        let list = "a.org, *.b.org:8080 ,https://c.org,[::1]:*,D.org:81";
        let list = HostList::parse(list).unwrap();
        assert_eq!(
            list.show(),
            "a.org,*.b.org:8080,https://c.org,[::1]:*,d.org:81"
        );
        assert_eq!(HostList::parse(&list.show()).unwrap(), list);
        let cases = [
            (Http, "a.org", 80, true),
            (Https, "a.org", 443, true),
            (Http, "a.org", 443, false),
            (Http, "a.org", 8080, false),
            (Http, "xa.org", 80, false),
            (Http, "x.a.org", 80, false),
            (Http, "x.b.org", 8080, true),
            (Http, "x.b.org", 80, false),
            (Http, "b.org", 8080, false),
            (Http, ".b.org", 8080, false),
            (Http, "xb.org", 8080, false),
            (Https, "c.org", 443, true),
            (Http, "c.org", 80, false),
            (Http, "::1", 5, true),
            (Http, "d.org", 81, true),
        ];
        for (scheme, host, port, expected) in cases {
            let found = list.allows(scheme, host, port);
            assert_eq!(found, expected, "{scheme:?} {host} {port}");
        }
        let all = HostList::parse("*").unwrap();
        assert!(all.allows(Http, "x", 80) && !all.allows(Http, "x", 81));
        assert!(HostList::parse("").unwrap().is_empty());
        for wrong in [
            "a b", "ftp://a", "a:x", "a:70000", "*a", "*.", "::1", "a/b", "a@b", "http://",
            "[::1]5",
        ] {
            assert!(HostList::parse(wrong).is_err(), "{wrong}");
        }
    }
}
