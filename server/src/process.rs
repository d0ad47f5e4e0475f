//! What the operating system says about this process.

use std::path::Path;

/// Bytes of memory resident, 0 where that cannot be read.
pub fn resident_bytes() -> u64 {
    let status = quiver_storage::io::read_text(Path::new("/proc/self/status"));
    status.map_or(0, |status| resident(&status))
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
