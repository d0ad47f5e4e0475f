//! A simulated disk that keeps only what was promised: what was not synced may be dropped, kept,
//! torn or reordered when the power goes, unsynced folder entries are forgotten, and calls fail
//! on demand. A seed decides, so a failure replays.
//!
//! It is in the library, not in the tests, so that every crate above can test with it. Not for
//! production: it copies everything. Start with [`HostileIo`].

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_types::rng::Rng;

use super::memory::{copy_in, copy_out};
use super::{Io, IoFile, IoLock, check_name};

/// Disks write sectors whole or not at all.
const SECTOR: usize = 512;
const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// Which calls count towards a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OperationClass {
    /// Reads of content, lengths and listings, and opening.
    Read,
    /// Everything that changes the disk, and syncs.
    Write,
}

/// How a call goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// `EIO`. A sync that fails so has lost what it should have kept, as on Linux: the content
    /// reads back, but no later sync makes it durable.
    InputOutput,
    /// `ENOSPC`.
    NoSpace,
    /// Only part of a read or write is done, without an error. Other calls succeed.
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

/// A simulated disk with one folder, as one run of a process sees it. Cloning shares it.
#[derive(Clone)]
pub struct HostileIo {
    disk: Arc<Mutex<Disk>>,
    /// The run of the disk this handle belongs to; a later one has made it dead.
    generation: u64,
}

struct Disk {
    rng: Rng,
    inodes: Vec<Inode>,
    /// The folder as calls see it, and as the disk has it.
    entries: BTreeMap<String, usize>,
    durable_entries: BTreeMap<String, usize>,
    /// Changes of the folder since it was last synced.
    entry_changes: Vec<EntryChange>,
    locks: Vec<String>,
    /// Counts power cuts; handles of an earlier one are dead.
    generation: u64,
    operations: u64,
    reads: u64,
    cut_after: Option<u64>,
    powered: bool,
    fault: Option<(Fault, u64)>,
    /// Bytes that all files together may hold.
    capacity: Option<u64>,
}

#[derive(Clone, Default)]
struct Inode {
    /// What calls see.
    content: Vec<u8>,
    /// What the disk has for certain.
    durable: Vec<u8>,
    /// What was written since: in the cache, on its way.
    writes: Vec<(usize, Vec<u8>)>,
}

enum EntryChange {
    Link(String, usize),
    Unlink(String),
    Rename(String, String, usize),
}

/// What a call is to do, as the faults allow.
enum Verdict {
    Proceed,
    Short,
}

impl HostileIo {
    /// An empty disk whose misbehaviour the seed decides.
    pub fn new(seed: u64) -> Self {
        Self::with(Disk {
            rng: Rng::from_seed(seed),
            inodes: Vec::new(),
            entries: BTreeMap::new(),
            durable_entries: BTreeMap::new(),
            entry_changes: Vec::new(),
            locks: Vec::new(),
            generation: 0,
            operations: 0,
            reads: 0,
            cut_after: None,
            powered: true,
            fault: None,
            capacity: None,
        })
    }

    fn with(disk: Disk) -> Self {
        Self {
            disk: Arc::new(Mutex::new(disk)),
            generation: 0,
        }
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls of the write class so far (creations, writes, syncs, renames, removals).
    pub fn operations(&self) -> u64 {
        self.disk().operations
    }

    /// Calls of the read class so far.
    pub fn reads(&self) -> u64 {
        self.disk().reads
    }

    /// Cuts the power as soon as [`operations`](Self::operations) would pass `count`: that call
    /// and all later ones fail, until [`restart`](Self::restart).
    pub fn cut_power_after(&self, count: u64) {
        self.disk().cut_after = Some(count);
    }

    /// Whether the power is still on.
    pub fn is_powered(&self) -> bool {
        self.disk().powered
    }

    /// Sets the fault, or none. There is one at a time; setting it starts its count.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.disk().fault = fault.map(|fault| (fault, 0));
    }

    /// Sets how many bytes all files together may hold, or that there is room for any; a write that
    /// would make a file longer than there is room for fails with `ENOSPC`.
    pub fn set_capacity(&self, bytes: Option<u64>) {
        self.disk().capacity = bytes;
    }

    /// Bytes that all files together hold.
    pub fn used(&self) -> u64 {
        self.disk().used()
    }

