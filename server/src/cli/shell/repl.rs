//! By hand: a prompt, an editor for several lines, a history. Meet [`run`] first.

use std::borrow::Cow;
use std::cell::RefCell;
use std::process::ExitCode;

use quiver_cypher::credentials;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper, Prompt};

use super::complete::Words;
use super::error::ShellError;
use super::options::Options;
use super::statement::Splitter;
use super::{Next, Shell, terminal};

/// Entries that the history keeps.
const REMEMBERED: usize = 10_000;

/// What the editor asks while a line is typed.
struct Assistant<'s> {
    /// Nobody else uses it while a line is typed.
    shell: &'s RefCell<&'s mut Shell>,
    words: RefCell<Words>,
}

impl Helper for Assistant<'_> {}
impl Highlighter for Assistant<'_> {}
impl Hinter for Assistant<'_> {
    type Hint = String;
}

impl Completer for Assistant<'_> {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..position).unwrap_or(line);
        let mut shell = self.shell.borrow_mut();
        let names = shell.parameters.names();
        let mut words = self.words.borrow_mut();
        Ok(words.complete(before, &mut shell.session, &names))
    }
}

/// Enter ends the input if what was typed is whole, and begins another line if it is not.
impl Validator for Assistant<'_> {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let mut splitter = Splitter::default();
        splitter.feed(context.input());
        splitter.feed("\n");
        while splitter.next_piece().is_some() {}
        Ok(if splitter.is_blank() {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

type Line<'s> = Editor<Assistant<'s>, FileHistory>;

/// The prompt, bare and with colours.
struct Asking {
    raw: String,
    styled: String,
}

impl Prompt for Asking {
    fn raw(&self) -> &str {
        &self.raw
    }

    fn styled(&self) -> &str {
        &self.styled
    }
}

/// Reads and runs statements until the user leaves.
pub fn run(shell: &mut Shell, options: &Options) -> Result<ExitCode, ShellError> {
    welcome(shell);
    let shell = RefCell::new(shell);
    let mut editor = editor(&shell, options)?;
    loop {
        let asking = prompt(&shell.borrow());
        if let Some(seconds) = options.idle
            && !terminal::wait_for_key(&asking.styled, seconds)
        {
            shell
                .borrow_mut()
                .output
                .say("\nNobody typed anything for so long; bye.");
            break;
        }
        let line = match editor.readline(&asking) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => {
                let hint = "Interrupted (a statement ends with a semicolon; :exit leaves)";
                shell.borrow_mut().output.complain(hint);
                continue;
            }
            Err(ReadlineError::Eof) => break,
            Err(ReadlineError::Signal(_)) => continue,
            Err(error) => {
                return Err(ShellError::Io {
                    what: "the terminal".into(),
                    why: std::io::Error::other(error.to_string()),
                });
            }
        };
        remember(&mut editor, &shell, options, &line);
        let outcome = execute(&shell, &line);
        if let Some(assistant) = editor.helper() {
            assistant.words.borrow_mut().forget_schema();
        }
        if std::mem::take(&mut shell.borrow_mut().forgotten) {
            forget(&mut editor, options);
        }
        match outcome {
            Ok(Next::GoOn) => {}
            Ok(Next::Leave) => break,
            Err(error) => return Err(error),
        }
    }
    shell.borrow_mut().output.say("\nBye!");
    Ok(ExitCode::SUCCESS)
}

fn welcome(shell: &mut Shell) {
    let address = shell.session.target().address.clone();
    let version = shell.session.version();
    let version = version
        .map(|version| version.to_string())
        .unwrap_or_default();
    let user = match &shell.session.target().user {
        Some(user) => format!(" as user {user}"),
        None => String::new(),
    };
    shell.output.say(&format!(
        "Connected to {address} using Bolt protocol version {version}{user}.\n\
         Type :help for the commands, :exit to leave. Statements end with a semicolon."
    ));
}

fn editor<'s>(
    shell: &'s RefCell<&'s mut Shell>,
    options: &Options,
) -> Result<Line<'s>, ShellError> {
    let wrong = |error: ReadlineError| ShellError::Io {
        what: "the terminal".into(),
        why: std::io::Error::other(error.to_string()),
    };
    let config = Config::builder()
        .max_history_size(REMEMBERED)
        .map_err(wrong)?
        .completion_type(CompletionType::List)
        .build();
    let mut editor: Line<'s> = Editor::with_config(config).map_err(wrong)?;
    editor.set_helper(Some(Assistant {
        shell,
        words: RefCell::default(),
    }));
    if let Some(file) = &options.history {
        // There is none at the first time.
        let _ = editor.load_history(file);
    }
    let entries = editor.history().iter().cloned().collect();
    shell.borrow_mut().history = entries;
    Ok(editor)
}

/// Whose line is asked for, where: `neo4j@movies>`, with `#` in a transaction.
fn prompt(shell: &Shell) -> Asking {
    let target = shell.session.target();
    if !shell.session.is_connected() {
        let raw = "Disconnected> ".to_owned();
        let styled = raw.clone();
        return Asking { raw, styled };
    }
    let user: Cow<'_, str> = match (&target.user, &target.impersonated) {
        (Some(user), Some(other)) => format!("{user}({other})").into(),
        (None, Some(other)) => format!("({other})").into(),
        (Some(user), None) => user.into(),
        (None, None) => "".into(),
    };
    let database = shell.session.database();
    let end = if shell.session.in_transaction() {
        '#'
    } else {
        '>'
    };
    Asking {
        raw: format!("{user}@{database}{end} "),
        styled: format!("\x1b[1m{user}@{database}\x1b[0m{end} "),
    }
}

/// Runs what is in a line; errors are told and end nothing, unless nobody can be told anything.
fn execute(shell: &RefCell<&mut Shell>, line: &str) -> Result<Next, ShellError> {
    let mut shell = shell.borrow_mut();
    let mut splitter = Splitter::default();
    splitter.feed(line);
    while let Some(piece) = splitter.finish() {
        match shell.execute(&piece) {
            Ok(Next::GoOn) => {}
            Ok(Next::Leave) => return Ok(Next::Leave),
            Err(ShellError::Closed) => return Err(ShellError::Closed),
            Err(error) => {
                shell.output.complain(&error.to_string());
                if error.is_expired() {
                    shell
                        .output
                        .complain("quiver shell --change-password changes it");
                }
                break;
            }
        }
    }
    Ok(Next::GoOn)
}

/// Keeps a line, unless it could tell a password.
fn remember(editor: &mut Line<'_>, shell: &RefCell<&mut Shell>, options: &Options, line: &str) {
    let line = line.trim();
    let connects = line.to_ascii_lowercase().starts_with(":connect");
    if line.is_empty() || connects || credentials::sets_password(line) {
        return;
    }
    shell.borrow_mut().history.push(line.to_owned());
    // A history that cannot be kept is no reason not to run the statement.
    let _ = editor.add_history_entry(line);
    if let Some(file) = &options.history {
        let _ = editor.append_history(file);
    }
}

/// After `:history clear`.
fn forget(editor: &mut Line<'_>, options: &Options) {
    // An empty history is not written; one with the command that emptied it is.
    let cleared = editor.clear_history().is_ok();
    let _ = editor.add_history_entry(":history clear");
    if let (true, Some(file)) = (cleared, &options.history) {
        let _ = editor.save_history(file);
    }
}
