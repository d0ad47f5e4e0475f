//! Columns of properties, segment by segment: what a scan reads instead of the versions.
//!
//! A column is made from the versions that one snapshot sees, when a segment has been read often
//! enough to be worth it, and is never changed. It says for which snapshots it is exact; a later
//! snapshot gets a copy in which only the slots changed since are read again. Columns are a cache:
//! without them (a budget of 0) every answer is the same. They know nothing of a transaction's own
//! writes; the view leaves segments with such writes to the versions. Meet [`StoredColumn`], then
//! `SegmentColumns`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use quiver_types::{PropertyKeyId, Text, Value};

use super::segment::SLOTS;
use super::summary::Summary;
use crate::txn::append::AppendArray;
use crate::txn::cell::{EpochCell, Pin};

/// The code of a slot without a text.
pub const NO_TEXT: u32 = u32::MAX;
/// Distinct texts a key's dictionary holds; later ones stay plain.
const DICTIONARY: usize = 4096;
/// Bytes of the longest text that goes into a dictionary.
const DICTIONARY_TEXT: usize = 64;
/// Reads by row after which a segment's columns are made: a column costs about two such reads a
/// slot.
const WORTH_IT: u32 = 1024;
/// Changes a segment remembers; with more a column is made anew instead of patched.
const CHANGES: usize = 512;

/// Few distinct texts of one property key as numbers, the same in all segments. Only grows.
#[derive(Default)]
pub struct Dictionary {
    texts: AppendArray<Text>,
    codes: RwLock<HashMap<Text, u32, foldhash::fast::RandomState>>,
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dictionary").finish_non_exhaustive()
    }
}

impl Dictionary {
    /// The text of a code.
    #[inline]
    pub fn text(&self, code: u32) -> Option<&Text> {
        self.texts.get(u64::from(code))
    }

    /// One more than the largest code given so far.
    pub fn len(&self) -> usize {
        let codes = self.codes.read().unwrap_or_else(PoisonError::into_inner);
        codes.len()
    }

    /// Whether no code was given.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a text, if it may have one.
    fn code(&self, text: &Text) -> Option<u32> {
        if text.len() > DICTIONARY_TEXT {
            return None;
        }
        let codes = self.codes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = codes.get(text) {
            return Some(*code);
        }
        drop(codes);
        let mut codes = self.codes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = codes.get(text) {
            return Some(*code);
        }
        if codes.len() >= DICTIONARY {
            return None;
        }
        let code = codes.len() as u32;
        self.texts.get_or_make(u64::from(code), || text.clone());
        codes.insert(text.clone(), code);
        Some(code)
    }
}

/// Texts one behind the other: looking at all of them reads memory in order.
#[derive(Clone, Debug, Default)]
pub struct PackedTexts {
    /// Where the text of each slot ends; it begins where the one before ends.
    ends: Box<[u32]>,
    texts: Box<str>,
}

impl PackedTexts {
    /// Mean length in bytes up to which texts are packed: their bytes are there twice.
    const MEAN: usize = 64;

    /// The texts of slots, if they are short; empty for a slot without one.
    fn of(found: &[Option<&Value>]) -> Option<Self> {
        let texts = || {
            found.iter().map(|value| match value {
                Some(Value::String(text)) => text.as_str(),
                _ => "",
            })
        };
        let bytes: usize = texts().map(str::len).sum();
        if bytes > Self::MEAN * found.len() {
            return None;
        }
        let mut all = String::with_capacity(bytes);
        let mut ends = Vec::with_capacity(found.len());
        for text in texts() {
            all.push_str(text);
            // At most 64 bytes for each of 4,096 slots.
            ends.push(all.len() as u32);
        }
        Some(Self {
            ends: ends.into_boxed_slice(),
            texts: all.into_boxed_str(),
        })
    }

    /// Number of slots.
    #[inline]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no slot.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    #[inline]
    fn range(&self, slot: usize) -> Option<std::ops::Range<usize>> {
        let end = *self.ends.get(slot)? as usize;
        let start = match slot.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        Some(start..end)
    }

    /// The text of a slot; empty where there is none.
    #[inline]
    pub fn text(&self, slot: usize) -> &str {
        self.range(slot)
            .and_then(|range| self.texts.get(range))
            .unwrap_or_default()
    }

    /// Its bytes.
    #[inline]
    pub fn bytes(&self, slot: usize) -> &[u8] {
        self.range(slot)
            .and_then(|range| self.texts.as_bytes().get(range))
            .unwrap_or_default()
    }