    /// Cuts the power if it is still on, decides what survived, and switches it on again without
    /// faults. Returns the disk for the next run; this handle, and files and locks it gave, are
    /// dead, so that a straggling thread of the last run harms nothing.
    pub fn restart(&self) -> Self {
        let mut disk = self.disk();
        disk.restart();
        Self {
            disk: Arc::clone(&self.disk),
            generation: disk.generation,
        }
    }

    /// A separate disk that holds what this one's calls see, all of it durable: the state after
    /// the process was killed and the system lived on. Counters start from zero.
    pub fn fork(&self, seed: u64) -> Self {
        let disk = self.disk();
        let copy = Self::new(seed);
        {
            let mut new = copy.disk();
            for (name, inode) in &disk.entries {
                let content = disk.inodes[*inode].content.clone();
                let number = new.inodes.len();
                new.inodes.push(Inode {
                    durable: content.clone(),
                    content,
                    writes: Vec::new(),
                });
                new.entries.insert(name.clone(), number);
            }
            new.durable_entries = new.entries.clone();
        }
        copy
    }

    /// The content of a file as calls see it; not counted. `None` if there is none.
    pub fn content(&self, name: &str) -> Option<Vec<u8>> {
        let disk = self.disk();
        let inode = disk.entries.get(name)?;
        Some(disk.inodes[*inode].content.clone())
    }

    /// Replaces, or makes, a file behind everybody's back, durably: damage. Not counted.
    pub fn set_content(&self, name: &str, content: Vec<u8>) {
        let mut disk = self.disk();
        let number = disk.entries.get(name).copied().unwrap_or(disk.inodes.len());
        if number == disk.inodes.len() {
            disk.inodes.push(Inode::default());
        }
        disk.inodes[number] = Inode {
            durable: content.clone(),
            content,
            writes: Vec::new(),
        };
        disk.entries.insert(name.to_owned(), number);
        disk.durable_entries.insert(name.to_owned(), number);
    }
}

impl Disk {
    /// Counts a call and says whether, and how, it goes ahead.
    fn enter(&mut self, class: OperationClass, generation: u64) -> Result<Verdict> {
        if generation != self.generation {
            return Err(Error::other("opened before the power was cut"));
        }
        if class == OperationClass::Write && self.cut_after.is_some_and(|at| self.operations >= at)
        {
            self.powered = false;
        }
        if !self.powered {
            return Err(Error::other("the power is off"));
        }
        match class {
            OperationClass::Read => self.reads += 1,
            OperationClass::Write => self.operations += 1,
        }
        let Some((fault, count)) = &mut self.fault else {
            return Ok(Verdict::Proceed);
        };
        if fault.class != class {
            return Ok(Verdict::Proceed);
        }
        *count += 1;
        if *count == fault.at || (fault.sticky && *count > fault.at) {
            return match fault.kind {
                FaultKind::InputOutput => Err(Error::from_raw_os_error(EIO)),
                FaultKind::NoSpace => Err(Error::from_raw_os_error(ENOSPC)),
                FaultKind::Short => Ok(Verdict::Short),
            };
        }
        Ok(Verdict::Proceed)
    }

    fn used(&self) -> u64 {
        let files = self.entries.values();
        files
            .map(|inode| self.inodes[*inode].content.len() as u64)
            .sum()
    }

    fn find(&self, name: &str) -> Result<usize> {
        let found = self.entries.get(name).copied();
        found.ok_or_else(|| Error::new(ErrorKind::NotFound, format!("no file named {name}")))
    }

    fn restart(&mut self) {
        self.generation += 1;
        self.powered = true;
        self.cut_after = None;
        self.fault = None;
        self.locks.clear();
        self.settle_entries();
        for number in 0..self.inodes.len() {
            let fate = Fate::draw(&mut self.rng);
            self.settle_inode(number, &fate);
        }
    }

