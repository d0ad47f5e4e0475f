//! One port for Bolt, TLS, WebSocket and HTTP; certificates that change.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;

use quiver_protocol::client::Response;
use quiver_protocol::message::Kind;
use quiver_protocol::version::Version;
use quiver_server::config::value::{Address, ClientAuth, Folder, TlsLevel};
use quiver_server::{Config, Server};
use quiver_types::{Map, Value};
use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::support::{Channel, Client, TestServer, config, exchange, map, socket};

/// A certificate for localhost, signed by itself.
pub struct Identity {
    certificate: CertificateDer<'static>,
    pub pem: String,
    key: String,
}

pub fn identity() -> Identity {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    Identity {
        certificate: made.cert.der().clone(),
        pem: made.cert.pem(),
        key: made.signing_key.serialize_pem(),
    }
}

fn install(folder: &Path, identity: &Identity) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("private.key"), &identity.key).unwrap();
    std::fs::write(folder.join("public.crt"), &identity.pem).unwrap();
}

/// A server with that identity on Bolt and HTTPS; the folder of the certificates is in its own.
pub fn start(identity: &Identity, level: TlsLevel) -> TestServer {
    TestServer::start_with(|config| with_tls(config, identity, level))
}

fn with_tls(mut config: Config, identity: &Identity, level: TlsLevel) -> Config {
    let settings = &mut config.settings;
    let folder = Path::new(&settings.data.0).join("certificates");
    install(&folder, identity);
    let base = Folder(folder.to_str().unwrap().into());
    settings.bolt_tls_level = level;
    settings.bolt_ssl_enabled = true;
    settings.bolt_ssl_base = base.clone();
    settings.https_enabled = true;
    settings.https_listen_address = Address {
        host: "127.0.0.1".into(),
        port: 0,
    };
    settings.https_ssl_enabled = true;
    settings.https_ssl_base = base;
    config
}

type TlsClient = StreamOwned<ClientConnection, TcpStream>;

fn tls(address: SocketAddr, trusted: &CertificateDer<'static>) -> TlsClient {
    tls_as(address, trusted, None)
}

fn tls_as(
    address: SocketAddr,
    trusted: &CertificateDer<'static>,
    shown: Option<(CertificateDer<'static>, KeyPair)>,
) -> TlsClient {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match shown {
        Some((certificate, key)) => {
            let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
            config
                .with_client_auth_cert(vec![certificate], key)
                .unwrap()
        }
        None => config.with_no_client_auth(),
    };
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    StreamOwned::new(connection, socket(address))
}

/// Bytes in a WebSocket's binary frames.
struct Web<S> {
    socket: WebSocket<S>,
    rest: Vec<u8>,
    pongs: usize,
}

impl<S: Read + Write> Web<S> {
    fn open(mut stream: S) -> Self {
        let ask = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\
                   Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://a\r\n\r\n";
        stream.write_all(ask.as_bytes()).unwrap();
        stream.flush().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            assert_eq!(stream.read(&mut byte).unwrap(), 1, "{head:?}");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        assert!(head.starts_with("http/1.1 101"), "{head}");
        for line in [
            "upgrade: websocket",
            "connection: upgrade",
            "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=",
        ] {
            assert!(head.contains(line), "{head}");
        }
        Self {
            socket: WebSocket::from_raw_socket(stream, Role::Client, None),
            rest: Vec::new(),
            pongs: 0,
        }
    }
}

impl<S: Read + Write> Read for Web<S> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.is_empty() {
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => self.rest = bytes.to_vec(),
                Ok(Message::Pong(_)) => self.pongs += 1,
                Ok(Message::Close(_)) | Err(tungstenite::Error::ConnectionClosed) => return Ok(0),
                Ok(_) => {}
                Err(error) => return Err(std::io::Error::other(error)),
            }
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

impl<S: Read + Write> Write for Web<S> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // Drivers send chunk by chunk; longer frames are refused.
        let count = bytes.len().min(64 << 10);
        let frame = Message::Binary(bytes[..count].to_vec().into());
        self.socket.send(frame).map_err(std::io::Error::other)?;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.socket.flush().map_err(std::io::Error::other)
    }
}

