//! What each sync mode promises, over the wire: after SIGTERM under load everything acknowledged is
//! there and nothing that was answered with a failure is; after `kill -9` the last commits may be
//! missing, as many as the mode allows, and never one before another.
//!
//! What a power cut takes is tested in `storage/tests/power_cut.rs`, on a simulated disk.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests write files and fail by panicking"
)]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use quiver_compat_tests::harness::{Client, Refused, Server};
use quiver_types::Value;

const CLIENTS: i64 = 8;

/// What a client was told of the numbers it wrote.
#[derive(Default)]
struct Told {
    acknowledged: BTreeSet<i64>,
    refused: BTreeSet<i64>,
}

fn create(client: &mut Client, id: i64, seq: i64) -> Result<(), Refused> {
    const CREATE: &str = "CREATE (:W {client: $client, seq: $seq})-[:OF]->(:V {seq: $seq})";
    let parameters = || [("client", id.into()), ("seq", seq.into())];
    if seq % 3 != 0 {
        return client.run(CREATE, parameters()).map(drop);
    }
    client.begin()?;
    client.run(CREATE, parameters())?;
    client.commit().map(drop)
}

/// Writes numbers until the connection breaks or the server wants no more.
fn write(mut client: Client, id: i64, written: &AtomicU64) -> Told {
    let mut told = Told::default();
    for seq in 0.. {
        match create(&mut client, id, seq) {
            Ok(()) => {
                told.acknowledged.insert(seq);
                written.fetch_add(1, Ordering::Relaxed);
            }
            Err(refused) if refused.is_broken() => break,
            Err(_) => {
                told.refused.insert(seq);
                break;
            }
        }
    }
    told
}

/// Several clients write; when they have written enough, `end` ends the server.
fn under_load(server: &mut Server, enough: u64, end: impl FnOnce(&mut Server)) -> Vec<Told> {
    let written = AtomicU64::new(0);
    let clients: Vec<Client> = (0..CLIENTS).map(|_| server.connect()).collect();
    thread::scope(|scope| {
        let written = &written;
        let threads: Vec<_> = clients
            .into_iter()
            .zip(0..)
            .map(|(client, id)| scope.spawn(move || write(client, id, written)))
            .collect();
        while written.load(Ordering::Relaxed) < enough {
            thread::yield_now();
        }
        end(server);
        threads
            .into_iter()
            .map(|thread| thread.join().expect("a client"))
            .collect()
    })
}

/// The numbers of a client that are there, each with its other node.
fn found(client: &mut Client, id: i64) -> BTreeSet<i64> {
    let query = "MATCH (w:W {client: $client}) \
                 RETURN w.seq, COUNT { (w)-[:OF]->(v:V) WHERE v.seq = w.seq }";
    let rows = client
        .run(query, [("client", id.into())])
        .expect(query)
        .rows;
    let count = rows.len();
    let all: BTreeSet<i64> = rows
        .into_iter()
        .map(|row| match row[..] {
            [Value::Integer(seq), Value::Integer(1)] => seq,
            _ => panic!("client {id}: {row:?}"),
        })
        .collect();
    assert_eq!(all.len(), count, "client {id}: something is there twice");
    all
}

const MODES: [&[&str]; 4] = [
    &["--preset", "production"],
    &["--preset", "balanced"],
    &["--preset", "benchmark"],
    &["--config", "checkpoint.conf"],
];

/// A server in a mode; the last one needs a file of settings.
fn in_mode(arguments: &'static [&'static str], folder: &tempfile::TempDir) -> Server {
    let file = folder.path().join("checkpoint.conf");
    std::fs::write(&file, "quiver.store.sync_mode=CHECKPOINT\n").expect("a file");
    match arguments {
        ["--config", _] => Server::with(&["--config", &file.to_string_lossy()]),
        other => Server::with(other),
    }
}

