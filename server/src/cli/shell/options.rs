//! The command line of `quiver shell`, with the names that Neo4j's shell has. Meet [`Options`]
//! first.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::address::{Address, Encryption};
use super::error::ShellError;
use super::format::{Format, Layout};
use super::session::{AccessMode, Target};
use crate::config::source;

/// Where a server is when nobody says.
const DEFAULT_ADDRESS: &str = "neo4j://localhost:7687";

/// What the user wants.
#[derive(Debug)]
pub struct Options {
    /// Whom to be, where.
    pub target: Target,
    /// `None`: verbose for people, plain for scripts.
    pub format: Option<Format>,
    /// How tables are laid out.
    pub layout: Layout,
    /// Texts that set parameters.
    pub parameters: Vec<String>,
    /// Statements to run, and nothing else.
    pub query: Option<String>,
    /// A file of statements to run.
    pub file: Option<String>,
    /// Nobody is asked anything.
    pub non_interactive: bool,
    /// Errors do not stop a script, and are answered with a failure at its end.
    pub fail_at_end: bool,
    /// Whether to ask for a new password and do nothing else.
    pub change_password: bool,
    /// Whether notifications are shown.
    pub notifications: bool,
    /// Whether long results stop at each screenful.
    pub paged: bool,
    /// File of the history; `None`: it is not kept.
    pub history: Option<String>,
    /// After how much idleness an interactive shell ends, in seconds.
    pub idle: Option<u64>,
}

const EXAMPLES: &str = "\
Without a query or file, and on a terminal, the shell asks for statements; :help explains its
commands. Otherwise it runs what it is given and ends: 0 if all went well, 1 if not.

  quiver shell -u neo4j                                     asks for the password
  quiver shell -u neo4j -p PASSWORD 'MATCH (n) RETURN count(n)'
  quiver shell -P '{name: \"Ann\"}' 'MATCH (p {name: $name}) RETURN p'
  quiver shell --format csv --file report.cypher > report.csv
  cat load.cypher | quiver shell --fail-at-end";

pub fn command() -> Command {
    let valued = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let switch = |name: &'static str, help: &'static str| {
        let arg = Arg::new(name).long(name).help(help);
        arg.action(ArgAction::SetTrue)
    };
    Command::new("shell")
        .about("Run queries, by hand or from a script")
        .after_help(EXAMPLES)
        .arg(Arg::new("query").value_name("QUERY").help("Statements to run, separated by semicolons"))
        .arg(
            valued("address", "URI", "Where the server is: bolt:// or neo4j://, with +s for TLS, with +ssc for TLS with any certificate [env: NEO4J_ADDRESS, NEO4J_URI] [default: neo4j://localhost:7687]")
                .short('a')
                .visible_alias("uri"),
        )
        .arg(valued("username", "USER", "User [env: NEO4J_USERNAME]").short('u'))
        .arg(
            valued("password", "PASSWORD", "Password; asked for if it is missing [env: NEO4J_PASSWORD]")
                .short('p')
                .allow_hyphen_values(true),
        )
        .arg(valued("database", "DB", "Database, if not the user's home database [env: NEO4J_DATABASE]").short('d'))
        .arg(valued("impersonate", "USER", "User to act as"))
        .arg(
            valued("encryption", "WHEN", "Whether to use TLS: as the address says, or in any case")
                .value_parser(["true", "false", "default"])
                .default_value("default"),
        )
        .arg(
            valued("access-mode", "MODE", "Whether statements may write")
                .value_parser(["read", "write"])
                .default_value("write"),
        )
        .arg(
            valued("format", "FORMAT", "verbose: tables, statistics, times; plain: values with commas; json: an object a row; csv; auto: verbose on a terminal, else plain")
                .value_parser(["auto", "verbose", "plain", "json", "csv"])
                .default_value("auto"),
        )
        .arg(
            valued("param", "PARAM", "Set parameters, as in '{a: 1, b: date()}' or 'a => 1'; may be repeated")
                .short('P')
                .action(ArgAction::Append),
        )
        .arg(valued("file", "FILE", "Run the statements of a file").short('f'))
        .arg(switch("fail-fast", "End a script at its first error (so it is without this, too)"))
        .arg(switch("fail-at-end", "Run a script to its end in spite of errors").conflicts_with("fail-fast"))
        .arg(switch("non-interactive", "Ask nothing, even on a terminal"))
        .arg(
            valued("sample-rows", "N", "Rows that decide how wide a table's columns are")
                .value_parser(clap::value_parser!(u32).range(1..))
                .default_value("1000"),
        )
        .arg(
            valued("wrap", "WHEN", "Whether values that are too wide for their column go on in the next line, or are cut")
                .value_parser(["true", "false"])
                .default_value("true"),
        )
        .arg(
            valued("paging", "WHEN", "Whether long results stop at each screenful, on a terminal")
                .value_parser(["true", "false"])
                .default_value("true"),
        )
        .arg(valued("history", "FILE", "File of the history, or in-memory to keep none [env: NEO4J_CYPHER_SHELL_HISTORY] [default: .quiver_shell_history in the home folder]"))
        .arg(valued("idle-timeout", "TIME", "End an interactive shell that waited so long for input, as in 1h30m or 90s"))
        .arg(switch("notifications", "Show the server's notifications, on a terminal"))
        .arg(switch("enable-autocompletions", "Complete words at the Tab key; they always are, but cypher-shell wants to be told"))
        .arg(switch("change-password", "Ask for a new password, change it, and end"))
        .arg(switch("driver-version", "Print which versions of Bolt are spoken, and end"))
        .arg(
            Arg::new("version")
                .short('v')
                .long("version")
                .action(ArgAction::Version)
                .help("Print the version, and end"),
        )
        .version(crate::server::VERSION)
        .disable_version_flag(true)
}

