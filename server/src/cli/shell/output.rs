//! Where lines go: standard output, through the pager when somebody watches; errors beside it.
//!
//! Meet [`Output`] first.

use std::io::{BufWriter, IsTerminal, Stdout, Write};

use super::format::{Lines, Stop};
use super::pager::Pager;

/// See the module.
pub struct Output {
    out: BufWriter<Stdout>,
    /// Whether standard error is a terminal, which can show colours.
    coloured: bool,
    pager: Option<Pager>,
    closed: bool,
}

impl Output {
    /// The program's output; results page by page if `paged`.
    pub fn new(paged: bool) -> Self {
        Self {
            out: BufWriter::new(std::io::stdout()),
            coloured: std::io::stderr().is_terminal(),
            pager: paged.then(Pager::new),
            closed: false,
        }
    }

    /// Whether nobody reads any more.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// From here on a new page is counted.
    pub fn start_page(&mut self) {
        if let Some(pager) = &mut self.pager {
            pager.start();
        }
    }

    /// Prints a line that is no part of a result.
    pub fn say(&mut self, line: &str) {
        let written = writeln!(self.out, "{line}");
        self.closed |= written.is_err();
        self.flush();
    }

    /// Prints an error behind what was printed before.
    pub fn complain(&mut self, text: &str) {
        self.flush();
        let mut err = std::io::stderr().lock();
        // There is nobody else to tell.
        let _ = if self.coloured {
            writeln!(err, "\x1b[91m{text}\x1b[m")
        } else {
            writeln!(err, "{text}")
        };
    }

    /// Gives what was printed to the reader.
    pub fn flush(&mut self) {
        self.closed |= self.out.flush().is_err();
    }
}

impl Lines for Output {
    fn line(&mut self, text: &str) -> Result<(), Stop> {
        if let Some(pager) = &mut self.pager {
            pager.before(text, &mut self.out)?;
        }
        if writeln!(self.out, "{text}").is_err() {
            self.closed = true;
            return Err(Stop::Closed);
        }
        Ok(())
    }
}
