//! What the operating system says of a server's process: which one listens, what it used.
//!
//! Linux only; elsewhere, or for a server on another machine, there is nothing to say. Meet
//! [`Process`].

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// Ticks a second in `/proc/PID/stat`; the same on every Linux that is met in practice.
const TICKS: u64 = 100;

/// A process on this machine.
#[derive(Clone, Copy)]
pub struct Process(u32);

impl Process {
    /// The process that listens on that port of this machine.
    pub fn listening_on(address: SocketAddr) -> Option<Self> {
        if !address.ip().is_loopback() {
            return None;
        }
        let socket = format!("socket:[{}]", inode(address.port())?);
        let processes = std::fs::read_dir("/proc").ok()?.flatten();
        let numbered = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        numbered.map(Self).find(|process| process.holds(&socket))
    }

    fn holds(self, socket: &str) -> bool {
        let Ok(files) = std::fs::read_dir(format!("/proc/{}/fd", self.0)) else {
            return false;
        };
        files
            .flatten()
            .filter_map(|file| std::fs::read_link(file.path()).ok())
            .any(|target| target == Path::new(socket))
    }

    /// Processor time used so far, by all threads, for the program and for the kernel.
    pub fn cpu(self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        // The name, in parentheses, may hold blanks.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Duration::from_millis(ticks * (1000 / TICKS)))
    }

    /// Resident bytes.
    pub fn resident(self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0)).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes * 1024)
    }
}

/// The inode of the socket that listens on a port.
fn inode(port: u16) -> Option<String> {
    let wanted = format!(":{port:04X}");
    ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|path| {
        let table = std::fs::read_to_string(path).ok()?;
        table.lines().skip(1).find_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let listening = fields.get(3) == Some(&"0A") && fields.get(1)?.ends_with(&wanted);
            listening.then(|| fields.get(9).map(|inode| (*inode).to_owned()))?
        })
    })
}
