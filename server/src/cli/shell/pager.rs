//! A page at a time: stops after a screenful and waits for a key. Meet [`Pager`] first.

use std::io::Write;

use super::format::Stop;
use super::terminal;

const QUESTION: &str = "-- more: space or Enter, q stops, a shows all --";

/// Counts the lines on the screen.
#[derive(Debug)]
pub struct Pager {
    /// Lines of the screen that are still free; `None`: nobody wants pages.
    free: Option<usize>,
}

impl Pager {
    /// A pager that has shown nothing.
    pub fn new() -> Self {
        Self { free: None }
    }

    /// A result begins.
    pub fn start(&mut self) {
        self.free = Some(page());
    }

    /// Called before each line; asks when the screen is full.
    ///
    /// # Errors
    /// The user has seen enough.
    pub fn before(&mut self, text: &str, out: &mut impl Write) -> Result<(), Stop> {
        let Some(free) = self.free else {
            return Ok(());
        };
        let (_, columns) = terminal::size();
        let needed: usize = text
            .split('\n')
            .map(|line| line.chars().count().div_ceil(columns.max(1)).max(1))
            .sum();
        if free >= needed {
            self.free = Some(free - needed);
            return Ok(());
        }
        let asked = write!(out, "\x1b[7m{QUESTION}\x1b[m").and_then(|()| out.flush());
        asked.map_err(|_| Stop::Closed)?;
        let key = terminal::key();
        // Back to the start of the line, and clear it.
        write!(out, "\r\x1b[K").map_err(|_| Stop::Closed)?;
        self.free = match key {
            Some(b'\r' | b'\n') => Some(0),
            Some(b'a') => None,
            // Ctrl-C, Ctrl-D, Escape.
            Some(b'q' | b'Q' | 3 | 4 | 27) | None => {
                self.free = None;
                return Err(Stop::Enough);
            }
            Some(_) => Some(page().saturating_sub(needed)),
        };
        Ok(())
    }
}

/// Lines of a page: the last one is the question's.
fn page() -> usize {
    terminal::size().0.saturating_sub(1).max(2)
}
