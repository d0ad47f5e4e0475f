//! `quiver shell`: queries by hand or from scripts, against any server that speaks Bolt.
//!
//! It is a client like any other and knows nothing of the engine: it speaks through
//! `quiver_protocol::client`, and prints what comes back the way Neo4j's shell does. Not here: the
//! server. Meet [`Shell`] first; [`run`] is where it starts.

mod address;
mod commands;
mod complete;
mod error;
mod format;
mod link;
mod options;
mod output;
mod pager;
mod parameters;
mod repl;
mod script;
mod session;
mod statement;
mod terminal;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::ArgMatches;
use quiver_types::{Map, Value};

use error::ShellError;
use format::{Format, Layout, Lines, Printer, Stop, Summary};
use options::Options;
pub use options::command;
use output::Output;
use parameters::Parameters;
use session::{Receiver, Session};
use statement::Piece;

/// Whether there is more to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    /// There may be.
    GoOn,
    /// The user wants to leave.
    Leave,
}

/// What statements and commands work on.
struct Shell {
    session: Session,
    parameters: Parameters,
    output: Output,
    format: Format,
    layout: Layout,
    /// Whether a person types.
    interactive: bool,
    fail_at_end: bool,
    notifications: bool,
    /// Statements of this and earlier times.
    history: Vec<String>,
    /// Whether the history was cleared, and the editor does not know yet.
    forgotten: bool,
    /// How many files are being read, one from within the other.
    sources: usize,
}

