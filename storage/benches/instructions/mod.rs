//! Counting instructions, which the neighbours on a shared machine do not change.
//!
//! The processor's own counter is not open to a program in most virtual machines, so the program runs itself under
//! `valgrind`, for some rounds of a step and for more: the difference is what the rounds take, and
//! what is done before them cancels out. Where there is no `valgrind`, or with `COUNT=0`, nothing is
//! counted, and [`told`] says so. Meet [`each`] first; a benchmark that uses it begins with
//! [`asked_for`].

use std::process::Command;
use std::sync::OnceLock;

/// The step that this run of the program is to repeat, and how often, when it runs under valgrind.
pub fn asked_for() -> Option<(String, u64)> {
    let name = std::env::var("ONE").ok()?;
    let rounds = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok());
    Some((name, rounds.unwrap_or(1)))
}

fn is_counting() -> bool {
    static COUNTING: OnceLock<bool> = OnceLock::new();
    *COUNTING.get_or_init(|| {
        let off = std::env::var("COUNT").is_ok_and(|count| count == "0");
        let there = Command::new("valgrind").arg("--version").output();
        !off && there.is_ok_and(|output| output.status.success())
    })
}

/// What to print about how instructions are counted.
pub fn told() -> &'static str {
    if is_counting() {
        "instructions are counted by valgrind"
    } else {
        "instructions are not counted: no valgrind here, or COUNT=0"
    }
}

/// Instructions that one round of a step takes, from so many rounds and from more.
pub fn each(name: &str, few: u64, many: u64) -> Option<f64> {
    if !is_counting() {
        return None;
    }
    let (a, b) = (of(name, few)?, of(name, many)?);
    Some((b - a) / (many - few) as f64)
}

/// Instructions of this program for so many rounds of a step, from cachegrind's last lines.
fn of(name: &str, rounds: u64) -> Option<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(std::env::current_exe().ok()?)
        .env("ONE", name)
        .env("ROUNDS", rounds.to_string())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    // How far the letter before it stands off depends on the version.
    let number = told.split("refs:").nth(1)?.lines().next()?.chars();
    let number: String = number.filter(char::is_ascii_digit).collect();
    number.parse().ok()
}
