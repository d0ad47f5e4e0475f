//! Queries that the server runs beside its clients, once or again and again: what
//! `apoc.periodic.submit` and `apoc.periodic.repeat` start.
//!
//! A job runs in sessions and transactions of its own, as the user who started it. Jobs are known by
//! their names until they are cancelled; nothing of them is stored, and all end with the server. Meet
//! [`Jobs`]; [`serve`] runs them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use quiver_cypher::{InterruptReason, Job, JobInfo};
use quiver_storage::AccessMode;
use quiver_types::{Failure, Map, Status, Text};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;

use crate::auth::Identity;
use crate::server::Shared;
use crate::session::{End, Options, Session};
use crate::shutdown::{Phase, Shutdown};

/// Names that are known at a time, at most. Of more, those that are done are forgotten.
const MOST: usize = 1_000;
/// Jobs whose queries run at a time; others wait.
const AT_ONCE: usize = 32;

/// All jobs.
pub struct Jobs {
    all: Mutex<BTreeMap<Text, Entry>>,
    orders: mpsc::UnboundedSender<Order>,
    /// Away once somebody serves.
    to_serve: Mutex<Option<mpsc::UnboundedReceiver<Order>>>,
    turns: Semaphore,
}

/// A job as others see it.
struct Entry {
    every: Option<u64>,
    done: Arc<AtomicBool>,
    stop: watch::Sender<bool>,
}

/// A job that is to be run.
struct Order {
    job: Job,
    identity: Option<Identity>,
    database: Text,
    done: Arc<AtomicBool>,
    stop: watch::Receiver<bool>,
}

impl Default for Jobs {
    fn default() -> Self {
        let (orders, to_serve) = mpsc::unbounded_channel();
        Self {
            all: Mutex::default(),
            orders,
            to_serve: Mutex::new(Some(to_serve)),
            turns: Semaphore::new(AT_ONCE),
        }
    }
}

impl Jobs {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Text, Entry>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a job as a user; one of its name is stopped.
    ///
    /// # Errors
    /// There are too many, or the server ends.
    pub fn start(
        &self,
        job: Job,
        identity: Option<Identity>,
        database: Text,
    ) -> Result<(), Failure> {
        let mut all = self.lock();
        if let Some(before) = all.remove(&job.name) {
            before.stop.send_replace(true);
        }
        if all.len() >= MOST {
            all.retain(|_, entry| !entry.is_done());
        }
        let refused = |why: &str| Err(Failure::new(Status::ProcedureCallFailed, why.to_owned()));
        if all.len() >= MOST {
            return refused("There are too many jobs that are not done");
        }
        let (stop, stopped) = watch::channel(false);
        let entry = Entry {
            every: job.every,
            done: Arc::default(),
            stop,
        };
        let order = Order {
            identity,
            database,
            done: entry.done.clone(),
            stop: stopped,
            job: job.clone(),
        };
        if self.orders.send(order).is_err() {
            return refused("The server is ending");
        }
        all.insert(job.name, entry);
        Ok(())
    }

    /// All, by name.
    pub fn list(&self) -> Vec<JobInfo> {
        let all = self.lock();
        all.iter()
            .map(|(name, entry)| JobInfo {
                name: name.clone(),
                every: entry.every,
                done: entry.is_done(),
                cancelled: false,
            })
            .collect()
    }

    /// Stops a job and forgets it; what its present query has not committed is rolled back.
    pub fn cancel(&self, name: &str) -> Option<JobInfo> {
        let (name, entry) = self.lock().remove_entry(&Text::from(name))?;
        let ended = entry.is_done();
        entry.stop.send_replace(true);
        Some(JobInfo {
            name,
            every: entry.every,
            done: true,
            cancelled: !ended,
        })
    }
}

impl Entry {
    fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire)
    }
}

/// Runs jobs until the server drains, then waits until those have ended that run: they have the same
/// time for it as the transactions of clients.
pub async fn serve(shared: Arc<Shared>, mut shutdown: Shutdown) {
    let orders = shared.jobs.to_serve.lock();
    let orders = orders.unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut orders) = orders else { return };
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = shutdown.reached(Phase::Draining) => break,
            Some(order) = orders.recv() => {
                running.spawn(work(shared.clone(), order, shutdown.clone()));
            }
            Some(_) = running.join_next() => {}
        }
    }
    drop(orders);
    while running.join_next().await.is_some() {}
}

/// A job from its beginning to its end. One that fails does not run again.
async fn work(shared: Arc<Shared>, mut order: Order, mut shutdown: Shutdown) {
    loop {
        let turn = tokio::select! {
            biased;
            () = stopped(&mut order.stop) => break,
            () = shutdown.reached(Phase::Draining) => break,
            turn = shared.jobs.turns.acquire() => turn,
        };
        let ran = run(&shared, &mut order, shutdown.clone()).await;
        drop(turn);
        let name = order.job.name.as_str();
        match ran {
            Ok(()) => {}
            Err(End::Failure(failure)) => {
                tracing::warn!(name, error = %failure.message, "a job failed");
                break;
            }
            Err(End::Uncertain) => {
                tracing::error!(
                    name,
                    "whether a job's transaction was committed is not known"
                );
                break;
            }
        }
        let Some(seconds) = order.job.every else {
            break;
        };
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(seconds)) => {}
            () = stopped(&mut order.stop) => break,
            () = shutdown.reached(Phase::Draining) => break,
        }
    }
    order.done.store(true, Ordering::Release);
}

/// Waits until a job is to stop. One that nobody knows any more is to.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The only error is that the entry is gone.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Runs a job's query once.
async fn run(shared: &Arc<Shared>, order: &mut Order, mut shutdown: Shutdown) -> Result<(), End> {
    let mut session = Session::new(shared.clone());
    if let Some(identity) = order.identity.clone() {
        session.log_in(identity);
    }
    let cancel = session.cancel().clone();
    let options = Options {
        database: Some(order.database.clone()),
        mode: AccessMode::Write,
        bookmarks: Vec::new(),
        timeout_ms: None,
        impersonated_user: None,
        metadata: Map::new(),
    };
    let Job {
        statement,
        parameters,
        ..
    } = &order.job;
    let running = session.run_to_end(statement, parameters.clone(), options);
    tokio::pin!(running);
    tokio::select! {
        // It comes to where it may be cancelled before it may be.
        biased;
        ran = &mut running => return ran,
        () = stopped(&mut order.stop) => {}
        () = shutdown.reached(Phase::Stopping) => {}
    }
    cancel.cancel(InterruptReason::Terminated);
    running.await
}
