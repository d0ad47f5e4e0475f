//! The openCypher TCK as a test program: every scenario is a case.
//!
//! It reads the TCK from `QUIVER_TCK` or from `../shared/tck` beside the checkout; without it, it
//! says so and skips. `compat-tests/tck/README.md` says how to use it:
//!
//! - `QUIVER_TCK_ONLY=text` runs only scenarios whose id or name contains the text, and prints
//!   what each one that does not pass strictly expected and got
//! - `QUIVER_TCK_BOLT=1` starts servers (of `QUIVER_BIN`, or the one built with the tests) and asks them over Bolt
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test program reads files and the environment, and prints"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use quiver_compat_tests::skip::{nothing_may_be_skipped, skip};
use quiver_compat_tests::source::Workspace;
use quiver_compat_tests::tck::gherkin::{self, Scenario};
use quiver_compat_tests::tck::known::{self, Level};
use quiver_compat_tests::tck::run::{self, Facts, Verdict};

const DIFFERENCES: &str = "compat-tests/tck/neo4j-differences.txt";

fn main() -> ExitCode {
    let mut only: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    only.extend(std::env::var("QUIVER_TCK_ONLY"));
    let Some(folder) = folder() else {
        if nothing_may_be_skipped() {
            println!("QUIVER_REQUIRE=all, but there is no TCK");
            return ExitCode::FAILURE;
        }
        skip("no openCypher TCK: put it in ../shared/tck, or name its folder in QUIVER_TCK");
        // As cargo's own harness counts a test that skipped itself.
        println!("test result: ok. 1 passed; 0 failed; 0 ignored;");
        return ExitCode::SUCCESS;
    };
    match all(&folder, &only) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("the TCK cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}

fn folder() -> Option<PathBuf> {
    let folder = match std::env::var("QUIVER_TCK") {
        Ok(folder) => PathBuf::from(folder),
        Err(_) => Workspace::here().root().join("../shared/tck"),
    };
    folder.join("features").is_dir().then_some(folder)
}

fn all(folder: &Path, only: &[String]) -> Result<bool, String> {
    let workspace = Workspace::here();
    let facts = Facts {
        differences: known::differences(&workspace.read(DIFFERENCES))?,
        graphs: named_graphs(&folder.join("graphs"))?,
        over_bolt: std::env::var_os("QUIVER_TCK_BOLT").is_some(),
    };
    let mut scenarios = Vec::new();
    read_features(&folder.join("features"), "", &mut scenarios)?;
    scenarios.retain(|scenario| {
        let wanted = |text: &String| scenario.id.contains(text) || scenario.name.contains(text);
        !scenario.tags.iter().any(|tag| tag == "@ignore")
            && (only.is_empty() || only.iter().any(wanted))
    });
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    run::quiet_panics();
    let verdicts = run::run(scenarios.clone(), facts, threads);
    // Panics are for this program itself again.
    drop(std::panic::take_hook());
    let outcome: BTreeMap<&str, &Verdict> = scenarios
        .iter()
        .map(|scenario| scenario.id.as_str())
        .zip(&verdicts)
        .collect();
    if only.is_empty() {
        summary(&outcome);
        Ok(all_pass(&outcome))
    } else {
        Ok(details(&scenarios, &outcome))
    }
}

/// `graphs/NAME/NAME.cypher`, split into statements.
fn named_graphs(folder: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let mut graphs = BTreeMap::new();
    for path in entries(folder)? {
        let name = file_name(&path);
        let script = path.join(format!("{name}.cypher"));
        if script.is_file() {
            let text = std::fs::read_to_string(&script).map_err(|error| error.to_string())?;
            let statements = text.split(';').map(str::trim);
            let statements = statements.filter(|text| !text.is_empty());
            graphs.insert(name, statements.map(str::to_owned).collect());
        }
    }
    Ok(graphs)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = read?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn read_features(folder: &Path, prefix: &str, into: &mut Vec<Scenario>) -> Result<(), String> {
    for path in entries(folder)? {
        let name = format!("{prefix}{}", file_name(&path));
        if path.is_dir() {
            read_features(&path, &format!("{name}/"), into)?;
        } else if name.ends_with(".feature") {
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            into.extend(gherkin::parse(&name, &text)?);
        }
    }
    Ok(())
}

/// `clauses/match` of an id.
fn folder_of(id: &str) -> &str {
    id.rsplit_once('/').map_or(id, |(folder, _)| folder)
}

fn summary(outcome: &BTreeMap<&str, &Verdict>) {
    let mut folders: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (id, verdict) in outcome {
        let row = folders.entry(folder_of(id)).or_default();
        let (lenient, strict) = (
            verdict.level >= Level::Lenient,
            verdict.level == Level::Strict,
        );
        row[0] += 1;
        row[1] += usize::from(lenient);
        row[2] += usize::from(strict);
    }
    println!(
        "{:<40} {:>9} {:>8} {:>8}",
        "TCK", "scenarios", "lenient", "strict"
    );
    let mut total = [0; 3];
    for (folder, row) in &folders {
        println!("{folder:<40} {:>9} {:>8} {:>8}", row[0], row[1], row[2]);
        for (sum, part) in total.iter_mut().zip(row) {
            *sum += part;
        }
    }
    println!(
        "{:<40} {:>9} {:>8} {:>8}",
        "all", total[0], total[1], total[2]
    );
    println!(
        "SHOWN: TCK: {} of {} scenarios pass, {} also in type and phase of errors",
        total[1], total[0], total[2]
    );
}

/// Every scenario passes strictly; prints those that do not, and a line for `.ci/run` to count.
fn all_pass(outcome: &BTreeMap<&str, &Verdict>) -> bool {
    let mut failed = 0;
    for (id, verdict) in outcome {
        if verdict.level != Level::Strict {
            failed += 1;
            println!("FAILED: {id} is {}: {}", verdict.level, verdict.reason);
        }
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    let passed = outcome.len() - failed;
    println!("test result: {word}. {passed} passed; {failed} failed; 0 ignored;");
    failed == 0
}

/// For `QUIVER_TCK_ONLY`: everything about what is not right.
fn details(scenarios: &[Scenario], outcome: &BTreeMap<&str, &Verdict>) -> bool {
    let mut passed = 0;
    for scenario in scenarios {
        let verdict = outcome[scenario.id.as_str()];
        if verdict.level == Level::Strict {
            passed += 1;
            continue;
        }
        println!("\n{}: {} {}", verdict.level, scenario.id, scenario.name);
        for step in &scenario.steps {
            if let gherkin::Argument::Text(text) = &step.argument {
                println!("  {}:\n    {}", step.text, text.replace('\n', "\n    "));
            }
        }
        println!("  -> {}", verdict.reason);
    }
    println!("\n{passed} of {} scenarios pass strictly", scenarios.len());
    true
}
