//! Ending in order: stop accepting, let what runs come to its end, then insist.
//!
//! Connections watch a [`Phase`]; the server moves it on. Not here: closing databases.

use tokio::sync::watch;

/// How far the end is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Phase {
    /// Serving.
    Running,
    /// No new connections and no new transactions; open ones may come to their end.
    Draining,
    /// Open transactions are rolled back. Commits that began are still waited for.
    Stopping,
}

/// Moves the phase on.
pub struct ShutdownSender(watch::Sender<Phase>);

/// Sees the phase.
#[derive(Clone)]
pub struct Shutdown(watch::Receiver<Phase>);

/// A sender and a first receiver, in phase `Running`.
pub fn channel() -> (ShutdownSender, Shutdown) {
    let (sender, receiver) = watch::channel(Phase::Running);
    (ShutdownSender(sender), Shutdown(receiver))
}

impl ShutdownSender {
    /// Moves on; never back.
    pub fn advance(&self, phase: Phase) {
        self.0.send_if_modified(|now| {
            let later = *now < phase;
            if later {
                *now = phase;
            }
            later
        });
    }
}

impl Shutdown {
    /// The phase now.
    pub fn phase(&self) -> Phase {
        *self.0.borrow()
    }

    /// Waits until at least this phase. A server that is gone counts as stopping.
    pub async fn reached(&mut self, phase: Phase) {
        // The only error is that the sender is gone.
        let _ = self.0.wait_for(|now| *now >= phase).await;
    }
}

/// Waits for SIGTERM or SIGINT.
pub struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    /// From now on the signals no longer kill the process. Needs a tokio runtime.
    pub fn install() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for one of them and names it.
    pub async fn received(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
