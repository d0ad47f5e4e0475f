//! Power cuts: after every operation of short lives, and at random moments of long ones.
//!
//! Every acknowledged transaction is there again, none in part, in order; whatever recovery once
//! handed out stays; no timestamp is issued twice. `QUIVER_SEED` replays one seed.

use std::sync::Arc;

use quiver_storage::io::{HostileIo, Io, PowerCuts, Run};
use quiver_storage::wal::{Record, RecoveryOptions, Wal};
use quiver_types::rng::Rng;

use super::seeds::seeds;
use super::support::*;

/// What was promised, and what may or may not be.
#[derive(Clone, Default)]
pub struct Model {
    promised: Vec<Committed>,
    uncertain: Vec<Committed>,
    issued: u64,
}

impl Model {
    /// Compares with what recovery handed out, which is a promise from now on.
    pub fn recovered(&mut self, found: &Collector, summary: &Summary) -> Result<(), String> {
        let known = self.promised.len();
        if found.committed.len() < known || found.committed[..known] != self.promised[..] {
            return Err(format!(
                "acknowledged: {:?}\nfound: {:?}",
                stamps(&self.promised),
                stamps(&found.committed)
            ));
        }
        let more = &found.committed[known..];
        if !self.uncertain.starts_with(more) {
            return Err(format!(
                "not acknowledged: {:?}\nfound: {:?}",
                stamps(&self.uncertain),
                stamps(more)
            ));
        }
        if summary.next_commit <= self.issued {
            let (next, issued) = (summary.next_commit, self.issued);
            return Err(format!("{next} is to be issued, {issued} was"));
        }
        self.promised.clone_from(&found.committed);
        self.uncertain.clear();
        Ok(())
    }
}

fn stamps(committed: &[Committed]) -> Vec<String> {
    let stamp = |(timestamp, names): &Committed| format!("{timestamp:#x}+{}", names.len());
    committed.iter().map(stamp).collect()
}

/// A life: opens, checks, works. `Ok` also when the disk failed; the model knows what is owed.
pub fn live(io: &HostileIo, rng: &mut Rng, model: &mut Model, steps: u64) -> Result<(), String> {
    live_with(io, rng, model, steps, &options())
}

