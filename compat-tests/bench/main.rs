//! Quiver beside a real Neo4j: the same graph, the same queries in turn, the same clients.
//!
//! `cargo run --release -p quiver-compat-tests --bin bench -- --help`. It loads a graph that it
//! makes up, checks every answer against plain loops over that graph, and prints what each query
//! costs both. No test asserts on these times; `--check` only checks. Queries are in
//! [`queries::CASES`].
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measuring program prints, reads the clock and /proc, and dies of what it cannot go on with"
)]

mod check;
mod graph;
mod load;
mod measure;
mod process;
mod queries;
mod report;
mod wire;

use std::io::Write as _;
use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use quiver_compat_tests::harness::Server;
use quiver_types::rng::Rng;
use quiver_types::{Map, Value};

use graph::Graph;
use measure::{Sample, Target};
use process::Process;
use queries::{CASES, CLEANING, Case};
use report::{Row, short};
use wire::{Line, Login, Request};

/// Different parameters a query is sent with.
const DRAWN: usize = 500;
/// How long after a deletion memory is looked at.
const SETTLING: Duration = Duration::from_secs(3);

fn command() -> Command {
    let number = |name, default| {
        Arg::new(name)
            .long(name)
            .default_value(default)
            .value_parser(value_parser!(u64))
    };
    let text = |name| Arg::new(name).long(name);
    Command::new("bench")
        .about("Measures Quiver, beside a Neo4j where one is given, over Bolt")
        .arg(text("quiver").value_name("HOST:PORT").help(
            "A running Quiver; without it the program QUIVER_BIN names is started for this run",
        ))
        .arg(
            text("neo4j")
                .value_name("HOST:PORT")
                .help("A running Neo4j"),
        )
        .arg(text("user").help("User of both; without it there is no authentication"))
        .arg(text("password").default_value("").help("Password of both"))
        .arg(
            number("persons", "100000")
                .help("Size of the graph; the databases have to be empty, or hold this graph"),
        )
        .arg(number("degree", "18").help("KNOWS a person, on average"))
        .arg(number("rounds", "3").help("Rounds of each query, the servers in turn"))
        .arg(number("milliseconds", "1000").help("Length of a round"))
        .arg(number("warm", "5000").help("Milliseconds for warming up, a query and server"))
        .arg(
            text("clients")
                .default_value("1,16")
                .help("Clients at once, a list"),
        )
        .arg(
            text("only")
                .value_name("NAME,...")
                .help("Only queries whose names hold one of these"),
        )
        .arg(number("answers", "10").help("Answers of each query that are checked"))
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Check answers, measure nothing"),
        )
}