    /// Applies a random choice of the folder's unsynced changes, in order. A journal would apply
    /// a prefix; nobody promised one.
    fn settle_entries(&mut self) {
        let fate = Fate::draw(&mut self.rng);
        let changes = std::mem::take(&mut self.entry_changes);
        let count = changes.len();
        for (position, change) in changes.into_iter().enumerate() {
            if !fate.keeps(position, count, &mut self.rng) {
                continue;
            }
            match change {
                EntryChange::Link(name, inode) => {
                    self.durable_entries.insert(name, inode);
                }
                EntryChange::Unlink(name) => {
                    self.durable_entries.remove(&name);
                }
                EntryChange::Rename(from, to, inode) => {
                    self.durable_entries.remove(&from);
                    self.durable_entries.insert(to, inode);
                }
            }
        }
        self.entries = self.durable_entries.clone();
    }

    /// Lets a random choice of the unsynced sectors reach the disk.
    fn settle_inode(&mut self, number: usize, fate: &Fate) {
        let inode = &mut self.inodes[number];
        let writes = std::mem::take(&mut inode.writes);
        let count = writes
            .iter()
            .map(|(at, bytes)| sectors(*at, bytes.len()).count())
            .sum();
        let mut position = 0;
        for (at, bytes) in writes {
            for (from, to) in sectors(at, bytes.len()) {
                if fate.keeps(position, count, &mut self.rng) {
                    let piece = &bytes[from - at..to - at];
                    // Only running out of address space fails here, and `content` holds it.
                    let _ = copy_in(&mut inode.durable, piece, from as u64);
                }
                position += 1;
            }
        }
        inode.content = inode.durable.clone();
    }
}

/// The pieces of a range that lie in one sector each.
fn sectors(at: usize, length: usize) -> impl Iterator<Item = (usize, usize)> {
    let end = at + length;
    let mut from = at;
    std::iter::from_fn(move || {
        if from >= end {
            return None;
        }
        let to = ((from / SECTOR + 1) * SECTOR).min(end);
        let piece = (from, to);
        from = to;
        Some(piece)
    })
}

/// What happens to unsynced pieces at a power cut.
enum Fate {
    DropAll,
    KeepAll,
    /// In order up to a point, in 1/1000 of the pieces.
    Prefix(u64),
    /// Each on its own, with a chance in 1/1000.
    Each(u64),
}

impl Fate {
    fn draw(rng: &mut Rng) -> Self {
        match rng.below(6) {
            0 => Self::DropAll,
            1 => Self::KeepAll,
            2 | 3 => Self::Prefix(rng.below(1001)),
            _ => Self::Each(rng.below(1001)),
        }
    }

    fn keeps(&self, position: usize, count: usize, rng: &mut Rng) -> bool {
        match self {
            Self::DropAll => false,
            Self::KeepAll => true,
            Self::Prefix(thousandths) => (position as u64) * 1000 < thousandths * count as u64,
            Self::Each(thousandths) => rng.below(1000) < *thousandths,
        }
    }
}

