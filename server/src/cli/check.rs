//! `quiver check DIR`: reads a data folder whole and says whether it is intact.

use std::path::Path;
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};
use quiver_types::time::{Clock, SystemClock};

use super::{Failed, say};
use crate::databases::{self, HOME, SYSTEM};

pub(super) fn command() -> Command {
    Command::new("check")
        .about("Check a data folder that no server uses")
        .arg(
            Arg::new("data")
                .value_name("DIR")
                .required(true)
                .help("The data folder"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> Result<(), Failed> {
    let data = matches
        .get_one::<String>("data")
        .ok_or_else(|| Failed("which folder?".into()))?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    for name in [HOME, SYSTEM] {
        let folder = Path::new(data).join("databases").join(name);
        if !folder.is_dir() {
            return Err(Failed(format!("{} is not there", folder.display())));
        }
        let database = databases::open(data, name, &clock)
            .map_err(|error| Failed(format!("{name}: {error}")))?;
        database.close();
        say(&format!("{name}: intact"));
    }
    Ok(())
}
