//! The program as people run it: its first line, its errors, its end.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use quiver_protocol::client::Response;
use quiver_protocol::version::Version;
use quiver_types::Map;

use crate::support::{Client, PASSWORD};

/// The program with an environment of its own.
fn quiver(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quiver"));
    command
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

struct Server {
    child: Child,
    line: String,
    port: u16,
}

fn serve(folder: &Path, more: &[&str], environment: &[(&str, &str)]) -> Server {
    let data = folder.to_str().unwrap();
    let mut arguments = vec!["serve", "--data", data];
    arguments.extend(["--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0"]);
    arguments.extend(more);
    let mut command = quiver(&arguments);
    command.envs(environment.iter().copied());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let port = line
        .split("bolt://localhost:")
        .nth(1)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok());
    let Some(port) = port else {
        let mut errors = String::new();
        let _ = child.stderr.take().unwrap().read_to_string(&mut errors);
        panic!("no ready line but {line:?}, {errors}");
    };
    Server { child, line, port }
}

impl Server {
    fn address(&self) -> std::net::SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// SIGTERM, and what the program's end was like.
    fn terminate(self) -> Output {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait_with_output().unwrap()
    }
}

#[test]
fn ready_line_data_and_orderly_end() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("deep/er");
    let server = serve(&data, &["--no-auth"], &[]);
    assert!(
        server
            .line
            .starts_with("Quiver 0.1.0 ready at bolt://localhost:")
    );
    assert!(
        server.line.contains("(http://localhost:"),
        "{}",
        server.line
    );
    assert!(!server.line.contains("password"), "{}", server.line);
    Client::logged_in(server.address(), Version::V5_4).query("CREATE (:Kept)");
    let output = server.terminate();
    assert!(output.status.success(), "{output:?}");
    for part in ["databases/neo4j", "databases/system", "import"] {
        assert!(data.join(part).is_dir(), "{part}");
    }
    let server = serve(&data, &["--no-auth"], &[]);
    let mut client = Client::logged_in(server.address(), Version::V4_4);
    assert_eq!(client.number("MATCH (n:Kept) RETURN count(n)"), 1);
    assert!(server.terminate().status.success());
    let checked = quiver(&["check", data.to_str().unwrap()]).output().unwrap();
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn queries_are_logged_to_standard_error_if_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("NEO4J_db_logs_query_enabled", "INFO"),
        ("NEO4J_quiver_log_query_target", "STDERR"),
    ];
    let server = serve(folder.path(), &["--no-auth"], &settings);
    let mut client = Client::logged_in(server.address(), Version::V5_8);
    client.query("RETURN 'hidden' AS x");
    // Half read, and then the client goes away.
    client
        .bolt
        .run("UNWIND [1, 2] AS x RETURN x", Map::new(), Map::new());
    client.bolt.pull(1, None);
    client.success();
    client.rows();
    drop(client);
    let output = server.terminate();
    assert!(output.status.success(), "{output:?}");
    let log = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = log
        .lines()
        .filter(|line| line.contains(" query-"))
        .collect();
    for (line, event, end) in [
        (lines[0], " INFO success ", "rows=1 - RETURN ****** AS x"),
        (
            lines[1],
            " INFO abandoned ",
            "rows=1 - UNWIND [******, ******] AS x RETURN x",
        ),
    ] {
        assert!(line.contains(event) && line.ends_with(end), "{log}");
    }
    assert_eq!(lines.len(), 2, "{log}");
    assert!(!folder.path().join("logs").exists());
}

#[test]
fn the_first_password_is_generated_or_given() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path(), &[], &[]);
    let password = server
        .line
        .trim()
        .rsplit("password ")
        .next()
        .unwrap()
        .to_owned();
    let (_, response) = Client::log_in_as(server.address(), "neo4j", &password);
    assert!(matches!(response, Response::Success(_)), "{response:?}");
    server.terminate();

    let folder = tempfile::tempdir().unwrap();
    let given = format!("neo4j/{PASSWORD}");
    let server = serve(folder.path(), &[], &[("NEO4J_AUTH", &given)]);
    assert!(!server.line.contains("password"), "{}", server.line);
    let (_, response) = Client::log_in_as(server.address(), "neo4j", PASSWORD);
    assert!(matches!(response, Response::Success(_)), "{response:?}");
    let output = server.terminate();
    assert!(!String::from_utf8_lossy(&output.stderr).contains(PASSWORD));

    // Ignored now that there is a user.
    let file = folder.path().join("password");
    std::fs::write(&file, "another-password\n").unwrap();
    let flag = ["--initial-password-file", file.to_str().unwrap()];
    let server = serve(folder.path(), &flag, &[]);
    let (_, response) = Client::log_in_as(server.address(), "neo4j", PASSWORD);
    assert!(matches!(response, Response::Success(_)), "{response:?}");
    server.terminate();
}