/// Runs the command; every error has been told when it ends.
pub(super) fn run(matches: &ArgMatches) -> ExitCode {
    match start(matches) {
        Ok(code) => code,
        Err(ShellError::Closed) => ExitCode::FAILURE,
        Err(error) => {
            Output::new(false).complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn start(matches: &ArgMatches) -> Result<ExitCode, ShellError> {
    if matches.get_flag("driver-version") {
        let known = quiver_protocol::Version::ALL;
        let names: Vec<String> = known.iter().map(ToString::to_string).collect();
        super::say(&format!("Bolt {}", names.join(", ")));
        return Ok(ExitCode::SUCCESS);
    }
    let options = Options::read(matches)?;
    let asks = std::io::stdin().is_terminal() && !options.non_interactive;
    let interactive = asks && options.query.is_none() && options.file.is_none();
    let format = match (options.format, interactive) {
        (Some(format), _) => format,
        (None, true) => Format::Verbose,
        (None, false) => Format::Plain,
    };
    let paged = options.paged && interactive && std::io::stdout().is_terminal();
    let mut shell = Shell {
        session: Session::new(options.target.clone(), interactive)?,
        parameters: Parameters::default(),
        output: Output::new(paged),
        format,
        layout: options.layout,
        interactive,
        fail_at_end: options.fail_at_end,
        notifications: options.notifications && interactive,
        history: Vec::new(),
        forgotten: false,
        sources: 0,
    };
    if options.change_password {
        shell.ask_login(true)?;
        shell.ask_new_password()?;
        return Ok(ExitCode::SUCCESS);
    }
    shell.log_in(asks)?;
    for text in &options.parameters {
        shell.parameters.set(text, &mut shell.session)?;
    }
    let outcome = if let Some(query) = &options.query {
        script::text(&mut shell, query)
    } else if let Some(file) = &options.file {
        script::file(&mut shell, file)
    } else if interactive {
        repl::run(&mut shell, &options)
    } else {
        script::standard_input(&mut shell)
    };
    shell.output.flush();
    shell.session.disconnect();
    outcome
}

impl Shell {
    /// Connects, and asks a person for what is missing to log in.
    fn log_in(&mut self, asks: bool) -> Result<(), ShellError> {
        let target = self.session.target();
        if asks && target.user.is_some() != target.password.is_some() {
            self.ask_login(false)?;
        }
        let mut outcome = self.session.connect();
        let nobody = self.session.target().user.is_none();
        if asks && nobody && matches!(&outcome, Err(error) if error.is_unauthorized()) {
            self.ask_login(false)?;
            outcome = self.session.connect();
        }
        if asks && matches!(&outcome, Err(error) if error.is_expired()) {
            self.output
                .say("The password has expired and must be changed.");
            self.ask_new_password()?;
            outcome = self.session.connect();
        }
        outcome
    }

    /// Asks for user and password as far as they are missing.
    fn ask_login(&mut self, change: bool) -> Result<(), ShellError> {
        let missing = || ShellError::Usage("No user and password were given".into());
        if self.session.target().user.is_none() {
            let user = terminal::ask("username: ").ok_or_else(missing)?;
            self.session.aim(|target| target.user = Some(user));
        }
        if self.session.target().password.is_none() {
            let question = if change {
                "old password: "
            } else {
                "password: "
            };
            let password = terminal::ask_secret(question).ok_or_else(missing)?;
            self.session.aim(|target| target.password = Some(password));
        }
        Ok(())
    }

    fn ask_new_password(&mut self) -> Result<(), ShellError> {
        let missing =
            || ShellError::Usage("The password is unchanged: no new one was given".into());
        let new = terminal::ask_secret("new password: ").ok_or_else(missing)?;
        if new.is_empty() {
            return Err(missing());
        }
        let again = terminal::ask_secret("confirm password: ").ok_or_else(missing)?;
        if new != again {
            let differ = "The password is unchanged: the two new ones differ";
            return Err(ShellError::Usage(differ.into()));
        }
        self.session.change_password(&new)
    }

    /// Does one statement or command.
    fn execute(&mut self, piece: &Piece) -> Result<Next, ShellError> {
        let outcome = match piece {
            Piece::Command(line) => commands::run(self, line),
            Piece::Statement(text) => self.query(text).map(|()| Next::GoOn),
        };
        if self.output.is_closed() {
            return Err(ShellError::Closed);
        }
        outcome
    }

    /// Runs a statement and prints what it gives.
    fn query(&mut self, text: &str) -> Result<(), ShellError> {
        self.output.start_page();
        let mut showing = Showing {
            printer: format::printer(self.format, self.layout),
            output: &mut self.output,
            begun: false,
            enough: false,
        };
        let parameters = self.parameters.values();
        let outcome = self.session.run(text, parameters, &mut showing);
        let Showing {
            mut printer,
            begun,
            enough,
            ..
        } = showing;
        let printed = match &outcome {
            Ok(_) if enough => Err(Stop::Enough),
            Ok(summary) => printer
                .end(summary, &mut self.output)
                .and_then(|()| self.notify(summary)),
            Err(_) if begun => printer.abandon(&mut self.output),
            Err(_) => Ok(()),
        };
        self.output.flush();
        match (outcome, printed) {
            (Err(error), _) => Err(error),
            (Ok(_), Err(Stop::Closed)) => Err(ShellError::Closed),
            (Ok(_), Err(Stop::Enough)) => {
                self.output.say("(the rest of the result is not shown)");
                Ok(())
            }
            (Ok(_), Ok(())) => Ok(()),
        }
    }

    fn notify(&mut self, summary: &Summary) -> Result<(), Stop> {
        if !self.notifications {
            return Ok(());
        }
        for notification in notifications(&summary.meta) {
            self.output.line("")?;
            self.output.line(&notification)?;
        }
        Ok(())
    }
}

/// What the server remarks on a statement, whichever version of Bolt it remarks it in.
fn notifications(meta: &Map) -> Vec<String> {
    let text = |map: &Map, key: &str| match map.get(key) {
        Some(Value::String(text)) => text.to_string(),
        Some(_) | None => String::new(),
    };
    let list = |key: &str| match meta.get(key) {
        Some(Value::List(items)) => items.to_vec(),
        Some(_) | None => Vec::new(),
    };
    let mut found = Vec::new();
    for status in list("statuses") {
        let Value::Map(status) = status else { continue };
        let code = text(&status, "gql_status");
        // Warnings and information; the others tell that all went well.
        if code.starts_with("01") || code.starts_with("03") {
            found.push(format!("{} ({code})", text(&status, "status_description")));
        }
    }
    for notification in list("notifications") {
        if let Value::Map(notification) = notification {
            let severity = match text(&notification, "severity").as_str() {
                "WARNING" => "warn",
                _ => "info",
            };
            let description = text(&notification, "description");
            let code = text(&notification, "code");
            found.push(format!("{severity}: {description} ({code})"));
        }
    }
    found
}

/// A result on its way to the output.
struct Showing<'s> {
    printer: Box<dyn Printer>,
    output: &'s mut Output,
    begun: bool,
    /// Whether the user has seen enough.
    enough: bool,
}

impl Receiver for Showing<'_> {
    fn columns(&mut self, names: Vec<String>) {
        self.begun = true;
        self.printer.begin(names);
    }

    fn row(&mut self, row: Vec<Value>) -> Result<(), Stop> {
        let printed = self.printer.row(row, self.output);
        self.enough |= printed == Err(Stop::Enough);
        printed
    }

    fn stopping(&mut self) {
        self.output.say("Stopping query...");
    }
}
