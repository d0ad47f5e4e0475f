//! The shell's own commands, in one table: `:begin`, `:param`, `:use` and so on. Meet [`TABLE`]
//! first.

use quiver_types::Map;

use super::error::ShellError;
use super::format::plan::grid;
use super::format::{Lines, value};
use super::session::{AccessMode, Kept};
use super::{Next, Shell, parameters, script};

type Outcome = Result<Next, ShellError>;

/// A command.
pub struct Command {
    /// What it is called by, the colon included; the first is its name.
    pub names: &'static [&'static str],
    /// What may follow the name.
    pub arguments: &'static str,
    /// One line for the list.
    pub summary: &'static str,
    /// More for `:help NAME`.
    pub details: &'static str,
    /// How many words may follow; `None`: the rest of the line is one.
    words: Option<(usize, usize)>,
    run: fn(&mut Shell, &str) -> Outcome,
}

/// The commands there are, by name.
pub const TABLE: [Command; 15] = [
    Command {
        names: &[":access-mode"],
        arguments: "[read|write]",
        summary: "Show or set whether statements may write",
        details: "From the next transaction on, statements may only read, or write too.",
        words: Some((0, 1)),
        run: access_mode,
    },
    Command {
        names: &[":begin"],
        arguments: "",
        summary: "Begin a transaction",
        details: "Statements belong to it until :commit or :rollback. The prompt ends with # so long.",
        words: Some((0, 0)),
        run: |shell, _| shell.session.begin().map(|()| Next::GoOn),
    },
    Command {
        names: &[":clear"],
        arguments: "",
        summary: "Clear the screen",
        details: "Parameters and history stay: :param clear and :history clear are for those.",
        words: Some((0, 0)),
        run: clear,
    },
    Command {
        names: &[":commit"],
        arguments: "",
        summary: "Commit the open transaction",
        details: "What its statements changed is kept, and others see it.",
        words: Some((0, 0)),
        run: |shell, _| shell.session.commit().map(|()| Next::GoOn),
    },
    Command {
        names: &[":connect"],
        arguments: "[-u USER] [-p PASSWORD] [-d DATABASE]",
        summary: "Connect again",
        details: "After :disconnect; as whom and to which database it was before, unless told otherwise.",
        words: None,
        run: connect,
    },
    Command {
        names: &[":disconnect"],
        arguments: "",
        summary: "Leave the server",
        details: "An open transaction is rolled back.",
        words: Some((0, 0)),
        run: disconnect,
    },
    Command {
        names: &[":exit", ":quit"],
        arguments: "",
        summary: "Leave the shell",
        details: "An open transaction is rolled back. Ctrl-D on an empty line leaves, too.",
        words: Some((0, 0)),
        run: |_, _| Ok(Next::Leave),
    },
    Command {
        names: &[":help", ":man"],
        arguments: "[COMMAND]",
        summary: "Show the commands",
        details: "With the name of one, what is to be known about it.",
        words: Some((0, 1)),
        run: help,
    },
    Command {
        names: &[":history"],
        arguments: "[clear]",
        summary: "Show or forget the history",
        details: "Statements that could have a password in them are not kept.",
        words: Some((0, 1)),
        run: history,
    },
    Command {
        names: &[":impersonate"],
        arguments: "[USER]",
        summary: "Act as another user",
        details: "Without a name, as oneself again. Servers may refuse it.",
        words: Some((0, 1)),
        run: impersonate,
    },
    Command {
        names: &[":param", ":params"],
        arguments: "[list | clear | {NAME: EXPRESSION, ...} | NAME => EXPRESSION]",
        summary: "Show, set or forget parameters",
        details: parameters::USAGE,
        words: None,
        run: param,
    },
    Command {
        names: &[":rollback"],
        arguments: "",
        summary: "Roll the open transaction back",
        details: "What its statements changed is undone.",
        words: Some((0, 0)),
        run: |shell, _| shell.session.rollback().map(|()| Next::GoOn),
    },
    Command {
        names: &[":source"],
        arguments: "FILE",
        summary: "Run the statements of a file",
        details: "It ends at the first error, unless the shell was told --fail-at-end.",
        words: Some((1, 1)),
        run: |shell, file| script::source(shell, unquoted(file)),
    },
    Command {
        names: &[":sysinfo"],
        arguments: "",
        summary: "Show databases and the server's version",
        details: "What SHOW DATABASES and dbms.components() tell.",
        words: Some((0, 0)),
        run: sysinfo,
    },
    Command {
        names: &[":use"],
        arguments: "[DATABASE]",
        summary: "Use another database",
        details: "Without a name, the user's home database.",
        words: Some((0, 1)),
        run: choose,
    },
];

