//! The order of commits, the registry of snapshots and the swap of a checkpoint, in every order of
//! their threads' steps: see [`in_every_order`].

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use quiver_types::time::ManualClock;

use super::commits::{Commits, Early};
use super::snapshots::Snapshots;
use crate::stats::CountChanges;
use crate::sync::model::{Part, in_every_order};
use crate::sync::{Condvar, Mutex};

/// A queue of commits with a log of which only the order matters.
struct World {
    commits: Commits,
    early: Early,
    log: Mutex<Log>,
    more: Condvar,
    /// Bits of timestamps; read between steps, so the plain counters of the standard library do.
    installed: AtomicU64,
    durable: AtomicU64,
    told: std::sync::Mutex<Vec<Result<u64, ()>>>,
}

#[derive(Default)]
struct Log {
    appended: Vec<u64>,
    /// Those who will append no more, whatever came of it.
    ended: usize,
}

impl World {
    fn new(early: Early) -> Arc<Self> {
        Arc::new(Self {
            commits: Commits::new(Arc::new(ManualClock::default()), early),
            early,
            log: Mutex::default(),
            more: Condvar::new(),
            installed: AtomicU64::new(0),
            durable: AtomicU64::new(0),
            told: std::sync::Mutex::default(),
        })
    }

    /// One commit, as a transaction makes it.
    fn committer(self: &Arc<Self>) -> Part {
        let world = Arc::clone(self);
        Box::new(move || {
            let slot = Arc::new(OnceLock::new());
            let (known, told) = (Arc::clone(&slot), Arc::clone(&world));
            let finish = Box::new(move |result: Result<(), String>| {
                if result.is_ok() {
                    let timestamp = *known.get().expect("installed, so issued");
                    assert!(told.commits.snapshots.visible() >= timestamp);
                    assert!(told.is_safe(timestamp), "{timestamp} is told too early");
                    told.note(Ok(timestamp));
                } else {
                    told.note(Err(()));
                }
            });
            let issued = world.commits.issue(finish, |timestamp| {
                let mut log = world.log.lock().expect("log");
                log.appended.push(timestamp);
                drop(log);
                world.more.notify_one();
                Ok(())
            });
            match issued {
                Ok(timestamp) => {
                    let _ = slot.set(timestamp);
                    world.installed.fetch_or(1 << timestamp, Ordering::SeqCst);
                    let counts = CountChanges::default();
                    world.commits.installed(timestamp, counts, Vec::new());
                }
                Err(_) => world.note(Err(())),
            }
            world.log.lock().expect("log").ended += 1;
            world.more.notify_one();
        })
    }

    fn note(&self, outcome: Result<u64, ()>) {
        self.told.lock().expect("told").push(outcome);
    }

    fn is_safe(&self, timestamp: u64) -> bool {
        match self.early {
            Early::Never => self.durable.load(Ordering::SeqCst) >= timestamp,
            Early::Within { .. } | Early::Always => true,
        }
    }

    /// The log's thread: syncs what has gathered, until so many are done; then, if it is to, fails.
    fn syncer(self: &Arc<Self>, commits: usize, fails: bool) -> Part {
        let world = Arc::clone(self);
        Box::new(move || {
            let mut synced = 0;
            let mut log = world.log.lock().expect("log");
            while synced < commits {
                if log.appended.len() == synced {
                    log = world.more.wait(log).expect("log");
                    continue;
                }
                synced = log.appended.len();
                let last = log.appended[synced - 1];
                drop(log);
                world.durable.store(last, Ordering::SeqCst);
                world.commits.durable(last);
                log = world.log.lock().expect("log");
            }
            drop(log);
            if fails {
                world.commits.fail("the disk is gone");
            }
        })
    }

    /// Every snapshot shows what is installed and safe, and nothing is reclaimed below it.
    fn reader(self: &Arc<Self>) -> Part {
        let world = Arc::clone(self);
        Box::new(move || {
            let snapshot = world.commits.snapshots.take();
            for timestamp in 1..=snapshot {
                let installed = world.installed.load(Ordering::SeqCst);
                assert!(installed & (1 << timestamp) != 0, "{timestamp} is missing");
                assert!(world.is_safe(timestamp), "{timestamp} may be lost");
            }
            assert!(world.commits.snapshots.watermark() <= snapshot);
            world.commits.snapshots.release(snapshot);
        })
    }
}

