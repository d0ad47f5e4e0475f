//! One connection to a server: bytes over TCP or TLS, requests out, responses in.
//!
//! It knows how many answers are still to come, and nothing of sessions. Meet [`Link`] first.

use std::time::Duration;

use quiver_protocol::client::{ClientConnection, ClientError, Response};
use quiver_protocol::message::Kind;
use quiver_types::{Map, Value};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::signal::unix::Signal;

use super::address::{Address, Security};

/// How long a server may take to accept a connection and to agree on a version.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long is looked whether anything has arrived.
const GLANCE: Duration = Duration::from_millis(2);

/// The connection cannot be used, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Nobody answers there.
    #[error("Unable to connect to {place}: {why}. Is the server running, and is that its address?")]
    Unreachable {
        /// Host and port.
        place: String,
        /// In words.
        why: String,
    },
    /// TLS did not come about.
    #[error("No encrypted connection to {place}: {why}")]
    Tls {
        /// Host and port.
        place: String,
        /// In words.
        why: String,
    },
    /// Somebody answers, but not in Bolt.
    #[error("{place}: {why}")]
    Foreign {
        /// Host and port.
        place: String,
        /// What is wrong.
        why: ClientError,
    },
    /// The connection broke.
    #[error("The connection to {place} broke: {why}")]
    Broken {
        /// Host and port.
        place: String,
        /// In words.
        why: String,
    },
    /// The user does not want to wait for the server's word on the interruption.
    #[error("Interrupted; the connection to the server was closed")]
    GivenUp,
}

/// Bytes both ways.
trait Duplex: AsyncRead + AsyncWrite + Unpin {}
impl<S: AsyncRead + AsyncWrite + Unpin> Duplex for S {}

/// A connection.
pub struct Link {
    stream: Box<dyn Duplex>,
    bolt: ClientConnection,
    place: String,
    buffer: Vec<u8>,
    /// Requests whose last answer has not come.
    outstanding: usize,
}

impl Link {
    /// Connects and agrees on a version.
    ///
    /// # Errors
    /// [`LinkError`]
    pub async fn open(address: &Address) -> Result<Self, LinkError> {
        let place = address.place();
        let opened = tokio::time::timeout(PATIENCE, Self::greet(address)).await;
        opened.unwrap_or_else(|_| {
            Err(LinkError::Unreachable {
                place,
                why: "no answer".into(),
            })
        })
    }

    async fn greet(address: &Address) -> Result<Self, LinkError> {
        let mut link = Self {
            stream: connect(address).await?,
            bolt: ClientConnection::newest(),
            place: address.place(),
            buffer: vec![0; 64 << 10],
            outstanding: 0,
        };
        link.flush().await?;
        while !link.bolt.is_greeted() {
            link.read().await?;
        }
        Ok(link)
    }

    /// Host and port.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Whether the server has closed the connection meanwhile.
    pub async fn is_closed(&mut self) -> bool {
        // What has arrived is seen at once; what has not is not waited for.
        let read = tokio::time::timeout(GLANCE, self.read()).await;
        matches!(read, Ok(Err(_)))
    }

    /// What the connection can do.
    pub fn bolt(&self) -> &ClientConnection {
        &self.bolt
    }

    /// Introduces the program and the user; gives how many answers there will be.
    pub fn log_in(&mut self, agent: &str, more: Map, token: Map) -> usize {
        let answers = self.bolt.log_in_as(agent, more, token);
        self.outstanding += answers;
        answers
    }

    /// Puts a request behind those before it; [`answer`](Self::answer) sends it.
    pub fn request(&mut self, kind: Kind, fields: &[Value]) {
        self.bolt.request(kind, fields);
        self.outstanding += 1;
    }

    /// Sends what was requested and waits for the next answer.
    ///
    /// # Errors
    /// [`LinkError`]
    pub async fn answer(&mut self) -> Result<Response, LinkError> {
        self.flush().await?;
        loop {
            if let Some(response) = self.arrived()? {
                return Ok(response);
            }
            self.read().await?;
        }
    }

