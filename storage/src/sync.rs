//! Mutexes, condition variables and counters of what threads hand to each other.
//!
//! They are the standard library's. In the build of `storage/loom` they are loom's, which runs the code
//! that uses them in every order of its threads' steps, and with every value that a processor may let
//! a thread see: the tests are the modules named `orders`, and `.ci/run` has a stage for them. Only what is
//! tested so need take them from here. Loom knows no time, so who waits with a timeout says what that
//! means in a model.

#[cfg(all(test, loom))]
pub(crate) mod model;

#[cfg(loom)]
pub(crate) use loom::sync::atomic::AtomicU64;
#[cfg(loom)]
pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
#[cfg(not(loom))]
pub(crate) use std::sync::atomic::AtomicU64;
#[cfg(not(loom))]
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
