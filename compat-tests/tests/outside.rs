//! Programs that look at a built server from outside, through real drivers: the command line, the
//! tutorial, the crash cycles, a conversation with each official driver.
//!
//! They need Python, npm, Java, Go and package registries, so they run only when asked to, with
//! `QUIVER_OUTSIDE=1`; `.ci/run` runs them as stages of its own. Otherwise each says that it is
//! skipped.
#![allow(
    clippy::disallowed_methods,
    reason = "a test reads the environment and starts programs"
)]

use std::io::Write;
use std::process::Command;

use quiver_compat_tests::harness::program;
use quiver_compat_tests::skip::skip;
use quiver_compat_tests::source::Workspace;

fn outside(script: &str, arguments: &[&str], needs: &str) {
    match std::env::var("QUIVER_OUTSIDE").as_deref() {
        Ok("elsewhere") => {
            // A stage of .ci/run, which takes this line off its count of passed tests.
            let _ = writeln!(std::io::stderr(), "\nELSEWHERE: {script}");
            return;
        }
        Ok(_) => {}
        Err(_) => {
            skip(&format!(
                "compat-tests/{script} needs {needs} and the network; QUIVER_OUTSIDE=1 runs it"
            ));
            return;
        }
    }
    let status = Command::new("bash")
        .arg(Workspace::here().root().join("compat-tests").join(script))
        .arg(program())
        .args(arguments)
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{script} failed"
    );
}

#[test]
fn command_line() {
    outside("smoke/run.sh", &[], "Python");
}

#[test]
fn shell() {
    outside("shell/run.sh", &[], "Python");
}

#[test]
fn tutorial() {
    outside("tutorial/run.sh", &[], "Python, npm and Java");
}

#[test]
fn crash_cycles() {
    outside(
        "crash/run.sh",
        &["--cycles", "2", "--clients", "8"],
        "Python",
    );
}

#[test]
fn drivers() {
    outside("drivers/run.sh", &[], "Python, Node, Java and Go");
}