    /// The bytes of neighbouring slots without a gap, and where each of these ends, counted from
    /// the beginning of all bytes.
    pub fn neighbours(&self, slots: std::ops::Range<usize>) -> (&[u8], &[u32], usize) {
        let ends = self.ends.get(slots.clone()).unwrap_or_default();
        let start = self.range(slots.start).map_or(0, |range| range.start);
        let end = ends.last().map_or(start, |end| *end as usize);
        let bytes = self.texts.as_bytes().get(start..end).unwrap_or_default();
        (bytes, ends, start)
    }

    fn heap(&self) -> usize {
        4 * self.ends.len() + self.texts.len()
    }
}

/// The values of one property in one segment, by slot. Slots beyond the end have none.
#[derive(Clone, Debug)]
pub enum StoredValues {
    /// Nobody in the segment has the property.
    Absent,
    /// Booleans.
    Boolean(Box<[bool]>),
    /// Integers.
    Integer(Box<[i64]>),
    /// Floats.
    Float(Box<[f64]>),
    /// Texts as codes of a dictionary, [`NO_TEXT`] for none.
    Coded(Box<[u32]>, Arc<Dictionary>),
    /// Short texts.
    Packed(PackedTexts),
    /// Texts.
    Text(Box<[Text]>),
    /// Anything; null for none.
    Any(Box<[Value]>),
}

/// A column; see the module.
#[derive(Debug)]
pub struct StoredColumn {
    /// The values; those of slots that are null mean nothing.
    pub values: StoredValues,
    /// Slots that have a value, one bit each, where that is not said by the values and not all
    /// have one.
    pub present: Option<Box<[u64]>>,
    key: PropertyKeyId,
    /// Exact for snapshots from here ...
    from: u64,
    /// ... to here, and beyond if nothing changed since.
    built: u64,
    bytes: u64,
    summary: OnceLock<Summary>,
}

impl StoredColumn {
    /// What its values come to.
    pub fn summary(&self) -> &Summary {
        self.summary.get_or_init(|| Summary::of(self))
    }

    /// Whether a slot has a value.
    #[inline]
    pub fn has(&self, slot: usize) -> bool {
        match &self.present {
            None => true,
            Some(words) => words
                .get(slot / 64)
                .is_some_and(|word| word >> (slot % 64) & 1 == 1),
        }
    }

    /// The value of a slot; null if it has none.
    pub fn value(&self, slot: usize) -> Value {
        if !self.has(slot) {
            return Value::Null;
        }
        match &self.values {
            StoredValues::Absent => None,
            StoredValues::Boolean(values) => values.get(slot).map(|v| Value::Boolean(*v)),
            StoredValues::Integer(values) => values.get(slot).map(|v| Value::Integer(*v)),
            StoredValues::Float(values) => values.get(slot).map(|v| Value::Float(*v)),
            StoredValues::Coded(codes, dictionary) => codes
                .get(slot)
                .and_then(|code| dictionary.text(*code))
                .map(|text| Value::String(text.clone())),
            StoredValues::Packed(texts) => {
                (slot < texts.len()).then(|| Value::String(Text::new(texts.text(slot))))
            }
            StoredValues::Text(values) => values.get(slot).map(|v| Value::String(v.clone())),
            StoredValues::Any(values) => values.get(slot).cloned(),
        }
        .unwrap_or_default()
    }

    /// The values that are not null, by ascending slot.
    pub fn present_values(&self) -> impl Iterator<Item = Value> + '_ {
        let values = (0..SLOTS as usize).map(|slot| self.value(slot));
        values.filter(|value| !value.is_null())
    }

    fn is_exact(&self, snapshot: u64, changed: u64) -> bool {
        if snapshot < self.built {
            self.from <= snapshot
        } else {
            snapshot == self.built || changed <= self.built
        }
    }

    /// A column of what `read` gives for each of the first `slots` slots.
    fn make<'v>(
        key: PropertyKeyId,
        (from, built): (u64, u64),
        dictionary: &Arc<Dictionary>,
        mut read: impl FnMut(u64) -> Option<&'v Value>,
    ) -> Self {
        let mut found: Vec<Option<&Value>> = Vec::with_capacity(SLOTS as usize);
        let mut kinds = Kinds::default();
        for slot in 0..SLOTS {
            if let Some(value) = read(slot) {
                found.resize(slot as usize, None);
                kinds.see(value);
                found.push(Some(value));
            }
        }
        let values = kinds.values(&found, dictionary);
        let needs_bits = match &values {
            StoredValues::Absent | StoredValues::Coded(..) | StoredValues::Any(_) => false,
            StoredValues::Boolean(_)
            | StoredValues::Integer(_)
            | StoredValues::Float(_)
            | StoredValues::Packed(_)
            | StoredValues::Text(_) => found.iter().any(Option::is_none),
        };
        let present = needs_bits.then(|| {
            let mut words = vec![0u64; found.len().div_ceil(64)];
            for (slot, value) in found.iter().enumerate() {
                words[slot / 64] |= u64::from(value.is_some()) << (slot % 64);
            }
            words.into_boxed_slice()
        });
        let bytes =
            heap(&values) + 216 + present.as_ref().map_or(0, |words| words.len() as u64 * 8);
        Self {
            values,
            present,
            key,
            from,
            built,
            bytes,
            summary: OnceLock::new(),
        }
    }
}