    /// The same, until an interruption comes: then `None`.
    ///
    /// # Errors
    /// [`LinkError`]
    pub async fn answer_or(
        &mut self,
        interrupts: &mut Signal,
    ) -> Result<Option<Response>, LinkError> {
        self.flush().await?;
        loop {
            if let Some(response) = self.arrived()? {
                return Ok(Some(response));
            }
            tokio::select! {
                biased;
                _ = interrupts.recv() => return Ok(None),
                read = self.read() => read?,
            }
        }
    }

    /// Reads on until nothing is outstanding.
    ///
    /// # Errors
    /// [`LinkError`]
    pub async fn drain(&mut self) -> Result<(), LinkError> {
        while self.outstanding > 0 {
            self.answer().await?;
        }
        Ok(())
    }

    /// Says goodbye, as far as that is possible.
    pub async fn close(mut self) {
        self.bolt.simple(Kind::Goodbye);
        // Whoever leaves does not wait for answers.
        let _ = self.flush().await;
        let _ = self.stream.shutdown().await;
    }

    fn arrived(&mut self) -> Result<Option<Response>, LinkError> {
        let response = self.bolt.next_response();
        let response = response.map_err(|why| self.foreign(why))?;
        match &response {
            Some(Response::Success(_) | Response::Failure(_) | Response::Ignored) => {
                self.outstanding = self.outstanding.saturating_sub(1);
            }
            Some(Response::Record(_)) | None => {}
        }
        Ok(response)
    }

    async fn flush(&mut self) -> Result<(), LinkError> {
        let output = self.bolt.take_output();
        if output.is_empty() {
            return Ok(());
        }
        let written = self.stream.write_all(&output).await;
        let written = match written {
            Ok(()) => self.stream.flush().await,
            Err(error) => Err(error),
        };
        written.map_err(|error| self.broken(&error.to_string()))
    }

    /// Dropped halfway it has read nothing.
    async fn read(&mut self) -> Result<(), LinkError> {
        let count = match self.stream.read(&mut self.buffer).await {
            Ok(0) => return Err(self.broken("the server closed it")),
            Ok(count) => count,
            Err(error) => return Err(self.broken(&error.to_string())),
        };
        let fed = self.bolt.feed(&self.buffer[..count]);
        fed.map_err(|why| self.foreign(why))?;
        // The answer to a manifest.
        self.flush().await
    }

    fn broken(&self, why: &str) -> LinkError {
        LinkError::Broken {
            place: self.place.clone(),
            why: why.to_owned(),
        }
    }

    fn foreign(&self, why: ClientError) -> LinkError {
        LinkError::Foreign {
            place: self.place.clone(),
            why,
        }
    }
}

async fn connect(address: &Address) -> Result<Box<dyn Duplex>, LinkError> {
    let place = address.place();
    let unreachable = |error: std::io::Error| LinkError::Unreachable {
        place: place.clone(),
        why: error.to_string(),
    };
    let socket = TcpStream::connect((address.host.as_str(), address.port)).await;
    let socket = socket.map_err(unreachable)?;
    // Requests are small and answered at once.
    socket.set_nodelay(true).map_err(unreachable)?;
    let any_certificate = match address.security {
        Security::Plain => return Ok(Box::new(socket)),
        Security::Trusted => false,
        Security::AnyCertificate => true,
    };
    let wrong = |why: String| LinkError::Tls {
        place: place.clone(),
        why,
    };
    let connector = crate::trust::connector(any_certificate).map_err(wrong)?;
    let name = ServerName::try_from(address.host.clone());
    let name = name.map_err(|error| wrong(error.to_string()))?;
    let stream = connector.connect(name, socket).await;
    let stream = stream.map_err(|error| wrong(error.to_string()))?;
    Ok(Box::new(stream))
}
