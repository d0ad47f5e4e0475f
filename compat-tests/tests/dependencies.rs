//! Packages from outside: documented, of an accepted licence, from one source, none twice.
//!
//! The rules are those of `deny.toml`, read from it, so that they hold where cargo-deny is not
//! installed.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "asks Cargo, and reads the manifests, as no product code does"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use quiver_compat_tests::skip::skip;
use quiver_compat_tests::source::Workspace;

/// Names on the left of `=` in a section of a manifest, ours left out.
fn section<'a>(manifest: &'a str, header: &str) -> BTreeSet<&'a str> {
    manifest
        .lines()
        .skip_while(|line| line.trim() != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['=', '.']).next())
        .map(str::trim)
        .filter(|name| !name.is_empty() && !name.starts_with('#') && !name.starts_with("quiver-"))
        .collect()
}

#[test]
fn every_dependency_is_argued_and_used() {
    let workspace = Workspace::here();
    let manifest = workspace.read("Cargo.toml");
    let listed = section(&manifest, "[workspace.dependencies]");
    let page = workspace.read("docs/dependencies.md");
    let argued: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(
        listed, argued,
        "left: workspace Cargo.toml, right: docs/dependencies.md"
    );

    let mut used = BTreeSet::new();
    let manifests: Vec<String> = quiver_compat_tests::source::CRATES
        .iter()
        .map(|krate| workspace.read(&format!("{krate}/Cargo.toml")))
        .collect();
    for manifest in &manifests {
        for header in ["[dependencies]", "[dev-dependencies]"] {
            used.extend(section(manifest, header));
        }
    }
    assert_eq!(listed, used, "left: workspace, right: its crates together");
}

/// The strings of `name = [ ... ]` in deny.toml.
fn rule(name: &str) -> Vec<String> {
    let text = Workspace::here().read("deny.toml");
    let start = text
        .find(&format!("\n{name} = ["))
        .unwrap_or_else(|| panic!("deny.toml has no list {name}"));
    let list = &text[start..];
    let list = &list[..list.find("\n]").unwrap_or(list.len())];
    list.lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// `(name, version, source)` of Cargo.lock.
fn locked() -> Vec<(String, String, String)> {
    let lock = Workspace::here().read("Cargo.lock");
    let field = |package: &str, key: &str| -> String {
        package
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{key} = \"")))
            .map(|value| value.trim_end_matches('"').to_owned())
            .unwrap_or_default()
    };
    lock.split("[[package]]")
        .skip(1)
        .map(|package| {
            (
                field(package, "name"),
                field(package, "version"),
                field(package, "source"),
            )
        })
        .collect()
}

#[test]
fn packages_come_from_one_registry() {
    let sources: BTreeSet<String> = locked().into_iter().map(|(_, _, source)| source).collect();
    let outside: Vec<&String> = sources.iter().filter(|source| !source.is_empty()).collect();
    assert!(
        outside.len() == 1 && outside[0].starts_with("registry+"),
        "Cargo.lock names other sources than one registry: {outside:?}"
    );
}

#[test]
fn no_banned_package() {
    let banned = rule("deny");
    for (name, version, _) in locked() {
        assert!(!banned.contains(&name), "{name} {version} is banned");
    }
}

#[test]
fn few_packages_are_compiled() {
    // Cargo.lock also names what only other platforms need, and what no feature asks for.
    let Some(tree) = cargo_tree("{p}") else {
        return;
    };
    let compiled: BTreeSet<&str> = tree
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    assert!(
        compiled.len() < 170,
        "{} packages are compiled; the house wants fewer than 170",
        compiled.len()
    );
}

#[test]
fn no_package_is_there_twice() {
    let skipped = rule("skip");
    // What only other platforms need does not count, so Cargo is asked and not the lock file.
    let Some(tree) = cargo_tree("{p}") else {
        return;
    };
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in tree.lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            versions.entry(name).or_default().insert(version);
        }
    }
    let twice: BTreeSet<&str> = versions
        .iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, _)| *name)
        .collect();
    let known: BTreeSet<&str> = skipped.iter().map(String::as_str).collect();
    assert_eq!(twice, known, "left: resolved, right: deny.toml's skip list");
}

#[test]
fn licences_are_accepted() {
    let allowed = rule("allow");
    let Some(tree) = cargo_tree("{p}|{l}") else {
        return;
    };
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let (package, licence) = line.split_once('|').unwrap_or((line, ""));
        assert!(
            accepted(licence.trim_end_matches(" (*)"), &allowed),
            "{package}: licence {licence:?} is not among {allowed:?}"
        );
    }
}

/// Evaluates a licence expression; `/` is an old spelling of OR. AND binds stronger.
fn accepted(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], "");
    // `(A OR B) AND C` without its brackets reads as A, or B and C: no laxer for what is met here.
    expression.split(" OR ").any(|choice| {
        choice
            .split(" AND ")
            .all(|licence| allowed.iter().any(|name| name == licence.trim()))
    })
}

/// What Cargo resolved for this machine, one package a line; `None`, said loudly, without it.
fn cargo_tree(format: &str) -> Option<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--workspace",
            "--offline",
            "--locked",
            "--prefix",
            "none",
        ])
        .args(["-e", "normal,build,dev", "-f", format])
        .current_dir(Workspace::here().root())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Ok(output) => {
            let error = String::from_utf8_lossy(&output.stderr).replace('\n', " ");
            skip(&format!("cargo tree cannot say what is resolved: {error}"));
            None
        }
        Err(error) => {
            skip(&format!("cargo cannot be run: {error}"));
            None
        }
    }
}