#[test]
fn commits_are_told_and_seen_when_installed_and_durable_in_order() {
    for early in [Early::Never, Early::Always] {
        in_every_order(move || {
            let world = World::new(early);
            let parts = vec![
                world.committer(),
                world.committer(),
                world.syncer(2, false),
                world.reader(),
            ];
            let check = move || {
                let told = world.told.lock().expect("told");
                let told: BTreeSet<_> = told.iter().copied().collect();
                assert_eq!(told, BTreeSet::from([Ok(1), Ok(2)]));
                assert_eq!(world.commits.snapshots.visible(), 2);
            };
            (parts, Box::new(check))
        });
    }
}

#[test]
fn each_commit_is_told_once_when_the_log_fails() {
    in_every_order(move || {
        let world = World::new(Early::Never);
        let parts = vec![world.committer(), world.committer(), world.syncer(1, true)];
        let check = move || {
            let told = world.told.lock().expect("told");
            assert_eq!(told.len(), 2, "{told:?}");
            let durable = world.durable.load(Ordering::SeqCst);
            assert!(told.iter().flatten().all(|timestamp| *timestamp <= durable));
            assert!(world.commits.snapshots.visible() <= durable);
        };
        (parts, Box::new(check))
    });
}

/// A checkpoint takes the place of the log before a position: it must hold all that is there.
#[test]
fn a_checkpoint_holds_all_of_the_log_that_it_replaces() {
    in_every_order(move || {
        let world = World::new(Early::Never);
        let swap = {
            let world = Arc::clone(&world);
            Box::new(move || {
                let (position, last) = world.commits.between(|| {
                    let log = world.log.lock().expect("log");
                    log.appended.len()
                });
                let reached = Arc::new((Mutex::new(false), Condvar::new()));
                let signal = Arc::clone(&reached);
                let signal = move || {
                    *signal.0.lock().expect("flag") = true;
                    signal.1.notify_one();
                };
                world.commits.on_visible(last, Box::new(signal));
                let mut flag = reached.0.lock().expect("flag");
                while !*flag {
                    flag = reached.1.wait(flag).expect("flag");
                }
                drop(flag);
                let snapshot = world.commits.snapshots.take();
                let log = world.log.lock().expect("log");
                let replaced = log.appended[..position].iter();
                assert!(replaced.max().is_none_or(|last| *last <= snapshot));
            })
        };
        let parts = vec![
            world.committer(),
            world.committer(),
            world.syncer(2, false),
            swap,
        ];
        (parts, Box::new(|| ()))
    });
}

/// Versions of one entity, as commits make them and as they are cleared away: by the watermark, and
/// one by one where a newer version is visible and nobody reads the older one.
#[test]
fn what_a_snapshot_reads_is_not_reclaimed() {
    in_every_order(move || {
        let snapshots = Arc::new(Snapshots::default());
        snapshots.publish(1);
        let versions = Arc::new(Mutex::new(BTreeSet::from([1u64])));
        let writer = {
            let (snapshots, versions) = (Arc::clone(&snapshots), Arc::clone(&versions));
            Box::new(move || {
                for timestamp in 2..=3 {
                    // The newest version is visible: its writer held a lock until then.
                    if timestamp == 3 && !snapshots.any_in(1, 2) {
                        versions.lock().expect("versions").remove(&1);
                    }
                    versions.lock().expect("versions").insert(timestamp);
                    snapshots.publish(timestamp);
                }
            })
        };
        let reclaimer = {
            let (snapshots, versions) = (Arc::clone(&snapshots), Arc::clone(&versions));
            Box::new(move || {
                let watermark = snapshots.watermark();
                let mut versions = versions.lock().expect("versions");
                let newest = versions.range(..=watermark).next_back().copied();
                versions.retain(|version| newest.is_none_or(|newest| *version >= newest));
            })
        };
        let reader = || -> Part {
            let (snapshots, versions) = (Arc::clone(&snapshots), Arc::clone(&versions));
            Box::new(move || {
                let snapshot = snapshots.take();
                let found = versions.lock().expect("versions").contains(&snapshot);
                assert!(found, "the version of {snapshot} is gone");
                snapshots.release(snapshot);
            })
        };
        let parts: Vec<Part> = vec![writer, reclaimer, reader(), reader()];
        (parts, Box::new(|| ()))
    });
}
