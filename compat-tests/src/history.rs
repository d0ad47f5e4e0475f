//! Checks what concurrent transactions saw of lists that they append to.
//!
//! Every appended number is used once, so a list tells the order of the writes to its key, and a
//! read tells which of them it saw. From that follows which transaction depends on which; a cycle
//! of dependencies says that no order of the transactions explains what was seen. It knows nothing
//! of queries. Start with [`History`].

use std::collections::{BTreeMap, BTreeSet};

/// What a transaction did.
#[derive(Clone, Default, Debug)]
pub struct Transaction {
    /// Lists as they were read, by key, without what the transaction itself had appended.
    pub reads: Vec<(u64, Vec<u64>)>,
    /// Numbers appended, by key, in order.
    pub appends: Vec<(u64, u64)>,
}

/// What clients were told of.
#[derive(Default, Debug)]
pub struct History {
    /// Acknowledged transactions.
    pub committed: Vec<Transaction>,
    /// What transactions that were refused or rolled back would have appended.
    pub aborted: BTreeSet<u64>,
}

/// What must not be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Anomaly {
    /// A read that is no beginning of the list as it stood at the end: key and what was read.
    Fork(u64, Vec<u64>),
    /// Something of a transaction that did not commit was read, or stands there.
    Aborted(u64),
    /// Something acknowledged is not there.
    Lost(u64),
    /// Something is there twice, or was never appended.
    Phantom(u64),
    /// Some but not all of what a transaction appended to a key was seen.
    Intermediate(u64),
    /// Transactions (by position) that each depend on the one before; at most one of the
    /// dependencies is a read of what the next one overwrote.
    Cycle(Vec<usize>),
}

/// A dependency: the one at `to` must come after.
#[derive(Clone, Copy)]
struct Edge {
    to: usize,
    /// It read what `to` overwrote, rather than `to` seeing or overwriting what it wrote.
    anti: bool,
}

impl History {
    /// All that is wrong under snapshot isolation; `last` is what the lists hold at the end.
    pub fn check(&self, last: &BTreeMap<u64, Vec<u64>>) -> Vec<Anomaly> {
        let mut wrong = Vec::new();
        // Who appended a number.
        let mut writers: BTreeMap<u64, usize> = BTreeMap::new();
        for (position, transaction) in self.committed.iter().enumerate() {
            for (_, number) in &transaction.appends {
                writers.insert(*number, position);
            }
        }
        let mut there = BTreeSet::new();
        for number in last.values().flatten() {
            if self.aborted.contains(number) {
                wrong.push(Anomaly::Aborted(*number));
            } else if !there.insert(*number) || !writers.contains_key(number) {
                wrong.push(Anomaly::Phantom(*number));
            }
        }
        let lost = writers.keys().filter(|number| !there.contains(number));
        wrong.extend(lost.map(|number| Anomaly::Lost(*number)));
        let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); self.committed.len()];
        for list in last.values() {
            for pair in list.windows(2) {
                let (Some(from), Some(to)) = (writers.get(&pair[0]), writers.get(&pair[1])) else {
                    continue;
                };
                if from != to {
                    edges[*from].push(Edge {
                        to: *to,
                        anti: false,
                    });
                }
            }
        }
        for (reader, transaction) in self.committed.iter().enumerate() {
            for (key, seen) in &transaction.reads {
                let all = last.get(key).map_or(&[][..], Vec::as_slice);
                if !all.starts_with(seen) {
                    wrong.push(Anomaly::Fork(*key, seen.clone()));
                    continue;
                }
                let before = seen.last().and_then(|number| writers.get(number));
                let next = all.get(seen.len());
                let after = next.and_then(|number| writers.get(number));
                if let (Some(before), Some(after)) = (before, after)
                    && before == after
                    && *after != reader
                {
                    wrong.push(Anomaly::Intermediate(*key));
                }
                if let Some(writer) = before
                    && *writer != reader
                {
                    let seen = Edge {
                        to: reader,
                        anti: false,
                    };
                    edges[*writer].push(seen);
                }
                if let Some(writer) = after
                    && *writer != reader
                {
                    let overwritten = Edge {
                        to: *writer,
                        anti: true,
                    };
                    edges[reader].push(overwritten);
                }
            }
        }
        wrong.extend(cycle(&edges).map(Anomaly::Cycle));
        wrong
    }
}

