//! Mutexes, condition variables and counters of what threads hand to each other.
//!
//! They are the standard library's. In this crate's own tests they are wrapped, so that
//! `explore::explore` can run the code that uses them in every order of its threads' steps. Only
//! what is tested so need take them from here.

#[cfg(test)]
pub(crate) mod explore;

#[cfg(test)]
pub(crate) use explore::{AtomicU64, Condvar, Mutex, MutexGuard};
#[cfg(not(test))]
pub(crate) use std::sync::atomic::AtomicU64;
#[cfg(not(test))]
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