/// Small answers, large answers, a large parameter, an explicit transaction.
fn converse(stream: Box<dyn Channel>) {
    let mut client = Client::logged_in_over(stream, Version::V6_0);
    assert_eq!(client.number("RETURN 1"), 1);
    let answer = client.query("UNWIND range(1, 20000) AS x RETURN x, 'abcdefghijklmnopqrstuvwxyz'");
    assert_eq!(answer.rows.len(), 20_000);
    let long = "x".repeat(3_000_000);
    let parameters = crate::support::map(&[("s", long.as_str().into())]);
    let answer = client.query_with("RETURN size($s), $s", parameters, quiver_types::Map::new());
    assert!(matches!(&answer.rows[0][1], quiver_types::Value::String(text) if **text == *long));
    client.query_failure("RETURN 1/0");
    client.bolt.begin(quiver_types::Map::new());
    client.success();
    client.query("CREATE (:Wire)");
    client.bolt.simple(quiver_protocol::message::Kind::Commit);
    client.success();
    client.bolt.simple(quiver_protocol::message::Kind::Goodbye);
    client.closed();
}

#[test]
fn one_port_speaks_everything() {
    let identity = identity();
    let server = start(&identity, TlsLevel::Optional);
    let bolt = server.bolt();
    converse(Box::new(socket(bolt)));
    converse(Box::new(tls(bolt, &identity.certificate)));
    converse(Box::new(Web::open(socket(bolt))));
    converse(Box::new(Web::open(tls(bolt, &identity.certificate))));
    assert_eq!(server.client().number("MATCH (n:Wire) RETURN count(n)"), 4);

    let get = b"GET / HTTP/1.1\r\nHost: localhost:1\r\nAccept: application/json\r\n\r\n";
    let plain = String::from_utf8(exchange(bolt, get)).unwrap();
    let mut stream = tls(bolt, &identity.certificate);
    stream.write_all(get).unwrap();
    let mut hidden = String::new();
    let _ = stream.read_to_string(&mut hidden);
    for answer in [plain, hidden] {
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("access-control-allow-origin: *\r\n"));
        assert!(answer.contains("\"bolt_direct\":\"bolt://localhost:"));
        let query = format!("\"query\":\"http://localhost:{}/db/", server.http().port());
        assert!(answer.contains(&query), "{answer}");
    }
}

#[test]
fn what_is_not_spoken_is_not_answered() {
    let identity = identity();
    let hello = [&b"\x16\x03\x01\x00\x05hello"[..], &[0; 32]].concat();
    let magic = b"\x60\x60\xB0\x17\0\0\x04\x04\0\0\0\0\0\0\0\0\0\0\0\0";
    let get = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let required = start(&identity, TlsLevel::Required);
    assert_eq!(exchange(required.bolt(), magic), b"");
    assert_eq!(exchange(required.bolt(), get), b"");
    converse(Box::new(tls(required.bolt(), &identity.certificate)));
    converse(Box::new(Web::open(tls(
        required.bolt(),
        &identity.certificate,
    ))));

    let disabled = TestServer::start();
    assert_eq!(exchange(disabled.bolt(), &hello), b"");
    converse(Box::new(Web::open(socket(disabled.bolt()))));
    for garbage in [
        &b"POST / HTTP/1.1\r\n\r\n"[..],
        b"\0\0\0\0",
        b"G",
        b"\x16",
        b"",
    ] {
        assert_eq!(exchange(disabled.bolt(), garbage), b"", "{garbage:?}");
    }
    let mut stream = tls(required.bolt(), &identity.certificate);
    stream.write_all(&hello).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert_eq!(answer, b"", "TLS inside TLS");
}

#[test]
fn websockets_are_held_to_their_rules() {
    let server = TestServer::start();
    let mut web = Web::open(socket(server.bolt()));
    web.socket.send(Message::Ping("here?".into())).unwrap();
    web.write_all(b"\x60\x60\xB0\x17\0\0\x01\xFF\0\0\0\0\0\0\0\0\0\0\0\0")
        .unwrap();
    // The manifest is one frame, because drivers in browsers read no further for it.
    let mut manifest = [0; 512];
    let count = web.read(&mut manifest).unwrap();
    assert_eq!(manifest[..5], *b"\0\0\x01\xFF\x04");
    assert!(count > 20 && web.rest.is_empty());
    assert_eq!(web.pongs, 1);
    web.socket.close(None).unwrap();
    assert_eq!(web.read(&mut manifest).unwrap_or(0), 0);

    let mut web = Web::open(socket(server.bolt()));
    web.socket.send(Message::Text("hello".into())).unwrap();
    assert_eq!(web.read(&mut manifest).unwrap_or(0), 0);

    // A frame that claims a gigabyte, and one that is not masked.
    for frame in [
        &b"\x82\xFF\0\0\0\0\x40\0\0\0\x01\x02\x03\x04x"[..],
        b"\x82\x01x",
    ] {
        let mut web = Web::open(socket(server.bolt()));
        web.socket.get_mut().write_all(frame).unwrap();
        let mut rest = Vec::new();
        let _ = web.socket.get_mut().read_to_end(&mut rest);
        assert!(rest.len() < 200, "{rest:?}");
    }
    for wrong in ["Sec-WebSocket-Version: 8\r\n", ""] {
        let ask = format!(
            "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{wrong}\r\n"
        );
        let answer = exchange(server.bolt(), ask.as_bytes());
        assert!(answer.starts_with(b"HTTP/1.1 400"));
    }
    assert_eq!(server.client().number("RETURN 1"), 1);
}