impl Io for HostileIo {
    fn create(&self, name: &str) -> Result<Arc<dyn IoFile>> {
        check_name(name)?;
        let mut disk = self.disk();
        disk.enter(OperationClass::Write, self.generation)?;
        if disk.entries.contains_key(name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let number = disk.inodes.len();
        disk.inodes.push(Inode::default());
        disk.entries.insert(name.to_owned(), number);
        disk.entry_changes
            .push(EntryChange::Link(name.to_owned(), number));
        Ok(self.handle(number))
    }

    fn open(&self, name: &str) -> Result<Arc<dyn IoFile>> {
        let mut disk = self.disk();
        disk.enter(OperationClass::Read, self.generation)?;
        let number = disk.find(name)?;
        Ok(self.handle(number))
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        check_name(to)?;
        let mut disk = self.disk();
        disk.enter(OperationClass::Write, self.generation)?;
        let number = disk.find(from)?;
        disk.entries.remove(from);
        disk.entries.insert(to.to_owned(), number);
        disk.entry_changes
            .push(EntryChange::Rename(from.to_owned(), to.to_owned(), number));
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<()> {
        let mut disk = self.disk();
        disk.enter(OperationClass::Write, self.generation)?;
        disk.find(name)?;
        disk.entries.remove(name);
        disk.entry_changes
            .push(EntryChange::Unlink(name.to_owned()));
        Ok(())
    }

    fn list(&self) -> Result<Vec<String>> {
        let mut disk = self.disk();
        disk.enter(OperationClass::Read, self.generation)?;
        Ok(disk.entries.keys().cloned().collect())
    }

    fn sync_folder(&self) -> Result<()> {
        let mut disk = self.disk();
        disk.enter(OperationClass::Write, self.generation)?;
        disk.entry_changes.clear();
        disk.durable_entries = disk.entries.clone();
        Ok(())
    }

    fn try_lock(&self, name: &str) -> Result<Option<Box<dyn IoLock>>> {
        check_name(name)?;
        let mut disk = self.disk();
        if !disk.powered || disk.generation != self.generation {
            return Err(Error::other("the power is off"));
        }
        if disk.locks.iter().any(|held| held == name) {
            return Ok(None);
        }
        disk.locks.push(name.to_owned());
        Ok(Some(Box::new(HostileLock {
            io: self.clone(),
            name: name.to_owned(),
            generation: disk.generation,
        })))
    }

    fn describe(&self) -> String {
        "simulated disk".to_owned()
    }
}

impl HostileIo {
    fn handle(&self, inode: usize) -> Arc<dyn IoFile> {
        Arc::new(HostileFile {
            io: self.clone(),
            inode,
            generation: self.generation,
        })
    }
}

struct HostileLock {
    io: HostileIo,
    name: String,
    generation: u64,
}

impl IoLock for HostileLock {}

impl Drop for HostileLock {
    fn drop(&mut self) {
        let mut disk = self.io.disk();
        if disk.generation == self.generation {
            disk.locks.retain(|held| held != &self.name);
        }
    }
}

struct HostileFile {
    io: HostileIo,
    inode: usize,
    generation: u64,
}

impl IoFile for HostileFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        let mut disk = self.io.disk();
        let count = match disk.enter(OperationClass::Read, self.generation)? {
            Verdict::Proceed => buffer.len(),
            Verdict::Short => buffer.len().div_ceil(2),
        };
        let content = &disk.inodes[self.inode].content;
        Ok(copy_out(content, &mut buffer[..count], offset))
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> Result<usize> {
        let mut disk = self.io.disk();
        let running = disk.powered && disk.generation == self.generation;
        let count = match disk.enter(OperationClass::Write, self.generation) {
            Ok(Verdict::Proceed) => bytes.len(),
            Ok(Verdict::Short) => bytes.len().div_ceil(2),
            Err(error) => {
                // A failed write, or the one during which the power went, may have got some way.
                let part = disk.rng.below(bytes.len() as u64 + 1) as usize;
                if running && part > 0 {
                    disk.write(self.inode, &bytes[..part], offset)?;
                }
                return Err(error);
            }
        };
        let end = offset.saturating_add(count as u64);
        let growth = end.saturating_sub(disk.inodes[self.inode].content.len() as u64);
        if growth > 0
            && disk
                .capacity
                .is_some_and(|most| disk.used() + growth > most)
        {
            return Err(Error::from_raw_os_error(ENOSPC));
        }
        disk.write(self.inode, &bytes[..count], offset)?;
        Ok(count)
    }

    fn sync_data(&self) -> Result<()> {
        let mut disk = self.io.disk();
        let verdict = disk.enter(OperationClass::Write, self.generation);
        if let Err(error) = verdict {
            if disk.powered && disk.generation == self.generation {
                disk.lose_writes(self.inode);
            }
            return Err(error);
        }
        let inode = &mut disk.inodes[self.inode];
        inode.sync();
        Ok(())
    }

    fn len(&self) -> Result<u64> {
        let mut disk = self.io.disk();
        disk.enter(OperationClass::Read, self.generation)?;
        Ok(disk.inodes[self.inode].content.len() as u64)
    }
}

impl Disk {
    fn write(&mut self, inode: usize, bytes: &[u8], offset: u64) -> Result<()> {
        let inode = &mut self.inodes[inode];
        copy_in(&mut inode.content, bytes, offset)?;
        // Fits: `content` has just grown to hold it.
        inode.writes.push((offset as usize, bytes.to_vec()));
        Ok(())
    }

