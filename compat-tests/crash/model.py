"""What the clients know they wrote, and whether a database holds exactly that.

Nothing here talks to a server: `Model.verify` compares plain data, so that it can itself be tested (see `injections`).
"""

import copy
import random
from collections import Counter, namedtuple
from dataclasses import dataclass, field

ACKNOWLEDGED, FAILED, IN_DOUBT = "acknowledged", "failed", "in doubt"

Violation = namedtuple("Violation", "kind text")
KINDS = ("lost", "partial", "duplicate", "phantom", "counter", "index")


@dataclass
class Operation:
    """One transaction of a client: it creates a Tx with its Parts, counts itself, and may change or delete an older Tx."""

    client: int
    seq: int
    how: str  # managed, explicit, auto; or refused, rolled-back: those must leave nothing
    parts: int
    shared: bool
    updates: int | None = None
    deletes: int | None = None
    attempt: int = 0  # which try of a managed transaction, counted from 1
    outcome: str | None = None

    @property
    def name(self):
        return (self.client, self.seq)


@dataclass
class Entry:
    """A Tx that must be there, as it must be."""

    attempt: int
    parts: int
    shared: bool
    version: int = 0


@dataclass
class Snapshot:
    """Everything in the database, as rows of plain values."""

    txs: list = field(default_factory=list)  # key client seq attempt parts version shared text
    parts: list = field(default_factory=list)  # key client seq i version text
    has: list = field(default_factory=list)  # tx key, i, version, part key
    counters: list = field(default_factory=list)  # client committed
    shared: list = field(default_factory=list)  # n
    nodes: int = 0
    relationships: int = 0
    found_by_key: dict = field(default_factory=dict)  # key -> nodes that an indexed look-up finds


def tx_key(client, seq):
    return f"{client}-{seq}"


def part_key(client, seq, i):
    return f"{client}-{seq}-{i}"


def text_of(seed, *name):
    """The text property of an entity: of any length, and only ever the same for the same name."""
    rng = random.Random(f"{seed}/{name}")
    length = rng.choice((0, 3, 14, 15, 40, 200)) if rng.random() < 0.98 else rng.randrange(1000, 9000)
    return "".join(rng.choices("abcdefghij 0123456789-äß€😀", k=length))


class Model:
    def __init__(self, seed):
        self.seed = seed
        self.live = {}  # (client, seq) -> Entry
        self.gone = {}  # (client, seq) -> why it must not be there
        self.committed = Counter()  # client -> transactions
        self.shared = 0

    def apply(self, op):
        """The operation is known to be committed."""
        self.live[op.name] = Entry(op.attempt, op.parts, op.shared)
        self.committed[op.client] += 1
        self.shared += op.shared
        if op.updates is not None:
            self.live[op.client, op.updates].version += 1
        if op.deletes is not None:
            del self.live[op.client, op.deletes]
            self.gone[op.client, op.deletes] = f"deleted by {tx_key(*op.name)}"

    def learn(self, operations):
        """Take over finished operations; returns those in doubt, which only the database can decide."""
        doubtful = []
        for op in operations:
            if op.outcome == ACKNOWLEDGED:
                self.apply(op)
            elif op.outcome == FAILED:
                self.gone[op.name] = f"{op.how} and answered with a failure or never committed"
            else:
                doubtful.append(op)
        return doubtful

    def settle(self, doubtful, snapshot):
        """Decide operations in doubt by what is there: a whole one stays, an absent one must never come back."""
        there = {(row["client"], row["seq"]) for row in (*snapshot.txs, *snapshot.parts)}  # any piece calls for all
        present = 0
        for op in doubtful:
            if op.name in there:
                self.apply(op)
                present += 1
            else:
                self.gone[op.name] = "in doubt, and absent after the crash"
        return present

    def keys(self):
        """Every key that was ever sent, to be looked up through the index: (key, nodes there must be)."""
        for name, entry in self.live.items():
            yield tx_key(*name), 1
            yield from ((part_key(*name, i), 1) for i in range(entry.parts))
        yield from ((tx_key(*name), 0) for name in self.gone)

    def verify(self, snapshot):
        """All that is wrong with the snapshot; the model must have been settled before."""
        wrong = [*self._entities(snapshot), *self._unknown(snapshot), *self._counts(snapshot)]
        for key, expected in self.keys():
            found = snapshot.found_by_key.get(key, 0)
            if found != expected:
                kind = "duplicate" if found > 1 else "index"
                wrong.append(Violation(kind, f"look-up of {key} finds {found} nodes instead of {expected}"))
        return wrong

    def _expected(self, name, entry):
        """The rows that a Tx with its Parts must have."""
        client, seq = name
        tx = dict(key=tx_key(*name), client=client, seq=seq, attempt=entry.attempt, parts=entry.parts,
                  version=entry.version, shared=entry.shared, text=text_of(self.seed, *name, entry.attempt))
        parts = [dict(key=part_key(*name, i), client=client, seq=seq, i=i, version=entry.version,
                      text=text_of(self.seed, *name, entry.attempt, i)) for i in range(entry.parts)]
        has = [dict(tx=tx["key"], i=part["i"], version=entry.version, part=part["key"]) for part in parts]
        return [tx], parts, has

    def _entities(self, snapshot):
        txs, parts = by_name(snapshot.txs), by_name(snapshot.parts)
        has = {}
        for row in snapshot.has:
            has.setdefault(row["tx"], []).append(row)
        for name, entry in self.live.items():
            key = tx_key(*name)
            found = (txs.get(name, []), sorted(parts.get(name, []), key=lambda row: row["i"]),
                     sorted(has.get(key, []), key=lambda row: row["i"]))
            expected = self._expected(name, entry)
            if found == expected:
                continue
            if not found[0] and not found[1]:
                yield Violation("lost", f"{key} was acknowledged and is not there")
            elif any(len(f) > len(e) for f, e in zip(found, expected)):
                yield Violation("duplicate", f"{key} is there more than once: {sizes(found)} instead of {sizes(expected)}")
            else:
                yield Violation("partial", f"{key}: {sizes(found)} instead of {sizes(expected)}; {first_difference(found, expected)}")

    def _unknown(self, snapshot):
        for rows, what in ((snapshot.txs, "Tx"), (snapshot.parts, "Part")):
            for row in rows:
                name = (row["client"], row["seq"])
                if name not in self.live:
                    yield Violation("phantom", f"{what} {row['key']}: {self.gone.get(name, 'never sent')}")

    def _counts(self, snapshot):
        counters = {row["client"]: row["committed"] for row in snapshot.counters}
        if len(counters) != len(snapshot.counters) or len(snapshot.shared) > 1:
            yield Violation("duplicate", f"counters {snapshot.counters}, shared {snapshot.shared}")
        if counters != dict(self.committed):
            yield Violation("counter", f"transactions per client {counters} instead of {dict(self.committed)}")
        shared = snapshot.shared[0]["n"] if snapshot.shared else 0
        if shared != self.shared:
            yield Violation("counter", f"the shared counter is {shared} instead of {self.shared}")
        rows = len(snapshot.txs) + len(snapshot.parts) + len(snapshot.counters) + len(snapshot.shared)
        if snapshot.nodes != rows:
            yield Violation("phantom", f"{snapshot.nodes} nodes are counted, {rows} are found by label")
        if snapshot.relationships != len(snapshot.has):
            yield Violation("phantom", f"{snapshot.relationships} relationships are counted, {len(snapshot.has)} are found")


