//! How soon the allocator gives memory back: what a query held is the machine's again when the
//! query has ended, so that the server's size says what it holds.
//!
//! The program chooses the allocator; this file only turns its knobs, as that takes calls into C.
//! Meet [`give_back_soon`].
#![allow(unsafe_code)]

use std::ffi::{c_int, c_long};

// The library that has it.
use libmimalloc_sys as _;

unsafe extern "C" {
    /// Of mimalloc's `mimalloc.h`.
    fn mi_option_set(option: c_int, value: c_long);
    /// Of the same.
    fn mi_collect(force: bool);
}

/// mimalloc's `mi_option_purge_delay`; the number is the same in its second and third version.
const PURGE_DELAY: c_int = 15;

/// Has mimalloc return unused pages after a millisecond instead of a second, and the system use
/// no huge pages, of which one small value would hold two megabytes. Without effect where the
/// program runs with another allocator.
pub fn give_back_soon() {
    // SAFETY: sets one integer in mimalloc's table of options, whose length is above the number;
    // it may be called at any time from any thread.
    unsafe { mi_option_set(PURGE_DELAY, 1) };
    // Where the system cannot do it, memory is only larger.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

/// Has mimalloc return what bulk work has freed. It does so by itself only when more is allocated
/// or freed, which may be never. Takes as long as it takes to look at every free page: not for the
/// way of a query.
pub(crate) fn give_back_now() {
    // SAFETY: looks at the calling thread's pages, those that no thread owns and the free ones; it
    // may be called at any time from any thread.
    unsafe { mi_collect(true) };
}