fn heap(values: &StoredValues) -> u64 {
    let bytes = match values {
        StoredValues::Absent => 0,
        StoredValues::Boolean(values) => values.len(),
        StoredValues::Integer(values) => 8 * values.len(),
        StoredValues::Float(values) => 8 * values.len(),
        StoredValues::Coded(codes, _) => 4 * codes.len(),
        StoredValues::Packed(texts) => texts.heap(),
        // What the texts hold outside is shared with the versions.
        StoredValues::Text(values) => 16 * values.len(),
        StoredValues::Any(values) => 16 * values.len(),
    };
    bytes as u64
}

/// Which types the values of a column have.
#[derive(Default)]
struct Kinds {
    boolean: bool,
    integer: bool,
    float: bool,
    text: bool,
    other: bool,
}

impl Kinds {
    fn see(&mut self, value: &Value) {
        match value {
            Value::Boolean(_) => self.boolean = true,
            Value::Integer(_) => self.integer = true,
            Value::Float(_) => self.float = true,
            Value::String(_) => self.text = true,
            _ => self.other = true,
        }
    }

    fn values(&self, found: &[Option<&Value>], dictionary: &Arc<Dictionary>) -> StoredValues {
        fn each<T: Default>(
            found: &[Option<&Value>],
            take: impl Fn(&Value) -> Option<T>,
        ) -> Box<[T]> {
            found
                .iter()
                .map(|value| value.and_then(&take).unwrap_or_default())
                .collect()
        }
        match (
            self.boolean,
            self.integer,
            self.float,
            self.text,
            self.other,
        ) {
            (false, false, false, false, false) => StoredValues::Absent,
            (true, false, false, false, false) => StoredValues::Boolean(each(found, |v| match v {
                Value::Boolean(v) => Some(*v),
                _ => None,
            })),
            (false, true, false, false, false) => StoredValues::Integer(each(found, |v| match v {
                Value::Integer(v) => Some(*v),
                _ => None,
            })),
            (false, false, true, false, false) => StoredValues::Float(each(found, |v| match v {
                Value::Float(v) => Some(*v),
                _ => None,
            })),
            (false, false, false, true, false) => {
                if let Some(codes) = coded(found, dictionary) {
                    StoredValues::Coded(codes, Arc::clone(dictionary))
                } else if let Some(texts) = PackedTexts::of(found) {
                    StoredValues::Packed(texts)
                } else {
                    StoredValues::Text(each(found, |v| match v {
                        Value::String(text) => Some(text.clone()),
                        _ => None,
                    }))
                }
            }
            _ => StoredValues::Any(each(found, |v| Some(v.clone()))),
        }
    }
}

/// Texts as codes, if they repeat and the dictionary has room.
fn coded(found: &[Option<&Value>], dictionary: &Dictionary) -> Option<Box<[u32]>> {
    let mut own: HashMap<&str, u32, foldhash::fast::RandomState> = HashMap::default();
    let texts = found.iter().flatten().count();
    let mut codes = Vec::with_capacity(found.len());
    for value in found {
        let Some(Value::String(text)) = value else {
            codes.push(NO_TEXT);
            continue;
        };
        let code = match own.get(text.as_str()) {
            Some(code) => *code,
            None => {
                // Few repeat: codes would save nothing and fill the dictionary.
                if own.len() > texts / 4 + 16 {
                    return None;
                }
                let code = dictionary.code(text)?;
                own.insert(text, code);
                code
            }
        };
        codes.push(code);
    }
    Some(codes.into_boxed_slice())
}

