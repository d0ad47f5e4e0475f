//! What the operating system says about this process.

use std::path::Path;

/// Open files that are enough for the largest number of connections, which is a setting.
const FILES: u64 = 1 << 20;

/// Bytes of memory resident, 0 where that cannot be read.
pub fn resident_bytes() -> u64 {
    let status = quiver_storage::io::read_text(Path::new("/proc/self/status"));
    status.map_or(0, |status| resident(&status))
}

/// Raises the limit on open files (the soft one) as far as the operating system lets us: every
/// connection is one. Gives the limit that holds now.
pub fn raise_file_limit() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let before = getrlimit(Resource::Nofile);
    let wished = before.maximum.unwrap_or(FILES).min(FILES);
    if before.current.is_some_and(|current| current < wished) {
        let raised = Rlimit {
            current: Some(wished),
            maximum: before.maximum,
        };
        // What cannot be raised stays as it is, and connections beyond it are refused.
        let _ = setrlimit(Resource::Nofile, raised);
    }
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

/// From a line like `VmRSS:   1234 kB`, whose unit is the kibibyte whatever the page size is.
fn resident(status: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().strip_suffix("kB"))
        .and_then(|number| number.trim().parse::<u64>().ok())
        .map_or(0, |kibibytes| kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    #[test]
    fn reads_the_line_that_matters() {
        assert_eq!(
            super::resident("Name:\tx\nVmRSS:\t    1234 kB\n"),
            1234 * 1024
        );
        assert_eq!(super::resident("junk"), 0);
    }
}
