//! The terminal itself: its size, one key, one line with or without echo.

use std::io::{Read, Write, stdin};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr,
};

/// Rows and columns; what a terminal has that does not tell.
pub fn size() -> (usize, usize) {
    match tcgetwinsize(std::io::stdout()) {
        Ok(size) if size.ws_row > 0 && size.ws_col > 0 => {
            (usize::from(size.ws_row), usize::from(size.ws_col))
        }
        Ok(_) | Err(_) => (24, 80),
    }
}

/// Terminal modes, put back when this goes.
struct Changed(Termios);

impl Changed {
    fn new(change: impl FnOnce(&mut Termios)) -> Option<Self> {
        let before = tcgetattr(stdin()).ok()?;
        let mut after = before.clone();
        change(&mut after);
        // What was typed already counts.
        tcsetattr(stdin(), OptionalActions::Now, &after).ok()?;
        Some(Self(before))
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing put back.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.0);
    }
}

/// Waits for a key, which is not echoed; `None` when there will be none. Ctrl-C is a key.
pub fn key() -> Option<u8> {
    let _changed = Changed::new(|modes| {
        modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    })?;
    let mut byte = [0];
    match stdin().lock().read(&mut byte) {
        Ok(1) => Some(byte[0]),
        Ok(_) | Err(_) => None,
    }
}

/// Shows a prompt and waits for the first key of an answer, which stays unread; whether one came
/// within the time.
pub fn wait_for_key(prompt: &str, seconds: u64) -> bool {
    let Some(_changed) = Changed::new(|modes| {
        modes.local_modes -= LocalModes::ICANON | LocalModes::ECHO;
    }) else {
        return true;
    };
    let mut out = std::io::stdout();
    // What follows writes the prompt again, over this one.
    let _ = write!(out, "{prompt}\r");
    let _ = out.flush();
    let limit = Timespec {
        tv_sec: i64::try_from(seconds).unwrap_or(i64::MAX),
        tv_nsec: 0,
    };
    let stdin = stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::IN)];
    loop {
        match poll(&mut watched, Some(&limit)) {
            Ok(count) => return count > 0,
            Err(rustix::io::Errno::INTR) => {}
            // Who cannot be waited for is asked at once.
            Err(_) => return true,
        }
    }
}

/// Asks for a line. `None` at the end of the input.
pub fn ask(question: &str) -> Option<String> {
    let mut out = std::io::stdout();
    // A question that cannot be shown may still be answered.
    let _ = write!(out, "{question}");
    let _ = out.flush();
    let mut line = String::new();
    match stdin().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim_end_matches(['\n', '\r']).to_owned()),
    }
}

/// Asks for a line that is not shown.
pub fn ask_secret(question: &str) -> Option<String> {
    let changed = Changed::new(|modes| modes.local_modes -= LocalModes::ECHO);
    let answer = ask(question);
    if changed.is_some() {
        // The end of the line was not echoed either.
        let _ = writeln!(std::io::stdout());
    }
    answer
}