/// The command of a name, with its colon, in whatever case.
pub fn find(name: &str) -> Option<&'static Command> {
    TABLE.iter().find(|command| {
        let mut names = command.names.iter();
        names.any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// Runs a command line.
pub(super) fn run(shell: &mut Shell, line: &str) -> Outcome {
    let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let arguments = arguments.trim();
    let command = find(name).ok_or_else(|| {
        ShellError::Usage(format!(
            "There is no command {name}; :help shows what there is"
        ))
    })?;
    if let Some((least, most)) = command.words {
        let words = words(arguments).len();
        if !(least..=most).contains(&words) {
            return Err(command.usage());
        }
    }
    (command.run)(shell, arguments)
}

impl Command {
    fn usage(&self) -> ShellError {
        let name = self.names.first().copied().unwrap_or_default();
        ShellError::Usage(
            format!("usage: {name} {}", self.arguments)
                .trim_end()
                .to_owned(),
        )
    }
}

/// Words, of which each may be in quotes.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' | '\'' | '`' => rest[1..].find(first).map(|at| at + 2),
            _ => rest.find(char::is_whitespace),
        };
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        found.push(word);
        rest = after.trim_start();
    }
    found
}

fn unquoted(word: &str) -> &str {
    ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| word.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(word)
}

fn access_mode(shell: &mut Shell, argument: &str) -> Outcome {
    match argument.to_ascii_lowercase().as_str() {
        "" => {
            let mode = match shell.session.target().mode {
                AccessMode::Read => "read",
                AccessMode::Write => "write",
            };
            shell.output.say(&format!("Access mode {mode}"));
        }
        "read" => shell.session.set_mode(AccessMode::Read),
        "write" => shell.session.set_mode(AccessMode::Write),
        _ => {
            let problem = format!("{argument:?} is no access mode; there are read and write");
            return Err(ShellError::Usage(problem));
        }
    }
    Ok(Next::GoOn)
}

fn clear(shell: &mut Shell, _: &str) -> Outcome {
    if shell.interactive {
        // To the upper left, and away with the rest.
        shell.output.say("\x1b[H\x1b[2J");
    }
    Ok(Next::GoOn)
}

fn connect(shell: &mut Shell, arguments: &str) -> Outcome {
    if shell.session.is_connected() {
        return Err(ShellError::Usage("Already connected".into()));
    }
    let usage = || find(":connect").map_or(ShellError::Disconnected, Command::usage);
    let (mut user, mut password, mut database) = (None, None, None);
    let mut left = words(arguments).into_iter();
    while let Some(flag) = left.next() {
        let place = match flag {
            "-u" | "--username" => &mut user,
            "-p" | "--password" => &mut password,
            "-d" | "--database" => &mut database,
            _ => return Err(usage()),
        };
        *place = Some(unquoted(left.next().ok_or_else(usage)?).to_owned());
    }
    let before = shell.session.target().clone();
    shell.session.aim(|target| {
        if user.is_some() {
            // Somebody else has another password.
            target.password = None;
            target.user = user;
        }
        target.password = password.or(target.password.take());
        target.database = database.or(target.database.take());
    });
    let outcome = shell.log_in(shell.interactive);
    if outcome.is_err() {
        shell.session.aim(|target| *target = before);
    }
    outcome.map(|()| Next::GoOn)
}

fn disconnect(shell: &mut Shell, _: &str) -> Outcome {
    if !shell.session.is_connected() {
        return Err(ShellError::Disconnected);
    }
    shell.session.disconnect();
    Ok(Next::GoOn)
}