#[test]
fn errors_are_one_line_and_a_non_zero_exit() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let bad = folder.path().join("bad.conf");
    std::fs::write(&bad, "server.bolt.listen_adress=:1\n").unwrap();
    let bad = bad.to_str().unwrap();
    let local = ["--data", data, "--bolt", "127.0.0.1:0"];
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (vec![], "a command is missing"),
        (vec!["fly"], "unrecognized subcommand 'fly'"),
        (vec!["serve", "--fly"], "unexpected argument '--fly'"),
        (
            vec!["serve", "--bolt", "here"],
            "--bolt: 'here' is not valid",
        ),
        (
            vec!["serve", "--data", data, "--bolt", &taken],
            "cannot listen on",
        ),
        (
            [&["serve"], &local[..], &["--http", &taken]].concat(),
            "for HTTP",
        ),
        (
            vec!["serve", "--config", bad],
            "line 1: unknown setting 'server.bolt.listen_adress'",
        ),
        (
            vec!["serve", "--config", "/nowhere/at/all"],
            "cannot read /nowhere/at/all",
        ),
        (vec!["serve", "--preset", "fast"], "no such preset"),
        (
            vec!["serve", "--no-auth", "--bolt", "0.0.0.0:0"],
            "must listen on a loopback address",
        ),
        (
            vec!["check", "/nowhere/at/all"],
            "No such file or directory",
        ),
    ];
    for (arguments, expected) in cases {
        let output = quiver(&arguments).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(errors.contains(expected), "{arguments:?}: {errors}");
        assert_eq!(errors.lines().count(), 1, "{arguments:?}: {errors}");
        assert!(
            !Path::new(data).exists(),
            "{arguments:?} made the data folder"
        );
    }
}

#[test]
fn a_folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(folder.path(), &["--no-auth"], &[]);
    let data = folder.path().to_str().unwrap();
    let second = [
        "serve",
        "--data",
        data,
        "--bolt",
        "127.0.0.1:0",
        "--http",
        "127.0.0.1:0",
    ];
    let output = quiver(&second).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(errors.contains("in use by another process"), "{errors}");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    server.terminate();
}

#[test]
fn help_and_version_are_answers() {
    for (arguments, expected) in [
        (&["--help"][..], "serve"),
        (&["--version"], "quiver 0.1.0"),
        (&["serve", "--help"], "db.transaction.timeout (default 0s)"),
    ] {
        let output = quiver(arguments).output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(expected), "{arguments:?}: {text}");
    }
}

#[test]
fn unknown_variables_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(
        folder.path(),
        &["--no-auth"],
        &[("NEO4J_server_bolt_prot", "1")],
    );
    let output = server.terminate();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("NEO4J_server_bolt_prot names no setting"),
        "{errors}"
    );
}

#[test]
fn a_damaged_folder_is_refused_by_file_and_offset() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let server = serve(folder.path(), &["--no-auth"], &[]);
    let mut client = Client::logged_in(server.address(), Version::V5_8);
    for _ in 0..20 {
        client.query("CREATE (:Kept {text: 'something that takes some room in the log'})");
    }
    drop(client);
    server.terminate();
    // A byte in the middle of what was written, with intact records behind it.
    let database = folder.path().join("databases/neo4j");
    let log = std::fs::read_dir(&database)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| std::fs::metadata(path).unwrap().len() > 0)
        .max_by_key(|path| last_byte(&std::fs::read(path).unwrap()))
        .unwrap();
    let mut bytes = std::fs::read(&log).unwrap();
    let middle = last_byte(&bytes) / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(&log, bytes).unwrap();
    let local = ["--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0"];
    let serve = [&["serve", "--data", data, "--no-auth"], &local[..]].concat();
    for arguments in [&serve[..], &["check", data]] {
        let output = quiver(arguments).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(errors.contains("damaged at offset"), "{errors}");
        let name = log.file_name().unwrap().to_str().unwrap();
        assert!(errors.contains(name), "{errors}");
    }
}

/// Position of the last byte that is not zero.
fn last_byte(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0)
}