/// What was changed when, as far as it is remembered.
#[derive(Default)]
struct Changes {
    /// Changes by commits up to here may be missing.
    floor: u64,
    slots: Vec<(u64, u16)>,
}

/// The columns of one segment, and what tells whether they are still exact.
#[derive(Default)]
pub(crate) struct SegmentColumns {
    /// Newest commit that created, deleted or changed properties in the segment; raised before
    /// the commit can be visible.
    changed: AtomicU64,
    /// Whether changes are to be remembered, because there are columns that they may patch.
    watched: AtomicBool,
    changes: Mutex<Changes>,
    columns: EpochCell<Box<[Arc<StoredColumn>]>>,
    builder: Mutex<()>,
    /// Rows read without columns.
    reads: AtomicU32,
    /// Read since the last round of eviction.
    recent: AtomicBool,
}

impl SegmentColumns {
    /// Notes that a commit changes a slot; to be called before the change is installed.
    pub(crate) fn note(&self, timestamp: u64, slot: usize) {
        // Either this sees that changes are watched, or who began to watch sees this stamp.
        self.changed.fetch_max(timestamp, Ordering::SeqCst);
        if self.watched.load(Ordering::SeqCst) {
            let mut changes = self.changes();
            if changes.slots.len() >= CHANGES {
                let newest = changes.slots.iter().map(|change| change.0).max();
                changes.floor = changes.floor.max(newest.unwrap_or(0));
                changes.slots.clear();
            }
            changes.slots.push((timestamp, slot as u16));
        }
    }

    fn changes(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self) {
        if !self.watched.swap(true, Ordering::SeqCst) {
            let mut changes = self.changes();
            changes.floor = changes.floor.max(self.changed.load(Ordering::SeqCst));
        }
    }

    /// The slots changed by commits after `since`, if all are remembered.
    fn changed_since(&self, since: u64) -> Option<Vec<u16>> {
        let changes = self.changes();
        if changes.floor > since {
            return None;
        }
        let later = changes.slots.iter().filter(|change| change.0 > since);
        let mut slots: Vec<u16> = later.map(|change| change.1).collect();
        slots.sort_unstable();
        slots.dedup();
        Some(slots)
    }

