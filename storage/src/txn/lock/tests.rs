//! Locks against a naive model, and between threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quiver_types::rng::Rng;
use quiver_types::time::{ManualClock, SystemClock};

use super::*;

fn table() -> Arc<LockTable> {
    Arc::new(LockTable::new(Arc::new(SystemClock::new()), Arc::default()))
}

fn take(table: &Arc<LockTable>, owner: u64, resource: u64, mode: Mode) -> Acquired {
    table.acquire(Owner(owner), Resource::Key(resource), mode, 0)
}

fn granted(acquired: &Acquired) -> bool {
    matches!(acquired, Acquired::Granted(_))
}

fn release(table: &LockTable, owner: u64, resources: &[u64]) {
    let resources = resources.iter().map(|r| Resource::Key(*r));
    table.release(Owner(owner), resources, None, || 0);
}

#[test]
fn queues_are_first_come_first_served() {
    let table = table();
    assert!(granted(&take(&table, 1, 7, Mode::Shared)));
    assert!(granted(&take(&table, 2, 7, Mode::Shared)));
    let Acquired::MustWait(writer) = take(&table, 3, 7, Mode::Exclusive) else {
        panic!("granted beside readers");
    };
    let Acquired::MustWait(reader) = take(&table, 4, 7, Mode::Shared) else {
        panic!("overtook the writer");
    };
    release(&table, 1, &[7]);
    assert_eq!(writer.outcome(), None);
    release(&table, 2, &[7]);
    assert_eq!(writer.outcome(), Some(Outcome::Granted));
    assert_eq!(reader.outcome(), None);
    release(&table, 3, &[7]);
    assert_eq!(reader.outcome(), Some(Outcome::Granted));
    release(&table, 4, &[7]);
    assert_eq!(table.len(), 0);
}

#[test]
fn the_request_that_closes_a_cycle_is_refused() {
    let table = table();
    for owner in 1..=3 {
        assert!(granted(&take(&table, owner, owner, Mode::Exclusive)));
    }
    let Acquired::MustWait(first) = take(&table, 1, 2, Mode::Exclusive) else {
        panic!();
    };
    assert!(matches!(
        take(&table, 2, 3, Mode::Exclusive),
        Acquired::MustWait(_)
    ));
    assert!(matches!(
        take(&table, 3, 1, Mode::Shared),
        Acquired::Deadlock
    ));
    release(&table, 3, &[3]);
    release(&table, 2, &[2, 3]);
    assert_eq!(first.outcome(), Some(Outcome::Granted));
}

#[test]
fn two_upgrades_are_a_deadlock_and_one_is_not() {
    let table = table();
    assert!(granted(&take(&table, 1, 7, Mode::Shared)));
    assert!(granted(&take(&table, 1, 7, Mode::Exclusive)));
    release(&table, 1, &[7]);
    assert!(granted(&take(&table, 1, 7, Mode::Shared)));
    assert!(granted(&take(&table, 2, 7, Mode::Shared)));
    let Acquired::MustWait(first) = take(&table, 1, 7, Mode::Exclusive) else {
        panic!();
    };
    assert!(matches!(
        take(&table, 2, 7, Mode::Exclusive),
        Acquired::Deadlock
    ));
    release(&table, 2, &[7]);
    assert_eq!(first.outcome(), Some(Outcome::Granted));
}

#[test]
fn a_key_remembers_its_last_writer_until_the_watermark_passes() {
    let table = table();
    assert!(granted(&take(&table, 1, 7, Mode::Exclusive)));
    table.release(Owner(1), [Resource::Key(7)].into_iter(), Some(5), || 0);
    assert!(matches!(
        take(&table, 2, 7, Mode::Exclusive),
        Acquired::Granted(5)
    ));
    release(&table, 2, &[7]);
    for key in 100..20_000 {
        let _ = take(&table, 3, key, Mode::Exclusive);
        table.release(
            Owner(3),
            [Resource::Key(key)].into_iter(),
            Some(key),
            || key,
        );
    }
    assert!(table.len() < 10_000, "{} keys are remembered", table.len());
}

#[test]
fn a_wait_ends_when_its_time_is_over() {
    let clock = Arc::new(ManualClock::default());
    let table = Arc::new(LockTable::new(clock.clone(), Arc::default()));
    assert!(granted(&take(&table, 1, 7, Mode::Exclusive)));
    let acquired = table.acquire(Owner(2), Resource::Key(7), Mode::Exclusive, 1_000);
    let Acquired::MustWait(cell) = acquired else {
        panic!();
    };
    assert_eq!(cell.outcome(), None);
    clock.advance(1_000_000_001);
    assert_eq!(cell.block(), Outcome::TimedOut);
    release(&table, 1, &[7]);
    assert_eq!(table.len(), 0);
}

#[test]
fn a_schema_change_that_waits_long_lets_writers_pass() {
    let clock = Arc::new(ManualClock::default());
    let table = Arc::new(LockTable::new(clock.clone(), Arc::default()));
    let gate = |owner, mode| table.acquire(Owner(owner), Resource::Gate, mode, 0);
    assert!(granted(&gate(1, Mode::Shared)));
    let Acquired::MustWait(schema) = gate(2, Mode::Exclusive) else {
        panic!();
    };
    let Acquired::MustWait(writer) = gate(3, Mode::Shared) else {
        panic!("overtook at once");
    };
    clock.advance(2_000_000_001);
    assert_eq!(writer.block(), Outcome::Granted);
    assert_eq!(schema.outcome(), None);
    for owner in [1, 3] {
        table.release(Owner(owner), [Resource::Gate].into_iter(), None, || 0);
    }
    assert_eq!(schema.block(), Outcome::Granted);
}

#[test]
fn many_threads_exclude_each_other_and_all_waits_end() {
    let table = table();
    let inside: Arc<Vec<AtomicU64>> = Arc::new((0..4).map(|_| AtomicU64::new(0)).collect());
    let threads: Vec<_> = (0..6u64)
        .map(|number| {
            let (table, inside) = (Arc::clone(&table), Arc::clone(&inside));
            std::thread::spawn(move || {
                let mut rng = Rng::from_seed(number);
                for _ in 0..300 {
                    let owner = table.owner();
                    let mut held = Vec::new();
                    for _ in 0..3 {
                        let key = rng.below(4);
                        if held.contains(&Resource::Key(key)) {
                            continue;
                        }
                        let resource = Resource::Key(key);
                        match table.acquire(owner, resource, Mode::Exclusive, 0) {
                            Acquired::Granted(_) => {}
                            Acquired::MustWait(cell) => assert_eq!(cell.block(), Outcome::Granted),
                            Acquired::Deadlock => break,
                        }
                        held.push(resource);
                        let others = inside[key as usize].swap(owner.0, Ordering::SeqCst);
                        assert_eq!(others, 0, "two holders");
                    }
                    for resource in &held {
                        let Resource::Key(key) = resource else {
                            continue;
                        };
                        inside[*key as usize].store(0, Ordering::SeqCst);
                    }
                    table.release(owner, held.into_iter(), None, || 0);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("thread");
    }
    assert_eq!(table.len(), 0);
}
