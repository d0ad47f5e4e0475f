//! The server process: start, kill, start again.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::Client;

/// After this a server that says nothing counts as broken; no measure of speed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server on a folder of its own. Dropping it kills it and removes the folder.
pub struct Server {
    child: Child,
    bolt: SocketAddr,
    line: String,
    folder: tempfile::TempDir,
    arguments: Vec<String>,
}

/// `QUIVER_BIN`, or the program built with these tests.
pub fn program() -> PathBuf {
    if let Ok(path) = std::env::var("QUIVER_BIN") {
        return PathBuf::from(path);
    }
    let mut path = std::env::current_exe().expect("a test knows where it is");
    path.pop();
    path.pop();
    path.join(format!("quiver-under-test{}", std::env::consts::EXE_SUFFIX))
}

/// The program with arguments, and none of the environment's settings.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars() {
        if name.starts_with("NEO4J_") {
            command.env_remove(name);
        }
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

impl Server {
    /// A server without authentication on an empty folder.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// The same with more arguments.
    pub fn with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        let (child, line) = launch(folder.path(), &arguments)
            .unwrap_or_else(|log| panic!("the server did not start: {log}"));
        Self {
            bolt: address(&line),
            child,
            line,
            folder,
            arguments,
        }
    }

    /// What it printed when it was ready.
    pub fn ready_line(&self) -> &str {
        &self.line
    }

    /// Where it listens.
    pub fn bolt(&self) -> SocketAddr {
        self.bolt
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What it logged.
    pub fn log(&self) -> String {
        log_of(self.folder.path())
    }

    /// A client that is logged in.
    pub fn connect(&self) -> Client {
        Client::connect(self.bolt)
    }

    /// Whether the process still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, and waits until it is gone.
    pub fn stop(&mut self) -> ExitStatus {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.is_ok_and(|status| status.success()), "no SIGTERM");
        self.child.wait().expect("a status")
    }

    /// Starts it again on the same folder, after [`kill`](Self::kill) or [`stop`](Self::stop).
    /// The error is what it said when it did not start.
    pub fn start_again(&mut self) -> Result<(), String> {
        self.kill();
        let (child, line) = launch(self.folder.path(), &self.arguments)?;
        self.bolt = address(&line);
        self.child = child;
        self.line = line;
        Ok(())
    }

    /// Bytes of memory that the process has resident, where the system tells.
    pub fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn log_of(folder: &Path) -> String {
    let bytes = std::fs::read(folder.join("log")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Starts a process and waits for its first line.
fn launch(folder: &Path, arguments: &[String]) -> Result<(Child, String), String> {
    let log = std::fs::File::create(folder.join("log")).expect("a log file");
    let data = folder.join("data");
    let mut child = command(&["serve", "--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0"])
        .args(["--no-auth", "--data"])
        .arg(&data)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the program can be started");
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = output.read_line(&mut line);
        let _ = sender.send(line);
        // Whatever else it prints must not block it.
        let _ = output.read_to_end(&mut Vec::new());
    });
    let line = receiver.recv_timeout(PATIENCE).unwrap_or_default();
    if line.contains("bolt://") {
        return Ok((child, line));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(log_of(folder))
}

/// The port of the ready line, on loopback.
fn address(line: &str) -> SocketAddr {
    let rest = line.split("bolt://").nth(1).unwrap_or_default();
    let port = rest
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_end_matches(',')
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .unwrap_or_else(|| panic!("no port in {line:?}"));
    SocketAddr::from(([127, 0, 0, 1], port))
}
