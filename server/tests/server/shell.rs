//! `quiver shell` from outside: what it prints is what Neo4j's shell printed for the same
//! scripts (`tests/shell/cases.txt`), and what only it can do.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use quiver_server::config::value::TlsLevel;

use crate::support::{PASSWORD, TestServer, with_login};
use crate::wire;

/// The shell against a server, with a script on standard input.
fn shell(server: &TestServer, options: &[&str], script: &str) -> Output {
    let address = format!("bolt://{}", server.bolt());
    let mut options = options.to_vec();
    options.extend(["-a", &address]);
    run(&options, &[], script)
}

fn run(options: &[&str], environment: &[(&str, &str)], script: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quiver"))
        .arg("shell")
        .args(options)
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A shell that ends before it has read everything is seen by what it printed.
    let _ = child.stdin.take().unwrap().write_all(script.as_bytes());
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Times and offsets become N, as in the file; the server's drawings of plans are its own.
fn masked(text: &str) -> String {
    let digits_after = |text: String, before: &str| {
        let mut parts = text.split(before);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
            out.push_str(before);
            out.push_str(if rest.len() < part.len() { "N" } else { "" });
            out.push_str(rest);
        }
        out
    };
    let mut out = String::new();
    let mut drawing = false;
    for line in text.split_inclusive('\n') {
        drawing |= line.starts_with("Cypher ") || line.starts_with("Planner ");
        if drawing {
            if line.starts_with("Total database accesses") {
                drawing = false;
                out.push_str("DRAWING\n");
            }
            continue;
        }
        let mut line = line.to_owned();
        if line.starts_with("| \"EXPLAIN\" |") || line.starts_with("| \"PROFILE\" |") {
            let row = line.trim_end().trim_end_matches(" |");
            let mut cells: Vec<String> = row.split(" | ").map(str::to_owned).collect();
            for cell in &mut cells[5..] {
                *cell = format!("{:width$}", "N", width = cell.len());
            }
            line = cells.join(" | ") + " |\n";
        }
        // The runtime stands before the time where a plan is a line of a table without cells.
        for before in [
            "query after ",
            "consumed after another ",
            "(offset: ",
            ",SLOTTED,",
        ] {
            line = digits_after(line, before);
        }
        for fact in ["Time", "DbHits", "Memory (Bytes)"] {
            if line.starts_with(&format!("{fact}: ")) {
                line = format!("{fact}: N\n");
            }
        }
        out.push_str(&line);
    }
    out
}

