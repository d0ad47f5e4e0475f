//! `quiver serve`: runs the server until SIGTERM or SIGINT.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Failed, say};
use crate::config::{Config, ConfigError, Sources, settings, source};
use crate::server::Server;
use crate::{log, process};

/// Flags that stand for a setting: flag, name of its value, setting.
const FLAGS: [(&str, &str, &str); 3] = [
    ("data", "DIR", "server.directories.data"),
    ("bolt", "ADDR", "server.bolt.listen_address"),
    ("http", "ADDR", "server.http.listen_address"),
];

pub(super) fn command() -> Command {
    let mut command = Command::new("serve")
        .about("Run the server")
        .after_help(settings::help());
    for (flag, value, setting) in FLAGS {
        let help = settings::Setting::find(setting).map_or_else(String::new, |row| {
            format!("{} [default: {}]", row.description, row.default)
        });
        command = command.arg(Arg::new(flag).long(flag).value_name(value).help(help));
    }
    let switch = |name, help| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    };
    let valued = |name, value, help| Arg::new(name).long(name).value_name(value).help(help);
    command
        .arg(switch(
            "no-auth",
            "Let everybody in without a password; only on loopback addresses",
        ))
        .arg(valued("config", "FILE", "File of settings, name=value"))
        .arg(valued(
            "preset",
            "NAME",
            "Set of settings to start from: production, balanced or benchmark",
        ))
        .arg(valued(
            "initial-password-file",
            "FILE",
            "File with the first user's password; ignored once there are users",
        ))
        .arg(switch(
            "test-hooks",
            "Allow test-only procedures and provoked faults",
        ))
}

pub(super) fn run(matches: &ArgMatches) -> Result<(), Failed> {
    quiver_storage::allocator::give_back_soon();
    let config = sources(matches)
        .and_then(|sources| Config::resolve(&sources))
        .map_err(|error| Failed(error.to_string()))?;
    log::start(config.settings.log_level);
    log::report_panics();
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    let files = process::raise_file_limit();
    // Some are needed for what is stored and listened on.
    if files < config.settings.connections_max.0.saturating_add(100) {
        tracing::warn!(
            files,
            "fewer files may be open than connections are allowed"
        );
    }
    let running = Server::start(&config).map_err(|error| Failed(error.to_string()))?;
    running
        .until_signalled(|| say(&running.ready_line()))
        .map_err(|error| Failed(format!("cannot wait for signals: {error}")))?;
    running.shutdown();
    Ok(())
}

fn sources(matches: &ArgMatches) -> Result<Sources, ConfigError> {
    let given = |name: &str| matches.get_one::<String>(name).cloned();
    let file = |name: &str| {
        given(name)
            .map(|path| source::read(&path).map(|text| (path, text)))
            .transpose()
    };
    let mut flags: Vec<(&'static str, &'static str, String)> = FLAGS
        .iter()
        .filter_map(|(flag, _, setting)| Some((*flag, *setting, given(flag)?)))
        .collect();
    if matches.get_flag("no-auth") {
        flags.push(("no-auth", "dbms.security.auth_enabled", "false".into()));
    }
    Ok(Sources {
        preset: given("preset"),
        file: file("config")?,
        environment: source::environment(),
        flags,
        password_file: file("initial-password-file")?,
        test_hooks: matches.get_flag("test-hooks"),
    })
}
