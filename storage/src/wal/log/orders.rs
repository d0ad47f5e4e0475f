//! The hand-over of records to the log's thread, in every order of steps: each is completed once, and
//! nobody sleeps on what has come.

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::sync::model::{Part, in_every_order};

fn shared() -> Arc<Shared> {
    Arc::new(Shared {
        queue: Mutex::default(),
        wake: Condvar::new(),
        metrics: Arc::default(),
        next_transaction: AtomicU64::new(1),
        hurry: Arc::default(),
    })
}

/// Hands two records over, one after the other.
fn pusher(shared: &Arc<Shared>, taken: &Arc<AtomicU64>, done: &Arc<AtomicU64>) -> Part {
    let (shared, taken, done) = (Arc::clone(shared), Arc::clone(taken), Arc::clone(done));
    Box::new(move || {
        for _ in 0..2 {
            let done = Arc::clone(&done);
            let record = Record {
                transaction: 1,
                operations: Vec::new(),
                commit: None,
            };
            let completion: Completion = Box::new(move |_| {
                done.fetch_add(1, Ordering::SeqCst);
            });
            if shared.push([Request::Append(record, completion)]).is_ok() {
                taken.fetch_add(1, Ordering::SeqCst);
            }
        }
    })
}

#[test]
fn every_record_taken_is_completed_once_and_none_is_slept_on() {
    for expected in [1, 2] {
        in_every_order(move || {
            let shared = shared();
            let (taken, done) = (Arc::default(), Arc::default());
            let log = {
                let shared = Arc::clone(&shared);
                Box::new(move || {
                    let mut requests = Vec::new();
                    loop {
                        match shared.take(&mut requests, None, (expected, Duration::ZERO)) {
                            Taken::Requests => {
                                for request in requests.drain(..) {
                                    if let Request::Append(_, done) = request {
                                        done(Ok(()));
                                    }
                                }
                            }
                            Taken::Nothing => unreachable!("its patience has no end"),
                            Taken::Closed => return,
                        }
                    }
                })
            };
            let closer = {
                let shared = Arc::clone(&shared);
                Box::new(move || {
                    shared.queue().closed = true;
                    shared.wake.notify_all();
                })
            };
            let parts: Vec<Part> = vec![
                pusher(&shared, &taken, &done),
                pusher(&shared, &taken, &done),
                log,
                closer,
            ];
            let check = move || {
                assert_eq!(taken.load(Ordering::SeqCst), done.load(Ordering::SeqCst));
            };
            (parts, Box::new(check))
        });
    }
}
