//! Where the server is: `neo4j+s://host:7687` and its relatives. Meet [`Address`] first.

use crate::config::value::bracketed;

/// How the connection is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// Not at all.
    Plain,
    /// TLS, with a certificate that this machine trusts (`+s`).
    Trusted,
    /// TLS, with whatever certificate (`+ssc`).
    AnyCertificate,
}

/// What `--encryption` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encryption {
    /// TLS even if the scheme does not say so.
    On,
    /// No TLS.
    Off,
    /// As the scheme says.
    ByScheme,
}

/// A server's address as the user gave it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    /// Whether the server is asked for a routing table (`neo4j`) or not (`bolt`).
    pub routed: bool,
    /// How the connection is protected.
    pub security: Security,
    /// Name or number, an IPv6 address without its brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// User and password from before the `@`.
    pub login: Option<(String, String)>,
}

/// An address cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AddressError {
    /// The part before `://` is none of Bolt's schemes.
    #[error("Invalid address: {0} is none of bolt, bolt+s, bolt+ssc, neo4j, neo4j+s and neo4j+ssc")]
    Scheme(String),
    /// There is no host.
    #[error("Invalid address: {0:?} names no host")]
    Host(String),
    /// The port is no number.
    #[error("Invalid address: {0:?} is no port")]
    Port(String),
    /// `--encryption` contradicts the scheme.
    #[error("--encryption false contradicts the address, whose scheme asks for encryption")]
    Contradiction,
}

const DEFAULT_PORT: u16 = 7687;

impl Address {
    /// Reads `[scheme://][user:password@]host[:port]`. Without a scheme it is `neo4j`.
    ///
    /// # Errors
    /// [`AddressError`]
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("neo4j", text));
        let (routed, security) = match scheme.to_ascii_lowercase().as_str() {
            "bolt" => (false, Security::Plain),
            "bolt+s" => (false, Security::Trusted),
            "bolt+ssc" => (false, Security::AnyCertificate),
            "neo4j" => (true, Security::Plain),
            "neo4j+s" => (true, Security::Trusted),
            "neo4j+ssc" => (true, Security::AnyCertificate),
            _ => return Err(AddressError::Scheme(scheme.to_owned())),
        };
        let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (login, rest) = match rest.rsplit_once('@') {
            Some((login, rest)) => (login.split_once(':'), rest),
            None => (None, rest),
        };
        let (host, port) = host_and_port(rest)?;
        Ok(Self {
            routed,
            security,
            host,
            port,
            login: login.map(|(user, password)| (user.to_owned(), password.to_owned())),
        })
    }

    /// The same with what `--encryption` says.
    ///
    /// # Errors
    /// It says no, and the scheme says yes.
    pub fn with(mut self, encryption: Encryption) -> Result<Self, AddressError> {
        match (encryption, self.security) {
            (Encryption::On, Security::Plain) => self.security = Security::Trusted,
            (Encryption::Off, Security::Trusted | Security::AnyCertificate) => {
                return Err(AddressError::Contradiction);
            }
            (Encryption::On | Encryption::Off | Encryption::ByScheme, _) => {}
        }
        Ok(self)
    }

    /// The server that a routing table names, reached in the same way.
    ///
    /// # Errors
    /// It is no address.
    pub fn other(&self, place: &str) -> Result<Self, AddressError> {
        let (host, port) = host_and_port(place)?;
        Ok(Self {
            host,
            port,
            ..self.clone()
        })
    }

    /// Host and port as text.
    pub fn place(&self) -> String {
        format!("{}:{}", bracketed(&self.host), self.port)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.routed { "neo4j" } else { "bolt" };
        let suffix = match self.security {
            Security::Plain => "",
            Security::Trusted => "+s",
            Security::AnyCertificate => "+ssc",
        };
        write!(f, "{scheme}{suffix}://{}", self.place())
    }
}

fn host_and_port(text: &str) -> Result<(String, u16), AddressError> {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, after)) => (host, after.strip_prefix(':')),
        None => match text.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    if host.is_empty() {
        return Err(AddressError::Host(text.to_owned()));
    }
    let port = match port {
        Some(port) => port
            .parse()
            .map_err(|_| AddressError::Port(port.to_owned()))?,
        None => DEFAULT_PORT,
    };
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let cases = [
            ("localhost", "neo4j://localhost:7687"),
            ("localhost:1", "neo4j://localhost:1"),
            ("bolt://h:7688", "bolt://h:7688"),
            ("BOLT+S://h", "bolt+s://h:7687"),
            ("neo4j+ssc://h:1/", "neo4j+ssc://h:1"),
            ("bolt://[::1]:9", "bolt://[::1]:9"),
            ("bolt://[::1]", "bolt://[::1]:7687"),
            ("bolt://me:it's@h?policy=x", "bolt://h:7687"),
        ];
        for (given, shown) in cases {
            assert_eq!(Address::parse(given).unwrap().to_string(), shown, "{given}");
        }
        let login = Address::parse("bolt://me:a@b@h").unwrap().login;
        assert_eq!(login, Some(("me".into(), "a@b".into())));
        assert!(matches!(Address::parse("http://h"), Err(AddressError::Scheme(s)) if s == "http"));
        assert!(matches!(
            Address::parse("bolt://"),
            Err(AddressError::Host(_))
        ));
        assert!(matches!(
            Address::parse("h:99999"),
            Err(AddressError::Port(_))
        ));
        let strict = Address::parse("bolt+s://h").unwrap();
        assert_eq!(
            strict.with(Encryption::Off),
            Err(AddressError::Contradiction)
        );
        let plain = Address::parse("bolt://h").unwrap();
        assert_eq!(
            plain.with(Encryption::On).unwrap().to_string(),
            "bolt+s://h:7687"
        );
    }
}