/// A shortest cycle with at most one anti-dependency, if there is one.
fn cycle(edges: &[Vec<Edge>]) -> Option<Vec<usize>> {
    let starts = 0..edges.len();
    let found = starts.filter_map(|start| from(edges, start));
    found.min_by_key(Vec::len)
}

/// A shortest way from `start` back to it. States are positions with whether the one allowed
/// anti-dependency was used.
fn from(edges: &[Vec<Edge>], start: usize) -> Option<Vec<usize>> {
    let mut came: BTreeMap<(usize, bool), (usize, bool)> = BTreeMap::new();
    let mut open = std::collections::VecDeque::from([(start, false)]);
    while let Some(state) = open.pop_front() {
        for edge in &edges[state.0] {
            if edge.anti && state.1 {
                continue;
            }
            let next = (edge.to, state.1 || edge.anti);
            if edge.to == start {
                let mut way = vec![state.0];
                let mut at = state;
                while let Some(before) = came.get(&at) {
                    way.push(before.0);
                    at = *before;
                }
                way.reverse();
                return Some(way);
            }
            if let std::collections::btree_map::Entry::Vacant(new) = came.entry(next) {
                new.insert(state);
                open.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transaction(reads: &[(u64, &[u64])], appends: &[(u64, u64)]) -> Transaction {
        Transaction {
            reads: reads
                .iter()
                .map(|(key, seen)| (*key, seen.to_vec()))
                .collect(),
            appends: appends.to_vec(),
        }
    }

    fn check(committed: Vec<Transaction>, aborted: &[u64], last: &[(u64, &[u64])]) -> Vec<Anomaly> {
        let history = History {
            committed,
            aborted: aborted.iter().copied().collect(),
        };
        let last = last.iter().map(|(key, list)| (*key, list.to_vec()));
        history.check(&last.collect())
    }

    #[test]
    fn what_a_serial_run_shows_is_right() {
        let committed = vec![
            transaction(&[(1, &[])], &[(1, 10)]),
            transaction(&[(1, &[10])], &[(1, 11), (2, 20)]),
            transaction(&[(1, &[10, 11]), (2, &[20])], &[]),
        ];
        assert_eq!(check(committed, &[12], &[(1, &[10, 11]), (2, &[20])]), []);
    }

    #[test]
    fn write_skew_is_no_anomaly_here() {
        let committed = vec![
            transaction(&[(1, &[]), (2, &[])], &[(1, 10)]),
            transaction(&[(1, &[]), (2, &[])], &[(2, 20)]),
        ];
        assert_eq!(check(committed, &[], &[(1, &[10]), (2, &[20])]), []);
    }

    #[test]
    fn damage_is_found() {
        let writer = || transaction(&[], &[(1, 10), (2, 20)]);
        let lost = check(vec![writer()], &[], &[(1, &[10]), (2, &[])]);
        assert_eq!(lost, [Anomaly::Lost(20)]);
        let twice = check(vec![writer()], &[], &[(1, &[10, 10]), (2, &[20])]);
        assert_eq!(twice, [Anomaly::Phantom(10)]);
        let aborted = check(vec![writer()], &[5], &[(1, &[10, 5]), (2, &[20])]);
        assert_eq!(aborted, [Anomaly::Aborted(5)]);
        let fork = check(
            vec![writer(), transaction(&[(1, &[11])], &[])],
            &[],
            &[(1, &[10]), (2, &[20])],
        );
        assert_eq!(fork, [Anomaly::Fork(1, vec![11])]);
        let part = check(
            vec![
                transaction(&[], &[(1, 10), (1, 11)]),
                transaction(&[(1, &[10])], &[]),
            ],
            &[],
            &[(1, &[10, 11])],
        );
        assert!(part.contains(&Anomaly::Intermediate(1)), "{part:?}");
    }

    #[test]
    fn read_skew_and_lost_updates_are_cycles() {
        // It saw one write of the other and not the second.
        let skew = check(
            vec![
                transaction(&[], &[(1, 10), (2, 20)]),
                transaction(&[(1, &[10]), (2, &[])], &[]),
            ],
            &[],
            &[(1, &[10]), (2, &[20])],
        );
        assert!(matches!(skew[..], [Anomaly::Cycle(_)]), "{skew:?}");
        // Both read the empty list and appended.
        let lost = check(
            vec![
                transaction(&[(1, &[])], &[(1, 10)]),
                transaction(&[(1, &[])], &[(1, 11)]),
            ],
            &[],
            &[(1, &[10, 11])],
        );
        assert!(matches!(lost[..], [Anomaly::Cycle(_)]), "{lost:?}");
    }
}
