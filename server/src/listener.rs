//! Accepts connections, counts them, and waits for them at the end.
//!
//! Not here: what a connection says. Meet [`accept`] first.

use std::sync::Arc;
use std::time::Duration;

use quiver_types::Text;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::connections::Peer;
use crate::http::Scheme;
use crate::server::Shared;
use crate::shutdown::{Phase, Shutdown};
use crate::tls::Tls;
use crate::{bolt, http, jobs};

/// Pause after the operating system gave no connection (file descriptors used up).
const PAUSE: Duration = Duration::from_millis(50);

/// The sockets that are listened on.
pub struct Sockets<L> {
    /// Bolt, WebSocket and discovery.
    pub bolt: L,
    /// HTTP.
    pub http: Option<L>,
    /// HTTP in TLS.
    pub https: Option<L>,
}

/// How often transactions over HTTP are looked at.
const SWEEP: Duration = Duration::from_millis(250);

/// Accepts until the server drains, then waits until every connection has ended.
pub async fn accept(shared: Arc<Shared>, sockets: Sockets<TcpListener>, shutdown: Shutdown) {
    let bolt = accept_bolt(shared.clone(), sockets.bolt, shutdown.clone());
    let http = async {
        if let Some(http) = sockets.http {
            accept_http(shared.clone(), http, None, shutdown.clone()).await;
        }
    };
    let https = async {
        if let (Some(https), Some(tls)) = (sockets.https, shared.https_tls.clone()) {
            accept_http(shared.clone(), https, Some(tls), shutdown.clone()).await;
        }
    };
    let jobs = jobs::serve(shared.clone(), shutdown.clone());
    tokio::join!(bolt, http, https, jobs, sweep(&shared, shutdown.clone()));
}

/// Ends transactions over HTTP that nobody uses any more, and all of them with the server.
async fn sweep(shared: &Shared, mut shutdown: Shutdown) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => shared.http_transactions.sweep(),
            () = shutdown.reached(Phase::Draining) => {
                shared.http_transactions.clear();
                return;
            }
        }
    }
}

async fn accept_bolt(shared: Arc<Shared>, listener: TcpListener, mut shutdown: Shutdown) {
    let most = usize::try_from(shared.settings.connections_max.0).unwrap_or(usize::MAX);
    let unknown = usize::try_from(shared.settings.strangers_max.0).unwrap_or(usize::MAX);
    let mut connections = JoinSet::new();
    let mut number = 0_u64;
    while let Some(stream) = next(&listener, &mut connections, &mut shutdown).await {
        if connections.len() >= most {
            shared.metrics.connections_refused.increment();
            continue;
        }
        let address = stream.peer_addr().map(|peer| peer.ip());
        let stranger = address
            .ok()
            .and_then(|ip| shared.strangers.admit(ip, unknown));
        let Some(stranger) = stranger else {
            shared.metrics.connections_refused.increment();
            continue;
        };
        number += 1;
        // Answers are written whole; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        connections.spawn(bolt::serve(
            shared.clone(),
            stream,
            stranger,
            number,
            shutdown.clone(),
        ));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn accept_http(
    shared: Arc<Shared>,
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    mut shutdown: Shutdown,
) {
    let most = usize::try_from(shared.settings.http_connections_max.0).unwrap_or(usize::MAX);
    let mut connections = JoinSet::new();
    let mut number = 0;
    while let Some(stream) = next(&listener, &mut connections, &mut shutdown).await {
        number += 1;
        if connections.len() < most {
            let _ = stream.set_nodelay(true);
            connections.spawn(serve_http(
                shared.clone(),
                stream,
                (number, tls.clone()),
                shutdown.clone(),
            ));
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve_http(
    shared: Arc<Shared>,
    stream: TcpStream,
    (number, tls): (u64, Option<Arc<Tls>>),
    shutdown: Shutdown,
) {
    let address = |found: std::io::Result<std::net::SocketAddr>| match found {
        Ok(address) => address.to_string().into(),
        Err(_) => Text::new(""),
    };
    let connector = if tls.is_some() { "https" } else { "http" };
    let peer = Peer {
        id: format!("{connector}-{number}").into(),
        connector,
        server_address: address(stream.local_addr()),
        client_address: address(stream.peer_addr()),
        ..Peer::default()
    };
    let Some(tls) = tls else {
        return http::serve(shared, stream, Scheme::Http, peer, shutdown).await;
    };
    let patience = shared.settings.login_timeout.0;
    let accepted = async { tls.acceptor().await.accept(stream).await };
    match tokio::time::timeout(patience, accepted).await {
        Ok(Ok(stream)) => http::serve(shared, stream, Scheme::Https, peer, shutdown).await,
        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
        Err(_) => tracing::debug!("a TLS handshake took too long"),
    }
}

/// The next connection, or `None` when the server drains. Takes note of connections that ended.
async fn next(
    listener: &TcpListener,
    connections: &mut JoinSet<()>,
    shutdown: &mut Shutdown,
) -> Option<TcpStream> {
    loop {
        tokio::select! {
            biased;
            () = shutdown.reached(Phase::Draining) => return None,
            Some(ended) = connections.join_next(), if !connections.is_empty() => {
                if ended.is_err() {
                    tracing::error!("a connection's task met a defect");
                }
            }
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => return Some(stream),
                Err(error) => {
                    tracing::warn!(%error, "no connection could be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
        }
    }
}