fn help(shell: &mut Shell, argument: &str) -> Outcome {
    if argument.is_empty() {
        let widest = TABLE.iter().flat_map(|command| command.names.first());
        let widest = widest.map(|name| name.len()).max().unwrap_or_default();
        shell.output.say("\nCommands:");
        for command in &TABLE {
            let name = command.names.first().copied().unwrap_or_default();
            shell
                .output
                .say(&format!("  {name:widest$}  {}", command.summary));
        }
        shell.output.say(
            "\n:help COMMAND tells more about one. Everything else is Cypher and ends with a semicolon.\n\
             Tab completes a word, the arrow keys go through the history, Ctrl-R searches it,\n\
             Ctrl-C stops a query or forgets a line, Ctrl-D leaves.\n",
        );
        return Ok(Next::GoOn);
    }
    let name = format!(":{}", argument.trim_start_matches(':'));
    let command =
        find(&name).ok_or_else(|| ShellError::Usage(format!("There is no command {name}")))?;
    shell
        .output
        .say(&format!("\n{}\n\n{}\n", command.usage(), command.details));
    Ok(Next::GoOn)
}

fn history(shell: &mut Shell, argument: &str) -> Outcome {
    match argument {
        "" => {
            let count = shell.history.len().to_string().len();
            for (position, entry) in shell.history.iter().enumerate() {
                let entry = entry.replace('\n', &format!("\n{}", " ".repeat(count + 3)));
                shell
                    .output
                    .say(&format!(" {:count$}  {entry}", position + 1));
            }
            shell.output.say("");
        }
        "clear" => {
            shell.history.clear();
            shell.forgotten = true;
            shell.output.say("Removing history...");
        }
        _ => {
            let usage = find(":history").map_or(ShellError::Disconnected, Command::usage);
            return Err(usage);
        }
    }
    Ok(Next::GoOn)
}

/// Commands that need a connection of their own do not belong into a transaction.
fn outside_transaction(shell: &Shell) -> Result<(), ShellError> {
    if shell.session.in_transaction() {
        let problem = "There is an open transaction; :commit or :rollback comes first";
        return Err(ShellError::Usage(problem.into()));
    }
    if !shell.session.is_connected() {
        return Err(ShellError::Disconnected);
    }
    Ok(())
}

fn impersonate(shell: &mut Shell, argument: &str) -> Outcome {
    outside_transaction(shell)?;
    let user = Some(unquoted(argument).to_owned()).filter(|user| !user.is_empty());
    let before = shell.session.target().clone();
    shell.session.aim(|target| {
        target.impersonated = user;
        target.database = None;
    });
    let outcome = shell.session.connect();
    if outcome.is_err() {
        shell.session.aim(|target| *target = before);
        shell.session.connect()?;
    }
    outcome.map(|()| Next::GoOn)
}

fn param(shell: &mut Shell, argument: &str) -> Outcome {
    match argument {
        "" | "list" => {
            let text = shell.parameters.to_string();
            shell.output.say(&text);
        }
        "clear" => shell.parameters.clear(),
        text => shell.parameters.set(text, &mut shell.session)?,
    }
    Ok(Next::GoOn)
}

fn choose(shell: &mut Shell, argument: &str) -> Outcome {
    outside_transaction(shell)?;
    let name = Some(unquoted(argument).to_owned()).filter(|name| !name.is_empty());
    shell.session.choose(name)?;
    Ok(Next::GoOn)
}

fn sysinfo(shell: &mut Shell, _: &str) -> Outcome {
    let parts: [(&str, &[&str]); 2] = [
        (
            "SHOW DATABASES YIELD name, address, role, currentStatus, default",
            &["Database", "Address", "Role", "Status", "Default"],
        ),
        (
            "CALL dbms.components() YIELD name, versions, edition",
            &["Component", "Versions", "Edition"],
        ),
    ];
    for (query, names) in parts {
        let mut kept = Kept::default();
        shell.session.run(query, Map::new(), &mut kept)?;
        let rows: Vec<Vec<String>> = kept
            .0
            .iter()
            .map(|row| row.iter().map(value::text).collect())
            .collect();
        let drawn = shell
            .output
            .line("")
            .and_then(|()| grid(names, &rows, &mut shell.output));
        drawn.map_err(|_| ShellError::Closed)?;
    }
    shell.output.say("");
    Ok(Next::GoOn)
}