/// As [`live`], with options.
fn live_with(
    io: &HostileIo,
    rng: &mut Rng,
    model: &mut Model,
    steps: u64,
    options: &RecoveryOptions,
) -> Result<(), String> {
    let shared: Arc<dyn Io> = Arc::new(io.clone());
    let (found, summary, wal) = match open_with(&shared, options) {
        Ok(opened) => opened,
        Err(_) if !io.is_powered() => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    model.recovered(&found, &summary)?;
    let mut next = summary.next_commit;
    for _ in 0..steps {
        let going = match rng.below(10) {
            0 => wal.request_rotation().and_then(|r| r.wait()).is_ok(),
            1 => {
                let last = model.promised.last().map_or(0, |last| last.0);
                checkpoint(&shared, &wal, last, &model.promised).is_ok()
            }
            _ => commit_some(&wal, rng, model, &mut next),
        };
        if !going {
            return match io.is_powered() {
                true => Err(format!("failed with power: {:?}", wal.failure())),
                false => Ok(()),
            };
        }
    }
    if rng.below(2) == 0 && wal.close().is_err() && io.is_powered() {
        return Err("a stop failed".to_owned());
    }
    Ok(())
}

fn commit_some(wal: &Wal, rng: &mut Rng, model: &mut Model, next: &mut u64) -> bool {
    let mut records = Vec::new();
    let mut committed: Vec<Option<Committed>> = Vec::new();
    for _ in 0..=rng.below(4) {
        let mut whole = record(wal, *next, &some_names(rng));
        let mut all = names_of(&whole);
        if rng.below(6) == 0 {
            let part = Record {
                operations: encode(&some_names(rng)),
                commit: None,
                transaction: whole.transaction,
            };
            all = [names_of(&part), all].concat();
            records.push(part);
            committed.push(None);
        }
        if rng.below(12) == 0 {
            // Open for ever: never exists.
            whole.commit = None;
            committed.push(None);
        } else {
            committed.push(Some((*next, all)));
            model.issued = *next;
            *next += 1;
        }
        records.push(whole);
    }
    let mut fine = true;
    for (outcome, committed) in outcomes(wal, records).into_iter().zip(committed) {
        fine &= outcome.is_ok();
        match (outcome, committed) {
            (_, None) => {}
            (Ok(()), Some(committed)) => {
                assert!(model.uncertain.is_empty(), "acknowledged in order");
                model.promised.push(committed);
            }
            (Err(_), Some(committed)) => model.uncertain.push(committed),
        }
    }
    fine
}

fn some_names(rng: &mut Rng) -> Vec<String> {
    (0..=rng.below(3))
        .map(|n| {
            let length = match rng.below(20) {
                0 => 3000,
                1 => 600,
                _ => 1 + rng.below(60),
            };
            format!("{n}:{}", "x".repeat(length as usize))
        })
        .collect()
}

fn names_of(record: &Record) -> Vec<String> {
    quiver_storage::codec::Operations::new(&record.operations)
        .map(|operation| match operation.unwrap() {
            quiver_storage::Operation::CreateLabelToken { name, .. } => name.to_string(),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_hundred_seeds_of_power_cuts() {
    power_cuts(100, &options());
}

/// With files made ahead by another thread, and marks by time. Which operation the power goes
/// after is then partly chance, so a seed may have to be tried more than once.
#[test]
fn power_cuts_while_another_thread_makes_files() {
    let mut options = options();
    options.wal.prepare_ahead = true;
    options.wal.idle_mark = Some(std::time::Duration::from_micros(50));
    power_cuts(40, &options);
}

fn power_cuts(count: u64, options: &RecoveryOptions) {
    for seed in seeds(count) {
        let mut model = Model::default();
        let cuts = PowerCuts {
            seed,
            cuts: 8,
            longest: 90,
        };
        let outcome = cuts.run(|Run { io, rng, .. }| {
            let steps = rng.below(40);
            live_with(&io, rng, &mut model, steps, options)
        });
        if let Err(error) = outcome {
            panic!("{error}\nreplay with QUIVER_SEED={seed}");
        }
    }
}

#[test]
fn a_cut_after_every_operation_of_a_life_and_of_its_recovery() {
    for seed in seeds(4) {
        // An undisturbed life says how many operations there are.
        let whole = HostileIo::new(seed);
        let life = |io: &HostileIo, model: &mut Model| {
            live(io, &mut Rng::from_seed(seed), model, 12).unwrap();
        };
        life(&whole, &mut Model::default());
        for cut in 0..=whole.operations() {
            let io = HostileIo::new(seed ^ (cut << 32));
            let mut model = Model::default();
            io.cut_power_after(cut);
            life(&io, &mut model);
            let mut io = io.restart();
            // Recovery writes too: cut that after each of its operations, then let it through.
            for second in [0, 1, 2, 3, 4, 5, 6, 7, 8, 1000] {
                io.cut_power_after(io.operations() + second);
                live(&io, &mut Rng::from_seed(1), &mut model, 0)
                    .unwrap_or_else(|error| panic!("seed {seed}, cut {cut}, {second}: {error}"));
                io = io.restart();
            }
        }
    }
}

/// Eight threads commit until the power goes; which of them shared a sync is chance.
#[test]
fn committers_that_share_syncs_lose_nothing() {
    for seed in seeds(25) {
        let mut promised = std::collections::BTreeMap::new();
        let cuts = PowerCuts {
            seed,
            cuts: 4,
            longest: 60,
        };
        let outcome = cuts.run(|Run { io, number, .. }| {
            let shared: Arc<dyn Io> = Arc::new(io.clone());
            let (found, summary, wal) = match open(&shared) {
                Ok(opened) => opened,
                Err(_) if !io.is_powered() => return Ok(()),
                Err(error) => return Err(error.to_string()),
            };
            let found: std::collections::BTreeMap<_, _> = found.committed.into_iter().collect();
            for (timestamp, names) in &promised {
                if found.get(timestamp) != Some(names) {
                    return Err(format!(
                        "{timestamp} was acknowledged: {:?}",
                        found.get(timestamp)
                    ));
                }
            }
            let next = std::sync::Mutex::new(summary.next_commit);
            let acknowledged = std::sync::Mutex::new(found);
            std::thread::scope(|scope| {
                for thread in 0..8 {
                    let (wal, next, acknowledged) = (&wal, &next, &acknowledged);
                    scope.spawn(move || {
                        for count in 0..40 {
                            let names = vec![format!("run {number}, {thread}.{count}")];
                            let (sender, outcome) = std::sync::mpsc::channel();
                            let timestamp = {
                                let mut next = next.lock().unwrap();
                                let record = record(wal, *next, &names);
                                let done = Box::new(move |result| sender.send(result).unwrap());
                                if wal.append(record, done).is_err() {
                                    return;
                                }
                                *next += 1;
                                *next - 1
                            };
                            if outcome.recv().unwrap().is_err() {
                                return;
                            }
                            acknowledged.lock().unwrap().insert(timestamp, names);
                        }
                    });
                }
            });
            promised = acknowledged.into_inner().unwrap();
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