impl Options {
    /// Puts arguments and environment together.
    ///
    /// # Errors
    /// Something in them cannot be understood.
    pub fn read(matches: &ArgMatches) -> Result<Self, ShellError> {
        let environment = source::environment();
        let set = |names: &[&str]| {
            let found = names.iter().find_map(|name| {
                let entry = environment.iter().find(|(key, _)| key == name);
                entry.map(|(_, value)| value.clone())
            });
            found.filter(|value| !value.is_empty())
        };
        let given = |name: &str| matches.get_one::<String>(name).cloned();
        let says = |name: &str, word: &str| {
            matches
                .get_one::<String>(name)
                .is_some_and(|value| value == word)
        };
        let address = given("address")
            .or_else(|| set(&["NEO4J_ADDRESS", "NEO4J_URI"]))
            .unwrap_or_else(|| DEFAULT_ADDRESS.into());
        let encryption = match () {
            () if says("encryption", "true") => Encryption::On,
            () if says("encryption", "false") => Encryption::Off,
            () => Encryption::ByScheme,
        };
        let address = Address::parse(&address)?.with(encryption)?;
        let (user, password) = address.login.clone().unzip();
        let user = given("username")
            .or(user)
            .or_else(|| set(&["NEO4J_USERNAME"]));
        let password = given("password")
            .or(password)
            .or_else(|| set(&["NEO4J_PASSWORD"]));
        let history = given("history").or_else(|| set(&["NEO4J_CYPHER_SHELL_HISTORY"]));
        let history = match history {
            Some(file) => Some(file).filter(|file| file != "in-memory"),
            None => set(&["HOME"]).map(|home| format!("{home}/.quiver_shell_history")),
        };
        Ok(Self {
            target: Target {
                address,
                user,
                password,
                impersonated: given("impersonate"),
                database: given("database").or_else(|| set(&["NEO4J_DATABASE"])),
                mode: if says("access-mode", "read") {
                    AccessMode::Read
                } else {
                    AccessMode::Write
                },
            },
            format: match given("format").as_deref() {
                Some("verbose") => Some(Format::Verbose),
                Some("plain") => Some(Format::Plain),
                Some("json") => Some(Format::Json),
                Some("csv") => Some(Format::Csv),
                Some(_) | None => None,
            },
            layout: Layout {
                sample: matches
                    .get_one::<u32>("sample-rows")
                    .map_or(1000, |rows| *rows as usize),
                wrap: says("wrap", "true"),
            },
            parameters: matches
                .get_many::<String>("param")
                .map(|texts| texts.cloned().collect())
                .unwrap_or_default(),
            query: given("query"),
            file: given("file"),
            non_interactive: matches.get_flag("non-interactive"),
            fail_at_end: matches.get_flag("fail-at-end"),
            change_password: matches.get_flag("change-password"),
            notifications: matches.get_flag("notifications"),
            paged: says("paging", "true"),
            history,
            idle: given("idle-timeout").map(|text| idle(&text)).transpose()?,
        })
    }
}

/// `1h30m`, `90s` in seconds.
fn idle(text: &str) -> Result<u64, ShellError> {
    let wrong = || ShellError::Usage(format!("--idle-timeout: {text:?} is no time like 1h30m"));
    let mut seconds: u64 = 0;
    let mut digits = String::new();
    for c in text.chars() {
        let unit = match c {
            '0'..='9' => {
                digits.push(c);
                continue;
            }
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return Err(wrong()),
        };
        let amount: u64 = digits.parse().map_err(|_| wrong())?;
        digits.clear();
        let more = amount.checked_mul(unit).ok_or_else(wrong)?;
        seconds = seconds.checked_add(more).ok_or_else(wrong)?;
    }
    if seconds == 0 || !digits.is_empty() {
        return Err(wrong());
    }
    Ok(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_times() {
        assert_eq!(idle("1h30m").unwrap(), 5400);
        assert_eq!(idle("90s").unwrap(), 90);
        for wrong in ["", "90", "1x", "h", "0s", "99999999999999999999h"] {
            assert!(idle(wrong).is_err(), "{wrong}");
        }
    }
}
