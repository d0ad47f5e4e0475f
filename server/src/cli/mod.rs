//! The command line: which commands there are, and how they end.
//!
//! One file a command. Errors are one line on standard error and a non-zero exit. Meet [`run`]
//! first.

mod check;
mod serve;
mod shell;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Command;
use clap::error::ErrorKind;

use crate::server::VERSION;

/// A command ended badly; the text is for one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(pub String);

fn command() -> Command {
    Command::new("quiver")
        .version(VERSION)
        .about("A graph database server that speaks Bolt and Cypher")
        .subcommand_required(true)
        .subcommand(serve::command())
        .subcommand(check::command())
        .subcommand(shell::command())
}

/// Runs the command that the arguments name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // Scripts know Neo4j's shell to answer every mistake with one.
    let mistake = match arguments.get(1) {
        Some(name) if name == "shell" => 1,
        Some(_) | None => 2,
    };
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return explain(&error, mistake),
    };
    let result = match matches.subcommand() {
        Some(("serve", matches)) => serve::run(matches),
        Some(("check", matches)) => check::run(matches),
        Some(("shell", matches)) => return shell::run(matches),
        Some(_) | None => Err(Failed("no such command".into())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(reason)) => {
            complain(&reason);
            ExitCode::FAILURE
        }
    }
}

/// `--help` and `--version` are answers; everything else is an error of one line.
fn explain(error: &clap::Error, mistake: u8) -> ExitCode {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say(text.trim_end());
            ExitCode::SUCCESS
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            complain("a command is missing: serve, shell or check; quiver --help explains them");
            ExitCode::from(mistake)
        }
        _ => {
            let first = text.lines().next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            complain(&format!("{first}; quiver --help shows what there is"));
            ExitCode::from(mistake)
        }
    }
}

/// Prints a line on standard output. Nobody reading it is no reason to stop.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

fn complain(reason: &str) {
    let line = reason.replace('\n', " ");
    let _ = writeln!(std::io::stderr().lock(), "quiver: {line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }
}
