//! The driver of power-cut tests: run, cut the power after a random operation, start again.
//!
//! It knows nothing about what runs; the log, and the database above it, bring their own work and
//! their own model of what was promised. Everything is decided by one seed. Start with
//! [`PowerCuts`].

use quiver_types::rng::Rng;

use super::HostileIo;

/// A series of runs on one simulated disk.
#[derive(Clone, Copy, Debug)]
pub struct PowerCuts {
    /// Decides everything.
    pub seed: u64,
    /// How many times the power is cut; one more run follows undisturbed.
    pub cuts: u32,
    /// The power goes at the latest after so many disk operations of a run.
    pub longest: u64,
}

/// One run between two starts.
pub struct Run<'a> {
    /// The disk as this start finds it.
    pub io: HostileIo,
    /// For the work's own choices.
    pub rng: &'a mut Rng,
    /// Counts from zero.
    pub number: u32,
}

impl PowerCuts {
    /// Calls `work` once for each run: it opens what is on the disk, compares it with what was
    /// promised, goes on working until it has enough or the disk fails ([`HostileIo::is_powered`]
    /// tells why), remembers what it was promised, and drops everything it opened. An error, from
    /// it or for a failure while the power was on, ends the series and names the seed.
    pub fn run(&self, mut work: impl FnMut(Run<'_>) -> Result<(), String>) -> Result<(), String> {
        let mut rng = Rng::from_seed(self.seed);
        let mut io = HostileIo::new(rng.next_u64());
        for number in 0..=self.cuts {
            let allowed = (number < self.cuts).then(|| rng.below(self.longest + 1));
            if let Some(allowed) = allowed {
                io.cut_power_after(io.operations() + allowed);
            }
            let run = Run {
                io: io.clone(),
                rng: &mut rng,
                number,
            };
            work(run).map_err(|error| {
                let cut = allowed.map_or("no cut".to_owned(), |n| format!("cut after {n}"));
                format!("seed {}, run {number} ({cut}): {error}", self.seed)
            })?;
            io = io.restart();
        }
        Ok(())
    }
}
