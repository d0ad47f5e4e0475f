//! Statements that nobody types: from the command line, a file or standard input.
//!
//! They are run as they are read, so that a script may be as long as it likes. Meet [`text`]
//! first.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;

use super::error::ShellError;
use super::statement::Splitter;
use super::{Next, Shell};

/// Files that read files that read files; more than this is a circle.
const DEEPEST: usize = 32;

/// Runs statements given as text.
pub fn text(shell: &mut Shell, text: &str) -> Result<ExitCode, ShellError> {
    all(shell, text.as_bytes(), "the query")
}

/// Runs the statements of a file.
pub fn file(shell: &mut Shell, path: &str) -> Result<ExitCode, ShellError> {
    let file = open(path)?;
    all(shell, file, path)
}

/// Runs the statements of standard input.
pub fn standard_input(shell: &mut Shell) -> Result<ExitCode, ShellError> {
    all(shell, std::io::stdin().lock(), "standard input")
}

/// Runs the statements of a file from within another script, or from the keyboard.
pub fn source(shell: &mut Shell, path: &str) -> Result<Next, ShellError> {
    if shell.sources >= DEEPEST {
        let problem = format!("{path}: {DEEPEST} files read each other, which looks like a circle");
        return Err(ShellError::Usage(problem));
    }
    let file = open(path)?;
    shell.sources += 1;
    let outcome = read(shell, file, path);
    shell.sources -= 1;
    let (next, failed) = outcome?;
    if failed {
        return Err(ShellError::Usage(format!("{path}: not all of it was done")));
    }
    Ok(next)
}

fn open(path: &str) -> Result<BufReader<impl std::io::Read + use<>>, ShellError> {
    let file = quiver_storage::io::read_stream(Path::new(path));
    file.map(BufReader::new).map_err(|why| ShellError::Io {
        what: path.to_owned(),
        why,
    })
}

fn all(shell: &mut Shell, input: impl BufRead, name: &str) -> Result<ExitCode, ShellError> {
    let (_, failed) = read(shell, input, name)?;
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Runs what `input` gives, until somebody leaves; whether anything failed on the way.
fn read(
    shell: &mut Shell,
    mut input: impl BufRead,
    name: &str,
) -> Result<(Next, bool), ShellError> {
    let mut splitter = Splitter::default();
    let mut failed = false;
    let mut line = String::new();
    loop {
        line.clear();
        let count = input.read_line(&mut line).map_err(|why| ShellError::Io {
            what: name.to_owned(),
            why,
        })?;
        let at_end = count == 0;
        splitter.feed(&line);
        loop {
            let piece = splitter.next_piece();
            let piece = if at_end {
                piece.or_else(|| splitter.finish())
            } else {
                piece
            };
            let Some(piece) = piece else { break };
            match shell.execute(&piece) {
                Ok(Next::GoOn) => {}
                // Whoever leaves in so many words is content.
                Ok(Next::Leave) => return Ok((Next::Leave, false)),
                Err(error) if shell.fail_at_end && !matches!(error, ShellError::Closed) => {
                    shell.output.complain(&error.to_string());
                    failed = true;
                }
                Err(error) => return Err(error),
            }
        }
        if at_end {
            return Ok((Next::GoOn, failed));
        }
    }
}