    /// A sync failed: some of the cache reached the disk, the rest is marked clean and is not.
    fn lose_writes(&mut self, inode: usize) {
        let content = self.inodes[inode].content.clone();
        let fate = Fate::draw(&mut self.rng);
        self.settle_inode(inode, &fate);
        self.inodes[inode].content = content;
    }
}

impl Inode {
    fn sync(&mut self) {
        for (at, bytes) in std::mem::take(&mut self.writes) {
            // As in `settle_inode`.
            let _ = copy_in(&mut self.durable, &bytes, at as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What a file holds after a power cut, over many seeds; `None` if it is not there.
    fn fates(work: impl Fn(&HostileIo)) -> BTreeSet<Option<Vec<u8>>> {
        let after = |seed| {
            let io = HostileIo::new(seed);
            work(&io);
            io.restart().content("file")
        };
        (0..400).map(after).collect()
    }

    fn durable(io: &HostileIo, content: &[u8]) -> Arc<dyn IoFile> {
        let file = io.create("file").unwrap();
        file.write_all_at(content, 0).unwrap();
        file.sync_data().unwrap();
        io.sync_folder().unwrap();
        file
    }

    #[test]
    fn what_was_synced_stays() {
        let fates = fates(|io| drop(durable(io, b"kept")));
        assert_eq!(fates, BTreeSet::from([Some(b"kept".to_vec())]));
    }

    #[test]
    fn unsynced_sectors_come_and_go_whole_and_in_any_order() {
        let fates = fates(|io| {
            let file = durable(io, &[0; 3 * 512]);
            file.write_all_at(&[1; 3 * 512], 0).unwrap();
        });
        let seen: BTreeSet<[u8; 3]> = fates
            .into_iter()
            .map(|content| {
                let content = content.unwrap();
                let sectors: Vec<&[u8]> = content.chunks(512).collect();
                assert!(sectors.iter().all(|s| s.iter().all(|byte| *byte == s[0])));
                [sectors[0][0], sectors[1][0], sectors[2][0]]
            })
            .collect();
        assert_eq!(seen.len(), 8, "{seen:?}");
    }

    #[test]
    fn unsynced_entries_are_forgotten_or_not() {
        let created = fates(|io| {
            let file = io.create("file").unwrap();
            file.write_all_at(b"x", 0).unwrap();
            file.sync_data().unwrap();
        });
        assert_eq!(created, BTreeSet::from([None, Some(b"x".to_vec())]));
        let removed = fates(|io| {
            drop(durable(io, b"x"));
            io.remove("file").unwrap();
        });
        assert_eq!(removed, BTreeSet::from([None, Some(b"x".to_vec())]));
        let replaced = fates(|io| {
            drop(durable(io, b"old"));
            let file = io.create("new").unwrap();
            file.write_all_at(b"new", 0).unwrap();
            file.sync_data().unwrap();
            io.rename("new", "file").unwrap();
        });
        let either = BTreeSet::from([Some(b"new".to_vec()), Some(b"old".to_vec())]);
        assert_eq!(replaced, either);
    }

    #[test]
    fn a_failed_sync_is_not_mended_by_the_next() {
        let fates = fates(|io| {
            let file = durable(io, b"old");
            file.write_all_at(b"new", 0).unwrap();
            io.set_fault(Some(Fault {
                class: OperationClass::Write,
                at: 1,
                kind: FaultKind::InputOutput,
                sticky: false,
            }));
            assert!(file.sync_data().is_err());
            assert!(file.sync_data().is_ok());
            assert_eq!(io.content("file").unwrap(), b"new");
        });
        assert!(fates.contains(&Some(b"old".to_vec())));
    }

    #[test]
    fn after_the_cut_nothing_works_until_the_restart_and_then_only_anew() {
        let io = HostileIo::new(1);
        let file = durable(&io, b"x");
        io.cut_power_after(io.operations() + 1);
        file.write_all_at(b"y", 0).unwrap();
        assert!(io.is_powered());
        assert!(file.sync_data().is_err() && !io.is_powered());
        assert!(file.read_at(&mut [0], 0).is_err() && io.list().is_err());
        let lock = io.restart().try_lock("lock").unwrap();
        assert!(lock.is_some());
        assert!(io.list().is_err() && io.create("other").is_err() && file.sync_data().is_err());
    }

    #[test]
    fn one_seed_is_one_fate() {
        let run = |seed| {
            let io = HostileIo::new(seed);
            let file = durable(&io, &[0; 9000]);
            file.write_all_at(&[7; 9000], 0).unwrap();
            io.restart().content("file")
        };
        assert!((0..20).all(|seed| run(seed) == run(seed)));
    }
}