#[test]
fn sigterm_under_load_flushes_in_every_mode() {
    let folder = tempfile::tempdir().expect("a folder");
    for mode in MODES {
        let mut server = in_mode(mode, &folder);
        let told = under_load(&mut server, 400, |server| {
            assert!(server.stop().success(), "{}", server.log());
        });
        server.start_again().expect("it starts again");
        let mut client = server.connect();
        for (id, told) in (0..).zip(told) {
            let found = found(&mut client, id);
            let lost: Vec<_> = told.acknowledged.difference(&found).collect();
            assert!(lost.is_empty(), "{mode:?}: client {id} lost {lost:?}");
            // A durable commit is never answered with a failure: a driver would do it twice.
            let phantom: Vec<_> = told.refused.intersection(&found).collect();
            assert!(phantom.is_empty(), "{mode:?}: client {id}: {phantom:?}");
        }
    }
}

#[test]
fn kill_9_takes_at_most_what_the_mode_says() {
    let folder = tempfile::tempdir().expect("a folder");
    for (mode, most) in MODES.into_iter().zip([0, 100, i64::MAX, i64::MAX]) {
        let mut server = in_mode(mode, &folder);
        let told = under_load(&mut server, 400, Server::kill);
        server.start_again().expect("it starts again");
        let mut client = server.connect();
        let mut lost = 0;
        for (id, told) in (0..).zip(told) {
            let found = found(&mut client, id);
            let acknowledged = told.acknowledged.len() as i64;
            // One more may have been on its way.
            let there = found.len() as i64;
            assert!(there <= acknowledged + 1, "{mode:?}: client {id}");
            let prefix: BTreeSet<i64> = (0..there).collect();
            assert_eq!(found, prefix, "{mode:?}: client {id}: not a prefix");
            lost += (acknowledged - there).max(0);
        }
        assert!(lost <= most, "{mode:?}: {lost} commits are lost");
    }
}

fn sync_mode(client: &mut Client) -> (String, String) {
    let query = "SHOW SETTINGS YIELD name, value, startupValue, isDynamic \
                 WHERE name = 'quiver.store.sync_mode' AND isDynamic \
                 RETURN value, startupValue";
    let rows = client.run(query, []).expect(query).rows;
    match &rows[0][..] {
        [Value::String(value), Value::String(startup)] => (value.to_string(), startup.to_string()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_sync_mode_changes_while_clients_write() {
    let mut server = Server::start();
    let mut client = server.connect();
    let set = |client: &mut Client, name: &str, value: &str| {
        let query = "CALL dbms.setConfigValue($name, $value)";
        client.run(query, [("name", name.into()), ("value", value.into())])
    };
    const MODE: &str = "quiver.store.sync_mode";
    for (name, value, expected) in [
        (MODE, "sometimes", "one of FULL, NORMAL, CHECKPOINT, OFF"),
        ("no.such.setting", "1", "Unknown setting: no.such.setting"),
        ("server.bolt.listen_address", ":1", "is not dynamic"),
        ("quiver.store.sync_transactions", "0", "from 1 to"),
    ] {
        let refused = set(&mut client, name, value).expect_err(expected);
        assert_eq!(
            refused.code,
            "Neo.ClientError.Procedure.ProcedureCallFailed"
        );
        assert!(refused.message.contains(expected), "{}", refused.message);
    }
    assert_eq!(sync_mode(&mut client), ("FULL".into(), "FULL".into()));
    let told = under_load(&mut server, 600, |server| {
        for mode in ["OFF", "NORMAL", "CHECKPOINT", "FULL", "off", "normal"] {
            set(&mut client, MODE, mode).expect(mode);
            let shown = sync_mode(&mut client);
            assert_eq!(shown, (mode.to_uppercase(), "FULL".into()));
            thread::sleep(std::time::Duration::from_millis(20));
        }
        set(&mut client, MODE, "").expect("back");
        assert_eq!(sync_mode(&mut client), ("FULL".into(), "FULL".into()));
        // From here on nothing that is acknowledged is lost, and nothing from before is.
        server.kill();
    });
    server.start_again().expect("it starts again");
    let mut client = server.connect();
    for (id, told) in (0..).zip(told) {
        let found = found(&mut client, id);
        let lost: Vec<_> = told.acknowledged.difference(&found).collect();
        assert!(lost.is_empty(), "client {id} lost {lost:?}");
    }
}