#[test]
fn certificates_are_exchanged_while_running() {
    let (old, new) = (identity(), identity());
    let server = start(&old, TlsLevel::Required);
    let folder = server.folder.path().join("certificates");
    let shakes = |identity: &Identity| {
        let mut stream = tls(server.bolt(), &identity.certificate);
        stream.flush().is_ok() && stream.conn.complete_io(&mut stream.sock).is_ok()
    };
    let mut open = Client::logged_in_over(
        Box::new(tls(server.bolt(), &old.certificate)),
        Version::V5_8,
    );
    assert!(shakes(&old) && !shakes(&new));

    // Broken ones are not taken. A key that does not fit is what is there between two copies.
    std::fs::write(folder.join("public.crt"), "nothing").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(shakes(&old));
    std::fs::write(folder.join("public.crt"), &new.pem).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(shakes(&old));
    std::fs::remove_file(folder.join("private.key")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(shakes(&old));

    install(&folder, &new);
    while !shakes(&new) {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(!shakes(&old));
    assert_eq!(open.number("RETURN 1"), 1);
    converse(Box::new(tls(server.bolt(), &new.certificate)));
}

#[test]
fn clients_show_certificates_if_asked_to() {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let client = || {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["client".to_owned()]).unwrap();
        (
            params.signed_by(&key, &authority).unwrap().der().clone(),
            key,
        )
    };
    let stranger = || {
        let made = rcgen::generate_simple_self_signed(["client".to_owned()]).unwrap();
        (made.cert.der().clone(), made.signing_key)
    };
    let identity = identity();
    for (auth, none, known, unknown) in [
        (ClientAuth::Require, false, true, false),
        (ClientAuth::Optional, true, true, false),
        (ClientAuth::None, true, true, true),
    ] {
        let server = TestServer::start_with(|config| {
            let mut config = with_tls(config, &identity, TlsLevel::Required);
            config.settings.bolt_ssl_client_auth = auth;
            let trusted = Path::new(&config.settings.bolt_ssl_base.0).join("trusted");
            std::fs::create_dir_all(&trusted).unwrap();
            std::fs::write(trusted.join("ca.crt"), authority.as_ref().pem()).unwrap();
            config
        });
        for (shown, expected) in [
            (None, none),
            (Some(client()), known),
            (Some(stranger()), unknown),
        ] {
            let mut stream = tls_as(server.bolt(), &identity.certificate, shown);
            // With TLS 1.3 a client learns of the refusal from what it reads.
            let magic = b"\x60\x60\xB0\x17\0\0\x04\x04\0\0\0\0\0\0\0\0\0\0\0\0";
            let mut version = [0; 4];
            let let_in = stream.write_all(magic).is_ok() && stream.read_exact(&mut version).is_ok();
            assert_eq!(let_in, expected, "{auth:?}");
        }
    }
}

#[test]
fn https_is_http_in_tls() {
    let identity = identity();
    let server = start(&identity, TlsLevel::Disabled);
    let address = server.running.as_ref().unwrap().https_address().unwrap();
    let mut stream = tls(address, &identity.certificate);
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: localhost:7473\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(
        answer.contains("\"query\":\"https://localhost:7473/db/"),
        "{answer}"
    );
    let answer = exchange(address, b"GET / HTTP/1.1\r\n\r\n");
    assert!(!answer.starts_with(b"HTTP"));
}

#[test]
fn a_wrong_key_or_certificate_stops_the_start() {
    let (one, other) = (identity(), identity());
    for (key, certificate, expected) in [
        (&one.key, &other.pem, "key and certificate"),
        (
            &"nothing".to_owned(),
            &one.pem,
            "private.key holds no private key",
        ),
        (&one.key, &one.key, "public.crt holds no certificate"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mixed = Identity {
            certificate: one.certificate.clone(),
            pem: certificate.clone(),
            key: key.clone(),
        };
        let config = with_tls(config(folder.path()), &mixed, TlsLevel::Optional);
        let error = Server::start(&config).err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.starts_with("dbms.ssl.policy.bolt: "), "{error}");
    }
}

/// Addresses of a routing table, each once, and its database.
fn route(client: &mut Client, address: Option<&str>, last: Value) -> Result<(String, String), Map> {
    let context: Vec<_> = address
        .map(|one| ("address", Value::from(one)))
        .into_iter()
        .collect();
    let fields = [map(&context).into(), Value::list(vec![]), last];
    client.bolt.request(Kind::Route, &fields);
    let found = match client.response() {
        Some(Response::Success(found)) => found,
        Some(Response::Failure(failure)) => {
            client.reset();
            return Err(failure);
        }
        other => panic!("{other:?}"),
    };
    let Some(Value::Map(table)) = found.get("rt") else {
        panic!("{found:?}")
    };
    let Some(Value::List(servers)) = table.get("servers") else {
        panic!("{table:?}")
    };
    let mut all: Vec<String> = servers.iter().map(|server| format!("{server:?}")).collect();
    assert_eq!(all.len(), 3);
    for (shown, role) in all.iter().zip(["WRITE", "READ", "ROUTE"]) {
        assert!(shown.contains(role), "{shown}");
    }
    let database = crate::support::text(table, "db").to_owned();
    Ok((all.remove(0), database))
}

#[test]
fn routing_tables_name_what_the_client_dialled() {
    let server = TestServer::start_with(|mut config| {
        config.settings.bolt_advertised_address = Some(Address {
            host: "graph.example".into(),
            port: 1234,
        });
        config
    });
    for version in [Version::V4_3, Version::V4_4, Version::V5_8, Version::V6_1] {
        let named = |name: &str| match version {
            Version::V4_3 => Value::from(name),
            _ => map(&[("db", name.into())]).into(),
        };
        let none = match version {
            Version::V4_3 => Value::Null,
            _ => Map::new().into(),
        };
        let mut client = Client::logged_in(server.bolt(), version);
        for (address, database, expected) in [
            (
                Some("nat.example:7"),
                none.clone(),
                ("nat.example:7", "neo4j"),
            ),
            (None, none.clone(), ("graph.example:1234", "neo4j")),
            (Some("[::1]:7687"), named("NEO4J"), ("[::1]:7687", "neo4j")),
            (None, named("system"), ("graph.example:1234", "system")),
        ] {
            let (servers, found) = route(&mut client, address, database).unwrap();
            assert!(
                servers.contains(&format!("\"{}\"", expected.0)),
                "{servers}"
            );
            assert_eq!(found, expected.1);
        }
        let failure = route(&mut client, None, named("nope")).unwrap_err();
        let code = crate::support::code(&failure);
        assert_eq!(code, "Neo.ClientError.Database.DatabaseNotFound");
    }
}

#[test]
fn keep_alive_follows_its_settings() {
    use quiver_server::config::value::{KeepAliveFor, Span};
    for (moment, probes, during, expected) in [
        (60_000, 2, KeepAliveFor::All, Some(120)),
        (1_500, 3, KeepAliveFor::All, Some(5)),
        (60_000, 2, KeepAliveFor::Off, None),
        (0, 2, KeepAliveFor::All, None),
    ] {
        let server = TestServer::start_with(|mut config| {
            let moment = std::time::Duration::from_millis(moment);
            config.settings.bolt_keep_alive = Span(moment);
            config.settings.bolt_keep_alive_probes.0 = probes;
            config.settings.bolt_keep_alive_for = during;
            config
        });
        let mut client = Client::connect(server.bolt(), Version::V5_0);
        client.greet();
        client.bolt.log_in();
        let hello = client.success();
        let hint = match hello.get("hints") {
            Some(Value::Map(hints)) => hints.get("connection.recv_timeout_seconds").cloned(),
            _ => None,
        };
        match (hint, expected) {
            (Some(Value::Integer(told)), Some(expected)) => assert_eq!(told, expected),
            (None, None) => {}
            other => panic!("{other:?}"),
        }
    }
}
