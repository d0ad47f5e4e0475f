//! Files of every released format stay readable, and today's bytes are those that FORMAT.md
//! describes: a change of either shows here first.
//!
//! The files are kept without their trailing zeros. After a deliberate change of the format, the
//! failing test says where it put the new ones; old ones are kept and must still open.

use std::sync::Arc;

use quiver_storage::io::{HostileIo, Io};

use super::support::*;

const LOG: &str = "wal-0000000000000002.log";
const CHECKPOINT: &str = "checkpoint-0000000000000002.data";
const GOLDEN: [(&str, &[u8]); 2] = [
    (LOG, include_bytes!("golden/v1.log")),
    (CHECKPOINT, include_bytes!("golden/v1.data")),
];

fn state() -> Vec<Committed> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    vec![
        (1, names(&["Airport"])),
        (
            2,
            names(&["Città", "a name that is too long to stand inline"]),
        ),
        (3, names(&["after the checkpoint"])),
    ]
}

fn write(io: &Arc<dyn Io>) {
    let (_, _, wal) = open(io).unwrap();
    let state = state();
    for (timestamp, names) in &state[..2] {
        append(&wal, vec![record(&wal, *timestamp, names)]).unwrap();
    }
    checkpoint(io, &wal, 2, &state[..2]).unwrap();
    append(&wal, vec![record(&wal, 3, &state[2].1)]).unwrap();
    wal.close().unwrap();
}

fn trimmed(mut content: Vec<u8>) -> Vec<u8> {
    while content.last() == Some(&0) {
        content.pop();
    }
    content
}

#[test]
fn todays_bytes_are_the_golden_ones() {
    let io = HostileIo::new(1);
    write(&(Arc::new(io.clone()) as Arc<dyn Io>));
    assert_eq!(io.list().unwrap(), [CHECKPOINT, LOG]);
    for (name, golden) in GOLDEN {
        let content = trimmed(io.content(name).unwrap());
        if content != golden {
            let mut file = tempfile::Builder::new().prefix(name).tempfile().unwrap();
            std::io::Write::write_all(&mut file, &content).unwrap();
            let (_, path) = file.keep().unwrap();
            panic!("{name} is written differently now; see {}", path.display());
        }
    }
}

#[test]
fn golden_files_open() {
    let io = HostileIo::new(1);
    for (name, golden) in GOLDEN {
        let mut content = golden.to_vec();
        if name == LOG {
            content.resize(content.len() + 1000, 0);
        }
        io.set_content(name, content);
    }
    let (found, summary, _wal) = open(&(Arc::new(io) as Arc<dyn Io>)).unwrap();
    assert_eq!(found.committed, state());
    assert_eq!((summary.clean, summary.next_commit), (true, 4));
}