    /// The column of a key, exact for a snapshot; made or patched now if that is worth it. `read`
    /// gives what the snapshot sees in a slot, `reads` is how many rows are about to be read.
    pub(crate) fn column<'v>(
        &self,
        key: PropertyKeyId,
        snapshot: u64,
        reads: u32,
        cache: &ColumnCache,
        pin: &Pin,
        read: impl FnMut(u64) -> Option<&'v Value>,
    ) -> Option<Arc<StoredColumn>> {
        let changed = self.changed.load(Ordering::Acquire);
        let columns = self.columns.load(pin).map_or(&[][..], |c| c);
        let found = columns.iter().find(|column| column.key == key);
        if let Some(column) = found
            && column.is_exact(snapshot, changed)
        {
            if !self.recent.load(Ordering::Relaxed) {
                self.recent.store(true, Ordering::Relaxed);
            }
            cache.hits.fetch_add(1, Ordering::Relaxed);
            return Some(Arc::clone(column));
        }
        cache.misses.fetch_add(1, Ordering::Relaxed);
        if cache.limit() == 0 {
            return None;
        }
        let total = self.reads.load(Ordering::Relaxed).saturating_add(reads);
        self.reads.store(total, Ordering::Relaxed);
        if found.is_none() && total < WORTH_IT {
            return None;
        }
        self.build(key, snapshot, cache, pin, read)
    }

    fn build<'v>(
        &self,
        key: PropertyKeyId,
        snapshot: u64,
        cache: &ColumnCache,
        pin: &Pin,
        mut read: impl FnMut(u64) -> Option<&'v Value>,
    ) -> Option<Arc<StoredColumn>> {
        // Who comes second reads by row meanwhile.
        let _builder = self.builder.try_lock().ok()?;
        self.watch();
        let changed = self.changed.load(Ordering::SeqCst);
        let columns = self.columns.load(pin).map_or(&[][..], |c| c);
        let old = columns.iter().find(|column| column.key == key);
        if let Some(old) = old {
            if old.is_exact(snapshot, changed) {
                return Some(Arc::clone(old));
            }
            // An older snapshot than the column's: it will not be read often.
            if snapshot < old.built {
                return None;
            }
        }
        let patch = old.and_then(|old| Some((old, self.changed_since(old.built)?)));
        let dictionary = cache.dictionary(key);
        let from = if changed <= snapshot {
            changed
        } else {
            snapshot
        };
        let column = match patch {
            Some((old, slots)) => {
                let before: Vec<Value> = (0..SLOTS as usize).map(|slot| old.value(slot)).collect();
                StoredColumn::make(key, (from, snapshot), &dictionary, |slot| {
                    if slots.binary_search(&(slot as u16)).is_ok() {
                        read(slot)
                    } else {
                        before.get(slot as usize).filter(|value| !value.is_null())
                    }
                })
            }
            None => {
                // Paid for by reading by row; the next one is again.
                self.reads.store(0, Ordering::Relaxed);
                StoredColumn::make(key, (from, snapshot), &dictionary, read)
            }
        };
        let column = Arc::new(column);
        let gone = old.map_or(0, |old| old.bytes);
        let kept = columns.iter().filter(|column| column.key != key).cloned();
        let next: Box<[Arc<StoredColumn>]> = kept.chain([Arc::clone(&column)]).collect();
        self.columns.replace(Some(next), pin);
        self.recent.store(true, Ordering::Relaxed);
        cache.held.fetch_add(column.bytes, Ordering::Relaxed);
        cache.held.fetch_sub(gone, Ordering::Relaxed);
        cache.built.fetch_add(1, Ordering::Relaxed);
        Some(column)
    }

    /// Drops the columns unless they were read since the last call (or `all`).
    pub(crate) fn evict(&self, all: bool, cache: &ColumnCache, pin: &Pin) {
        let Ok(_builder) = self.builder.try_lock() else {
            return;
        };
        if self.recent.swap(false, Ordering::Relaxed) && !all {
            return;
        }
        if let Some(columns) = self.columns.load(pin) {
            let bytes = columns.iter().map(|column| column.bytes).sum();
            self.columns.replace(None, pin);
            self.reads.store(0, Ordering::Relaxed);
            cache.held.fetch_sub(bytes, Ordering::Relaxed);
            cache.evicted.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What all segments share: the budget and the dictionaries.
pub(crate) struct ColumnCache {
    limit: AtomicU64,
    held: AtomicU64,
    built: AtomicU64,
    evicted: AtomicU64,
    hits: AtomicU64,
    misses: AtomicU64,
    /// The segment at which the next round of eviction begins.
    pub(crate) hand: AtomicU64,
    dictionaries: AppendArray<OnceLock<Arc<Dictionary>>>,
}

/// Bytes of columns kept unless told otherwise.
const DEFAULT_LIMIT: u64 = 256 << 20;

impl Default for ColumnCache {
    fn default() -> Self {
        Self {
            limit: AtomicU64::new(DEFAULT_LIMIT),
            held: AtomicU64::new(0),
            built: AtomicU64::new(0),
            evicted: AtomicU64::new(0),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            hand: AtomicU64::new(0),
            dictionaries: AppendArray::default(),
        }
    }
}

/// How the cache of columns is doing.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct ColumnReport {
    /// Bytes kept.
    pub bytes: u64,
    /// Bytes that may be kept; 0 is off.
    pub limit: u64,
    /// Columns made or patched.
    pub built: u64,
    /// Segments whose columns were dropped for want of room.
    pub evicted: u64,
    /// Look-ups that a column answered.
    pub hits: u64,
    /// Look-ups that found none, or none that was exact.
    pub misses: u64,
}

impl ColumnCache {
    fn limit(&self) -> u64 {
        self.limit.load(Ordering::Relaxed)
    }

    /// Sets the budget in bytes; 0 switches columns off.
    pub(crate) fn set_limit(&self, bytes: u64) {
        self.limit.store(bytes, Ordering::Relaxed);
    }

    /// Whether more is kept than may be.
    pub(crate) fn is_over(&self) -> bool {
        self.held.load(Ordering::Relaxed) > self.limit()
    }

    pub(crate) fn report(&self) -> ColumnReport {
        ColumnReport {
            bytes: self.held.load(Ordering::Relaxed),
            limit: self.limit(),
            built: self.built.load(Ordering::Relaxed),
            evicted: self.evicted.load(Ordering::Relaxed),
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
        }
    }

    fn dictionary(&self, key: PropertyKeyId) -> Arc<Dictionary> {
        let cell = self
            .dictionaries
            .get_or_make(u64::from(key.0), OnceLock::new);
        Arc::clone(cell.get_or_init(Arc::default))
    }
}