#[test]
fn prints_what_neo4js_shell_prints() {
    let server = TestServer::start();
    let cases = include_str!("../shell/cases.txt");
    let mut wrong = String::new();
    let mut count = 0;
    for case in cases.split("\n=== ").skip(1) {
        let (title, body) = case.split_once('\n').unwrap();
        let (_, options) = title.split_once('|').unwrap();
        let parts: Vec<&str> = body.split(">>>").collect();
        let [script, printed, complained, code] = parts.as_slice() else {
            panic!("{title}: not of four parts");
        };
        let options: Vec<String> = options
            .split_whitespace()
            .map(|option| option.replace("=>", " => "))
            .collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let output = shell(&server, &options, script);
        let expected = (&printed[1..], &complained[1..], code.trim());
        let given = (
            masked(&out(&output)),
            masked(&errors(&output)),
            output.status.code().unwrap_or(-1).to_string(),
        );
        if expected != (given.0.as_str(), given.1.as_str(), given.2.as_str()) {
            wrong.push_str(&format!(
                "=== {title}\n--- expected\n{}{}{}\n--- printed\n{}{}{}\n",
                expected.0, expected.1, expected.2, given.0, given.1, given.2
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 30, "{count} cases");
}

#[test]
fn queries_files_and_the_environment() {
    let server = TestServer::start();
    let output = shell(&server, &["RETURN 1 AS x; RETURN 2 AS y"], "");
    assert_eq!(out(&output), "x\n1\ny\n2\n");
    let file = server.folder.path().join("a.cypher");
    let other = server.folder.path().join("b.cypher");
    std::fs::write(&other, "RETURN 5 AS five;\n:param {q: 7}\nRETURN $q").unwrap();
    let text = format!(":source '{}'\nRETURN $q + 1;", other.display());
    std::fs::write(&file, text).unwrap();
    let output = shell(&server, &["--file", file.to_str().unwrap()], "");
    assert_eq!(out(&output), "five\n5\n$q\n7\n$q + 1\n8\n", "{output:?}");
    // A file that reads itself.
    std::fs::write(&other, format!(":source {}\n", other.display())).unwrap();
    let output = shell(&server, &["-f", other.to_str().unwrap()], "");
    assert!(errors(&output).contains("circle"), "{output:?}");
    let address = format!("bolt://{}", server.bolt());
    let environment = [
        ("NEO4J_URI", address.as_str()),
        ("NEO4J_DATABASE", "system"),
    ];
    let output = run(&[], &environment, "SHOW DATABASES YIELD name;");
    assert_eq!(out(&output), "name\n\"neo4j\"\n\"system\"\n", "{output:?}");
}

#[test]
fn mistakes_are_named_and_end_with_one() {
    let server = TestServer::start();
    let cases: [(&[&str], &str, &str); 14] = [
        (&["--nope"], "", "--nope"),
        (&["--format", "nope", "RETURN 1"], "", "nope"),
        (&["--sample-rows", "0", "RETURN 1"], "", "sample-rows"),
        (
            &["--fail-fast", "--fail-at-end", "RETURN 1"],
            "",
            "--fail-at-end",
        ),
        (&["-d", "nosuch", "RETURN 1"], "", "nosuch"),
        (&["-f", "/nonexistent"], "", "/nonexistent"),
        (&["-P", "1", "RETURN 1"], "", ":param"),
        (
            &["-P", "{a: }", "RETURN 1"],
            "",
            "Failed to evaluate expression {a: }",
        ),
        (&["--impersonate", "somebody", "RETURN 1"], "", "ersonat"),
        (&["--idle-timeout", "soon"], "", "soon"),
        (&[], ":nosuch\n", ":nosuch"),
        (&[], ":begin now\n", "usage: :begin"),
        (&[], ":commit\n", "no open transaction"),
        (&[], "CREATE (n) WITH n\n:param {n: 1}", "nvalid input"),
    ];
    for (options, script, expected) in cases {
        let output = shell(&server, options, script);
        assert!(
            errors(&output).contains(expected),
            "{options:?}: {output:?}"
        );
        assert_eq!(output.status.code(), Some(1), "{options:?}: {output:?}");
        assert_eq!(out(&output), "", "{options:?}");
    }
    let output = shell(
        &server,
        &[],
        "CREATE (n:N);\n:param n => [1, {a: 2}]\nRETURN $n;",
    );
    assert_eq!(out(&output), "$n\n[1, {a: 2}]\n");
    let set = ":param {n: COLLECT { MATCH (n) RETURN n }}\n";
    let output = shell(&server, &[], set);
    assert!(errors(&output).contains("no parameters"), "{output:?}");
    let nobody = run(&["-a", "bolt://127.0.0.1:1", "RETURN 1"], &[], "");
    assert!(
        errors(&nobody).contains("Unable to connect to 127.0.0.1:1"),
        "{nobody:?}"
    );
    assert_eq!(nobody.status.code(), Some(1));
    let scheme = run(&["-a", "http://localhost", "RETURN 1"], &[], "");
    assert!(errors(&scheme).contains("http"), "{scheme:?}");
}

#[test]
fn logs_in_by_flag_environment_and_address() {
    let server = TestServer::start_with(with_login);
    let address = server.bolt();
    let bolt = format!("bolt://{address}");
    let routed = format!("neo4j://{address}");
    let inside = format!("bolt://neo4j:{PASSWORD}@{address}");
    let ask = "RETURN 1 AS x";
    let user = ("NEO4J_USERNAME", "neo4j");
    let password = ("NEO4J_PASSWORD", PASSWORD);
    type Environment<'e> = &'e [(&'e str, &'e str)];
    let good: [(&[&str], Environment<'_>); 4] = [
        (&["-a", &bolt, "-u", "neo4j", "-p", PASSWORD, ask], &[]),
        (&["--uri", &routed, "-p", PASSWORD, ask], &[user]),
        (&["-a", &bolt, ask], &[user, password]),
        (&["-a", &inside, ask], &[]),
    ];
    for (options, environment) in good {
        let output = run(options, environment, "");
        assert_eq!(out(&output), "x\n1\n", "{options:?}: {output:?}");
    }
    let bad: [&[&str]; 3] = [
        &["-a", &bolt, ask],
        &["-a", &bolt, "-u", "neo4j", "-p", "wrong-password", ask],
        &["-a", &routed, "-u", "nobody", "-p", PASSWORD, ask],
    ];
    for options in bad {
        let output = run(options, &[], "");
        assert_eq!(output.status.code(), Some(1), "{options:?}: {output:?}");
        let told = errors(&output);
        assert!(
            told.contains("nauthorized") || told.contains("scheme"),
            "{output:?}"
        );
        assert!(!errors(&output).contains("wrong-password"), "{output:?}");
    }
}

#[test]
fn an_expired_password_can_be_changed() {
    let server = TestServer::start_with(with_login);
    let login = |user: &'static str, password: &'static str| ["-u", user, "-p", password];
    let create = "CREATE USER ann SET PASSWORD 'first-one' CHANGE REQUIRED;";
    let mut options = login("neo4j", PASSWORD).to_vec();
    options.extend(["-d", "system"]);
    assert!(shell(&server, &options, create).status.success());
    let ask = "RETURN 1 AS x;";
    let refused = shell(&server, &login("ann", "first-one"), ask);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(errors(&refused).contains("must be changed"), "{refused:?}");
    let mut change = vec!["--change-password"];
    change.extend(login("ann", "first-one"));
    let differ = shell(&server, &change, "second-one\nsecond-two\n");
    assert!(errors(&differ).contains("differ"), "{differ:?}");
    let changed = shell(&server, &change, "second-one\nsecond-one\n");
    assert!(changed.status.success(), "{changed:?}");
    let output = shell(&server, &login("ann", "second-one"), ask);
    assert_eq!(out(&output), "x\n1\n", "{output:?}");
}

#[test]
fn tls_with_certificates_that_are_trusted_and_with_any() {
    let identity = wire::identity();
    let server = wire::start(&identity, TlsLevel::Required);
    let port = server.bolt().port();
    let trusted = server.folder.path().join("trusted.pem");
    std::fs::write(&trusted, &identity.pem).unwrap();
    let other = server.folder.path().join("other.pem");
    std::fs::write(&other, wire::identity().pem).unwrap();
    let good = [
        ("bolt+s://localhost", "default", &trusted),
        ("neo4j+s://localhost", "default", &trusted),
        ("bolt://localhost", "true", &trusted),
        ("bolt+ssc://127.0.0.1", "default", &other),
        ("neo4j+ssc://localhost", "true", &other),
    ];
    let ask = |scheme: &str, encryption: &str, roots: &std::path::Path| {
        let address = format!("{scheme}:{port}");
        let options = ["-a", &address, "--encryption", encryption, "RETURN 1 AS x"];
        run(&options, &[("SSL_CERT_FILE", roots.to_str().unwrap())], "")
    };
    for (scheme, encryption, roots) in good {
        let output = ask(scheme, encryption, roots);
        assert_eq!(out(&output), "x\n1\n", "{scheme}: {output:?}");
    }
    let bad = [
        ("bolt+s://localhost", "default", &other, "certificate"),
        ("bolt+s://127.0.0.1", "default", &trusted, "certificate"),
        ("bolt+s://localhost", "false", &trusted, "--encryption"),
        ("bolt://localhost", "default", &trusted, "localhost"),
    ];
    for (scheme, encryption, roots, expected) in bad {
        let output = ask(scheme, encryption, roots);
        assert!(errors(&output).contains(expected), "{scheme}: {output:?}");
        assert_eq!(output.status.code(), Some(1), "{scheme}: {output:?}");
    }
}

#[test]
fn parameters_are_evaluated_beside_an_open_transaction() {
    let server = TestServer::start();
    let script = ":begin\nCREATE (:Kept);\n:param {a: 1 / 0}\n:param {b: 2}\nMATCH (n:Kept) RETURN count(n) + $b AS n;\n:commit\nMATCH (n:Kept) RETURN count(n) AS n;";
    let output = shell(&server, &["--fail-at-end"], script);
    assert_eq!(out(&output), "n\n3\nn\n1\n", "{output:?}");
    assert!(errors(&output).contains("/ by zero"), "{output:?}");
}

#[test]
fn long_results_flow_and_may_be_cut_off() {
    let server = TestServer::start();
    let ask = "UNWIND range(1, 30000) AS x RETURN x, 'row ' + x AS t";
    let output = shell(&server, &["--format", "csv", ask], "");
    let text = out(&output);
    assert_eq!(text.lines().count(), 30_001);
    assert!(text.ends_with("30000,row 30000\n"));
    let address = format!("bolt://{}", server.bolt());
    // Whoever reads the first lines only does not make it fail loudly.
    let mut child = Command::new(env!("CARGO_BIN_EXE_quiver"))
        .args(["shell", "-a", &address, ask])
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(errors(&output), "");
}
