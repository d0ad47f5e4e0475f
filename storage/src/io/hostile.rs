//! A simulated disk (being written).
use std::io::Result;
use std::sync::Arc;

use super::{Io, IoFile, IoLock};

/// Which calls count towards a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperationClass {
    /// Reads.
    Read,
    /// Everything that changes the disk, and syncs.
    Write,
}

/// How a call goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// `EIO`.
    InputOutput,
    /// `ENOSPC`.
    NoSpace,
    /// Only part of a read or write is done, without an error.
    Short,
}

/// A fault to inject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Which calls are counted.
    pub class: OperationClass,
    /// The call that fails, counted from 1 from the moment the fault is set.
    pub at: u64,
    /// How.
    pub kind: FaultKind,
    /// Whether all later calls of the class fail too.
    pub sticky: bool,
}

/// A simulated disk. Cloning shares it.
#[derive(Clone)]
pub struct HostileIo {}

impl HostileIo {
    /// An empty disk whose misbehaviour the seed decides.
    pub fn new(_seed: u64) -> Self {
        Self {}
    }
    /// Calls of the write class so far (creations, writes, syncs, renames, removals).
    pub fn operations(&self) -> u64 {
        unimplemented!()
    }
    /// The power goes out when `operations()` would pass `count`: that call and all later ones fail.
    pub fn cut_power_after(&self, _count: u64) {
        unimplemented!()
    }
    /// Sets a fault (one at a time).
    pub fn set_fault(&self, _fault: Option<Fault>) {
        unimplemented!()
    }
    /// Cuts the power now if it is still on, decides what survived, and turns it on again. Open
    /// files and locks from before are dead. Returns the disk as the next start finds it.
    pub fn restart(&self) -> Self {
        unimplemented!()
    }
}

impl Io for HostileIo {
    fn create(&self, _name: &str) -> Result<Arc<dyn IoFile>> {
        unimplemented!()
    }
    fn open(&self, _name: &str) -> Result<Arc<dyn IoFile>> {
        unimplemented!()
    }
    fn rename(&self, _from: &str, _to: &str) -> Result<()> {
        unimplemented!()
    }
    fn remove(&self, _name: &str) -> Result<()> {
        unimplemented!()
    }
    fn list(&self) -> Result<Vec<String>> {
        unimplemented!()
    }
    fn sync_folder(&self) -> Result<()> {
        unimplemented!()
    }
    fn try_lock(&self, _name: &str) -> Result<Option<Box<dyn IoLock>>> {
        unimplemented!()
    }
    fn describe(&self) -> String {
        "hostile".to_owned()
    }
}