def by_name(rows):
    found = {}
    for row in rows:
        found.setdefault((row["client"], row["seq"]), []).append(row)
    return found


def sizes(rows):
    return "{} Tx, {} Part, {} HAS".format(*map(len, rows))


def first_difference(found, expected):
    for f, e in zip(found, expected):
        for a, b in zip(f, e):
            for key in b:
                if a.get(key) != b[key]:
                    return f"{b.get('key', b.get('part'))}.{key} is {a.get(key)!r:.60} instead of {b[key]!r:.60}"
    return "something is missing"


def injections(snapshot):
    """Damage that `verify` must report, each as (kind, what was done, damaged copy): the check of the check."""
    if not snapshot.txs or not snapshot.has:
        return
    victim = snapshot.txs[len(snapshot.txs) // 2]
    name = (victim["client"], victim["seq"])

    def damaged(kind, what, change):
        other = copy.deepcopy(snapshot)
        change(other)
        return kind, what, other

    def of_victim(row):
        return (row["client"], row["seq"]) == name

    def lose(s):
        s.txs = [row for row in s.txs if not of_victim(row)]
        s.parts = [row for row in s.parts if not of_victim(row)]
        s.has = [row for row in s.has if row["tx"] != victim["key"]]

    def lose_tx(s):
        s.txs = [row for row in s.txs if not of_victim(row)]

    yield damaged("lost", "a transaction taken away", lose)
    yield damaged("partial", "a Tx taken away from its Parts", lose_tx)
    yield damaged("partial", "a Part taken away", lambda s: s.parts.pop())
    yield damaged("partial", "a relationship taken away", lambda s: s.has.pop())
    yield damaged("partial", "a version set back", lambda s: s.parts[0].update(version=-1))
    yield damaged("partial", "a text changed", lambda s: s.txs[0].update(text="?"))
    yield damaged("duplicate", "a Tx doubled", lambda s: s.txs.append(dict(s.txs[0])))
    yield damaged("duplicate", "a relationship doubled", lambda s: s.has.append(dict(s.has[0])))
    yield damaged("phantom", "a Tx never sent", lambda s: s.txs.append(dict(victim, seq=10**9, key="?")))
    yield damaged("phantom", "a node without a label", lambda s: setattr(s, "nodes", s.nodes + 1))
    yield damaged("counter", "a counter set back", lambda s: s.counters[0].update(committed=-1))
    yield damaged("index", "a key not found", lambda s: s.found_by_key.pop(victim["key"]))