fn main() -> ExitCode {
    match run(&command().get_matches()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &ArgMatches) -> Result<(), String> {
    let number = |name: &str| options.get_one::<u64>(name).copied().unwrap_or_default();
    let text = |name: &str| options.get_one::<String>(name).map(String::as_str);
    let login = Login {
        user: text("user").map(str::to_owned),
        password: text("password").unwrap_or_default().to_owned(),
    };
    let own = text("quiver").is_none().then(|| {
        let began = Instant::now();
        let server = Server::start();
        println!(
            "Quiver started in {} ms",
            short(began.elapsed().as_secs_f64() * 1e3)
        );
        server
    });
    let mut targets = Vec::new();
    let address = own.as_ref().map_or_else(
        || resolve(text("quiver").unwrap_or_default()),
        |server| Ok(server.bolt()),
    )?;
    targets.push(target("Quiver", address, &login));
    if let Some(address) = text("neo4j") {
        targets.push(target("Neo4j", resolve(address)?, &login));
    }
    let graph = Graph::new(number("persons") as usize, number("degree") as usize);
    println!(
        "{} persons, {} companies, {} KNOWS",
        graph.persons.len(),
        graph.companies.len(),
        graph.knows.len()
    );
    for target in &targets {
        let mut line = Line::open(target.address, &target.login)?;
        match load::load(&mut line, &graph).map_err(|error| format!("{}: {error}", target.name))? {
            Some(rates) => println!(
                "{}: loaded {} nodes/s, {} relationships/s; {}",
                target.name,
                short(rates.nodes),
                short(rates.relationships),
                memory(target)
            ),
            None => println!("{}: the graph is there", target.name),
        }
    }
    let only: Vec<&str> = text("only")
        .map(|names| names.split(',').collect())
        .unwrap_or_default();
    let cases: Vec<&Case> = CASES
        .iter()
        .filter(|case| only.is_empty() || only.iter().any(|part| case.name.contains(part)))
        .collect();
    check_answers(&cases, &targets, &graph, number("answers") as usize)?;
    if options.get_flag("check") {
        return Ok(());
    }
    let clients: Vec<usize> = text("clients")
        .unwrap_or_default()
        .split(',')
        .map(|count| {
            count
                .parse()
                .map_err(|_| format!("{count:?} is no number of clients"))
        })
        .collect::<Result<_, String>>()?;
    let times = Times {
        rounds: number("rounds"),
        round: Duration::from_millis(number("milliseconds")),
        warm: Duration::from_millis(number("warm")),
    };
    let names: Vec<&str> = targets.iter().map(|target| target.name).collect();
    println!("\n{}", report::head(&names));
    let mut told = Vec::new();
    for clients in clients {
        let mut resident = Vec::new();
        for case in &cases {
            if case.expected.is_none() && resident.is_empty() {
                resident = targets.iter().map(memory).collect();
            }
            println!(
                "{}",
                measure_case(case, &targets, &graph, clients, &times)?.line()
            );
            let _ = std::io::stdout().flush();
        }
        // Kept until the table's part is complete.
        told.push((clients, resident));
        clean(&cases, &targets)?;
    }
    println!();
    for (clients, resident) in told {
        for (target, resident) in targets.iter().zip(resident) {
            println!(
                "{}: {resident} before what writes, {clients} clients",
                target.name
            );
        }
    }
    for target in &targets {
        println!("{}: {} at the end", target.name, memory(target));
    }
    Ok(())
}

/// Removes what the writing queries made, so that neither what is measured next nor the memory at
/// the end is about it.
fn clean(cases: &[&Case], targets: &[Target]) -> Result<(), String> {
    if cases.iter().all(|case| case.expected.is_some()) {
        return Ok(());
    }
    for target in targets {
        let told = |error: String| format!("{}: cleaning: {error}", target.name);
        let mut line = Line::open(target.address, &target.login)?;
        for query in CLEANING {
            loop {
                let rows = line.rows(query, Map::new()).map_err(told)?;
                if let Some([Value::Integer(0)]) = rows.first().map(Vec::as_slice) {
                    break;
                }
            }
        }
    }
    // What is done behind a deletion has time to end.
    std::thread::sleep(SETTLING);
    Ok(())
}

struct Times {
    rounds: u64,
    round: Duration,
    warm: Duration,
}

fn resolve(address: &str) -> Result<SocketAddr, String> {
    address
        .to_socket_addrs()
        .map_err(|error| format!("{address}: {error}"))?
        .next()
        .ok_or_else(|| format!("{address}: no such host"))
}

fn target(name: &'static str, address: SocketAddr, login: &Login) -> Target {
    Target {
        name,
        address,
        login: login.clone(),
        process: Process::listening_on(address),
    }
}

fn memory(target: &Target) -> String {
    let resident = target.process.and_then(Process::resident);
    resident.map_or_else(
        || "memory unknown".into(),
        |bytes| format!("{} MB resident", bytes >> 20),
    )
}

/// The same parameters for every server: a name gives its seed.
fn seeded(case: &Case) -> Rng {
    let seed = case.name.bytes().fold(7_u64, |seed, byte| {
        seed.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    Rng::from_seed(seed)
}

fn requests(case: &Case, graph: &Graph) -> Vec<Request> {
    let mut rng = seeded(case);
    (0..DRAWN)
        .map(|number| {
            let parameters = (case.parameters)(graph, &mut rng);
            let query = match case.fifth {
                Some(other) if number % 5 == 4 => other,
                _ => case.query,
            };
            Request::new(query, parameters)
        })
        .collect()
}

/// Compares answers of every server with those of plain loops.
fn check_answers(
    cases: &[&Case],
    targets: &[Target],
    graph: &Graph,
    answers: usize,
) -> Result<(), String> {
    let mut checked = 0;
    let mut wrong = Vec::new();
    for target in targets {
        let mut line = Line::open(target.address, &target.login)?;
        for case in cases {
            let Some(expected) = case.expected else {
                continue;
            };
            let mut rng = seeded(case);
            for _ in 0..answers {
                let parameters = (case.parameters)(graph, &mut rng);
                let expected = expected(graph, &parameters);
                let got = line.rows(case.query, parameters.clone())?;
                checked += 1;
                if let Some(difference) = check::difference(expected, got, case.ordered) {
                    wrong.push(format!(
                        "{}: {} with {parameters:?}: {difference}",
                        target.name, case.name
                    ));
                }
            }
        }
    }
    println!("{checked} answers checked, {} wrong", wrong.len());
    if wrong.is_empty() {
        return Ok(());
    }
    Err(wrong.join("\n"))
}

fn measure_case(
    case: &Case,
    targets: &[Target],
    graph: &Graph,
    clients: usize,
    times: &Times,
) -> Result<Row, String> {
    let requests = requests(case, graph);
    let mut samples = vec![Sample::default(); targets.len()];
    let told = |target: &Target, error| format!("{}: {}: {error}", target.name, case.name);
    for target in targets {
        target
            .measure(&requests, clients, times.warm)
            .map_err(|error| told(target, error))?;
    }
    for _ in 0..times.rounds {
        for (target, sample) in targets.iter().zip(&mut samples) {
            let round = target.measure(&requests, clients, times.round);
            sample.add(round.map_err(|error| told(target, error))?);
        }
    }
    Ok(Row {
        name: case.name,
        clients,
        goal: case.goal,
        samples,
    })
}
