//! One measurement: so many clients, each sending a request when the last one is answered, for a
//! while.
//!
//! Meet [`Target`], then [`Target::measure`].

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::process::Process;
use crate::wire::{Line, Login, Request};

/// A server.
pub struct Target {
    /// As the report calls it.
    pub name: &'static str,
    /// Where it is.
    pub address: SocketAddr,
    /// Who logs in.
    pub login: Login,
    /// Its process, if it runs here.
    pub process: Option<Process>,
}

/// What was seen, of one round or of several.
#[derive(Clone, Default)]
pub struct Sample {
    /// Nanoseconds of each request.
    pub latencies: Vec<u64>,
    /// Seconds that passed.
    pub seconds: f64,
    /// Seconds of processor time that the server used.
    pub cpu: Option<f64>,
}

impl Sample {
    /// Adds another round.
    pub fn add(&mut self, other: Self) {
        self.cpu = match (self.latencies.is_empty(), self.cpu, other.cpu) {
            (true, _, cpu) => cpu,
            (false, Some(a), Some(b)) => Some(a + b),
            (false, ..) => None,
        };
        self.latencies.extend(other.latencies);
        self.seconds += other.seconds;
    }

    /// The latency that this share of requests stays within, in microseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let place = (share * last as f64).round() as usize;
        sorted
            .get(place)
            .map_or(f64::NAN, |nanos| *nanos as f64 / 1000.0)
    }

    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.seconds
    }

    /// Microseconds of the server's processors a request.
    pub fn cpu_each(&self) -> Option<f64> {
        Some(self.cpu? * 1e6 / self.latencies.len() as f64)
    }
}

impl Target {
    /// Lets `clients` send `requests`, each beginning elsewhere among them, for that long; at
    /// least once each.
    pub fn measure(
        &self,
        requests: &[Request],
        clients: usize,
        time: Duration,
    ) -> Result<Sample, String> {
        let lines = (0..clients)
            .map(|_| Line::open(self.address, &self.login))
            .collect::<Result<Vec<_>, _>>()?;
        let stop = AtomicBool::new(false);
        let cpu = self.process.and_then(Process::cpu);
        let began = Instant::now();
        let results: Vec<Result<Vec<u64>, String>> = std::thread::scope(|scope| {
            let running: Vec<_> = lines
                .into_iter()
                .enumerate()
                .map(|(number, mut line)| {
                    let stop = &stop;
                    let first = number * requests.len() / clients;
                    scope.spawn(move || work(&mut line, requests, first, stop))
                })
                .collect();
            std::thread::sleep(time);
            stop.store(true, Ordering::Relaxed);
            running
                .into_iter()
                .map(|thread| {
                    thread
                        .join()
                        .unwrap_or_else(|_| Err("a client died".into()))
                })
                .collect()
        });
        let seconds = began.elapsed().as_secs_f64();
        let used = self.process.and_then(Process::cpu);
        let mut latencies = Vec::new();
        for result in results {
            latencies.extend(result?);
        }
        Ok(Sample {
            latencies,
            seconds,
            cpu: used
                .zip(cpu)
                .map(|(after, before)| (after - before).as_secs_f64()),
        })
    }
}

fn work(
    line: &mut Line,
    requests: &[Request],
    first: usize,
    stop: &AtomicBool,
) -> Result<Vec<u64>, String> {
    let mut latencies = Vec::new();
    let mut next = first;
    loop {
        let began = Instant::now();
        line.exchange(&requests[next % requests.len()])?;
        latencies.push(began.elapsed().as_nanos() as u64);
        next += 1;
        if stop.load(Ordering::Relaxed) {
            return Ok(latencies);
        }
    }
}
