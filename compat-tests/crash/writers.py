"""The clients: threads that write through the official driver and keep account of what they were told."""

import random
import threading

from neo4j.exceptions import ConstraintError, DriverError, Neo4jError

from model import ACKNOWLEDGED, FAILED, IN_DOUBT, Operation, part_key, text_of, tx_key

CONSTRAINTS = [
    f"CREATE CONSTRAINT {label.lower()}_{key} FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
    for label, key in (("Tx", "key"), ("Part", "key"), ("Counter", "client"), ("Shared", "name"))
]

CREATE = """
CREATE (t:Tx {key: $key, client: $client, seq: $seq, attempt: $attempt, parts: $parts, version: 0, shared: $shared,
              text: $text})
WITH t
UNWIND $rows AS row
CREATE (t)-[:HAS {i: row.i, version: 0}]->(:Part {key: row.key, client: $client, seq: $seq, i: row.i, version: 0,
                                                 text: row.text})
"""
COUNT = """
MERGE (c:Counter {client: $client})
ON CREATE SET c.committed = 1
ON MATCH SET c.committed = c.committed + 1
"""
SHARE = """
MERGE (s:Shared {name: "all"})
ON CREATE SET s.n = 1
ON MATCH SET s.n = s.n + 1
"""
UPDATE = """
MATCH (old:Tx {key: $updated})
SET old.version = old.version + 1
WITH old
MATCH (old)-[has:HAS]->(part:Part)
SET has.version = has.version + 1, part.version = part.version + 1
"""
DELETE = """
MATCH (gone:Tx {key: $deleted})
MATCH (gone)-[:HAS]->(part:Part)
DETACH DELETE gone, part
"""
REFUSED = "CREATE (:Tx {key: $existing, client: -1, seq: -1, attempt: 0})"


def statements(op):
    yield CREATE
    yield COUNT
    if op.shared:
        yield SHARE
    if op.updates is not None:
        yield UPDATE
    if op.deletes is not None:
        yield DELETE
    if op.how == "refused":
        yield REFUSED


def parameters(op, seed, existing):
    name = op.name
    return {
        "key": tx_key(*name), "client": op.client, "seq": op.seq, "attempt": op.attempt, "parts": op.parts,
        "shared": op.shared, "text": text_of(seed, *name, op.attempt),
        "rows": [{"i": i, "key": part_key(*name, i), "text": text_of(seed, *name, op.attempt, i)}
                 for i in range(op.parts)],
        "updated": op.updates is not None and tx_key(op.client, op.updates),
        "deleted": op.deletes is not None and tx_key(op.client, op.deletes),
        "existing": existing,
    }


class Writer(threading.Thread):
    """One client. It goes on until it is stopped or loses its connection; `operations` is what it knows then."""

    def __init__(self, driver, client, first_seq, own, seed, stop):
        super().__init__(name=f"client {client}", daemon=True)
        self.driver, self.client, self.seed, self.stop = driver, client, seed, stop
        self.seq = first_seq
        self.own = sorted(own)  # the Txs of this client which are surely there
        self.operations, self.errors, self.complaints = [], [], []

    def run(self):
        with self.driver.session() as session:
            while not self.stop.is_set():
                op = self.plan()
                self.seq += 1
                self.operations.append(op)
                op.outcome = IN_DOUBT  # should this thread die, nothing is known
                if not self.perform(session, op):
                    return
                if op.outcome == ACKNOWLEDGED:
                    self.own.append(op.seq)
                    if op.deletes is not None:
                        self.own.remove(op.deletes)

    def plan(self):
        rng = random.Random(f"{self.seed}/{self.client}/{self.seq}")
        how = rng.choices(("managed", "explicit", "auto", "refused", "rolled-back"), (4, 3, 5, 1, 1))[0]
        parts = rng.randint(1, 8) if rng.random() < 0.97 else rng.randint(50, 300)
        op = Operation(self.client, self.seq, how, parts, shared=rng.random() < 0.15)
        if how == "refused" and not self.own:
            op.how = "rolled-back"
        victims = rng.sample(self.own, min(2, len(self.own)))
        if len(victims) == 2 and rng.random() < 0.4:
            op.updates = victims[0]
        if len(victims) == 2 and rng.random() < 0.3:
            op.deletes = victims[1]
        # A Tx that this operation would delete cannot be what makes it fail.
        self.existing = tx_key(self.client, victims[0]) if victims else None
        return op

    def perform(self, session, op):
        """Returns whether the connection is still of use."""
        self.committing = False
        try:
            getattr(self, op.how.replace("-", "_"))(session, op)
            op.outcome = FAILED if op.how in ("refused", "rolled-back") else ACKNOWLEDGED
        except Neo4jError as error:  # the server answered: nothing of it may be there
            op.outcome = FAILED
            self.errors.append(error.code)
            if not error.code.startswith("Neo.TransientError."):  # clients that collide may be told to try again
                self.complaints.append(f"{op}: {error.code}: {error.message}")
        except (DriverError, OSError):
            op.outcome = IN_DOUBT if self.committing and op.how in ("managed", "explicit", "auto") else FAILED
            return False
        return True

    def send(self, runner, op):
        given = parameters(op, self.seed, self.existing)
        for statement in statements(op):
            runner.run(statement, given).consume()

    def managed(self, session, op):
        def work(tx):
            self.committing = False
            op.attempt += 1
            self.send(tx, op)
            self.committing = True

        session.execute_write(work)

    def explicit(self, session, op):
        with session.begin_transaction() as tx:
            self.send(tx, op)
            self.committing = True
            tx.commit()

    def auto(self, session, op):
        self.committing = True
        together = "\nWITH count(*) AS ignored\n".join(statements(op))
        session.run(together, parameters(op, self.seed, self.existing)).consume()

    def refused(self, session, op):
        """A transaction, or every other time one statement, whose last write breaks a constraint."""
        try:
            if op.seq % 2:
                self.auto(session, op)
            else:
                self.explicit(session, op)
        except ConstraintError:
            return
        self.complaints.append(f"{op.name}: a second Tx with the key {self.existing} was accepted")

    def rolled_back(self, session, op):
        with session.begin_transaction() as tx:
            self.send(tx, op)
            tx.rollback()
