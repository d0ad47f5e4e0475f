//! Accepts connections, counts them, and waits for them at the end.
//!
//! Not here: what a connection says. Meet [`accept`] first.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::server::Shared;
use crate::shutdown::{Phase, Shutdown};
use crate::{bolt, http};

/// Most HTTP connections at a time.
const HTTP_MAX: usize = 256;
/// Pause after the operating system gave no connection (file descriptors used up).
const PAUSE: Duration = Duration::from_millis(50);

/// Accepts until the server drains, then waits until every connection has ended.
pub async fn accept(
    shared: Arc<Shared>,
    bolt: TcpListener,
    http: Option<TcpListener>,
    shutdown: Shutdown,
) {
    let bolt = accept_bolt(shared.clone(), bolt, shutdown.clone());
    let http = async {
        if let Some(http) = http {
            accept_http(shared, http, shutdown).await;
        }
    };
    tokio::join!(bolt, http);
}

async fn accept_bolt(shared: Arc<Shared>, listener: TcpListener, mut shutdown: Shutdown) {
    let most = usize::try_from(shared.settings.connections_max.0).unwrap_or(usize::MAX);
    let mut connections = JoinSet::new();
    let mut number = 0_u64;
    while let Some(stream) = next(&listener, &mut connections, &mut shutdown).await {
        if connections.len() >= most {
            shared.metrics.connections_refused.increment();
            continue;
        }
        number += 1;
        // Answers are written whole; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        connections.spawn(bolt::serve(
            shared.clone(),
            stream,
            number,
            shutdown.clone(),
        ));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn accept_http(shared: Arc<Shared>, listener: TcpListener, mut shutdown: Shutdown) {
    let mut connections = JoinSet::new();
    while let Some(stream) = next(&listener, &mut connections, &mut shutdown).await {
        if connections.len() < HTTP_MAX {
            connections.spawn(http::serve(
                shared.clone(),
                stream,
                http::Scheme::Http,
                shutdown.clone(),
            ));
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
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
