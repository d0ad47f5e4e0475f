//! Rules about single files and lines: headers, unfinished code, effects outside their room, and
//! things that must not be copied in.
//!
//! Which module may use which is in `layering.rs`; which packages are allowed in
//! `dependencies.rs`.

use quiver_compat_tests::source::{CRATES, SourceFile, Workspace};

fn all_files(workspace: &Workspace) -> Vec<SourceFile> {
    CRATES
        .iter()
        .flat_map(|krate| workspace.rust_files(krate))
        .collect()
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let wrong: Vec<String> = all_files(&Workspace::here())
        .iter()
        .filter(|file| !file.text.starts_with("//!"))
        .map(|file| format!("{} does not begin with //!", file.path))
        .collect();
    assert_none(&wrong);
}

/// `(what, why, folders where it is allowed)`. Looked for in code without comments, literals and
/// test modules.
const FORBIDDEN: [(&str, &str, &[&str]); 14] = [
    ("todo!", "unfinished", &[]),
    ("unimplemented!", "unfinished", &[]),
    ("dbg!", "left over", &[]),
    (
        "std::fs",
        "only storage::io touches files",
        &["storage/src/io/", "compat-tests/"],
    ),
    ("tokio::fs", "only storage::io touches files", &[]),
    (
        "std::net",
        "only the server knows sockets",
        &["server/", "compat-tests/"],
    ),
    (
        "std::env",
        "only the server reads the environment",
        &["server/", "compat-tests/"],
    ),
    (
        "std::process",
        "only the server ends or starts processes",
        &["server/", "compat-tests/"],
    ),
    (
        "thread::spawn",
        "threads below the server are few and listed",
        &[
            "server/",
            "compat-tests/",
            "storage/src/wal/",
            "storage/src/txn/lock/timer.rs",
            "storage/src/checkpoint.rs",
            "storage/src/sync/model.rs",
        ],
    ),
    (
        "thread::Builder",
        "threads below the server are few and listed",
        &[
            "server/",
            "compat-tests/",
            "storage/src/wal/",
            "storage/src/txn/lock/timer.rs",
            "storage/src/checkpoint.rs",
            "storage/src/population.rs",
            "cypher/src/exec/own.rs",
            "cypher/src/exec/workers.rs",
        ],
    ),
    (
        "SystemTime::now",
        "only a Clock reads the clock",
        &["types/src/time.rs", "compat-tests/"],
    ),
    (
        "Instant::now",
        "only a Clock reads the clock",
        &["types/src/time.rs", "compat-tests/"],
    ),
    (
        "println!",
        "only the server prints",
        &["server/src/cli/", "compat-tests/"],
    ),
    (
        "eprintln!",
        "only the server prints",
        &["server/src/cli/", "server/src/main.rs", "compat-tests/"],
    ),
];

#[test]
fn effects_have_rooms_and_nothing_is_left_unfinished() {
    let mut wrong = Vec::new();
    for file in all_files(&Workspace::here()) {
        let test = file.is_test();
        for (number, line) in file.code().lines().enumerate() {
            for (what, why, rooms) in FORBIDDEN {
                let unfinished = why == "unfinished";
                if line.contains(what)
                    && (unfinished || !test)
                    && !rooms.iter().any(|room| file.path.starts_with(room))
                {
                    wrong.push(format!("{}:{}: {what}: {why}", file.path, number + 1));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_test_is_ignored() {
    let wrong: Vec<String> = all_files(&Workspace::here())
        .iter()
        .filter(|file| {
            let code = quiver_compat_tests::source::without_comments_and_literals(&file.text);
            code.contains("#[ignore")
        })
        .map(|file| format!("{}: an ignored test", file.path))
        .collect();
    assert_none(&wrong);
}

#[test]
fn unsafe_stays_in_storage() {
    let wrong: Vec<String> = all_files(&Workspace::here())
        .iter()
        .filter(|file| !file.path.starts_with("storage/src/"))
        .filter(|file| file.code().contains("unsafe "))
        .map(|file| format!("{}: unsafe", file.path))
        .collect();
    assert_none(&wrong);
}

/// The TCK and other third-party data are read from beside the checkout, never copied into it.
#[test]
fn nothing_of_the_tck_is_copied() {
    let foreign = |name: &str| name.ends_with(".feature") || name == "openCypher.bnf";
    let copied = Workspace::here().files(&foreign);
    assert!(copied.is_empty(), "third-party files: {copied:?}");
}

/// Longer files were always two nouns in one.
const LONGEST: usize = 1_200;

#[test]
fn files_stay_readable() {
    let wrong: Vec<String> = all_files(&Workspace::here())
        .iter()
        .filter(|file| file.text.lines().count() > LONGEST)
        .map(|file| format!("{} has more than {LONGEST} lines", file.path))
        .collect();
    assert_none(&wrong);
}
