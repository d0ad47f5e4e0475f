#!/usr/bin/env python3
"""Crash cycles from outside: kill -9 a server under writing clients, start it again, and look for what is not right.

Each cycle, clients write transactions of several entities through the official Python driver, in managed, explicit and
auto-commit transactions, until the server is killed at a random moment. After the restart every acknowledged
transaction must be there whole, one in doubt whole or not at all, and nothing else: nothing twice, nothing that was
answered with a failure or rolled back, nothing never sent. Unique keys, indexes and counters must agree with it. Some
restarts are killed too, before they are ready. Times are printed, not judged.

With --uri it writes to a running server, kills nothing and verifies: that checks this program. The server must be empty.
"""

import argparse
import logging
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import ConstraintError

from model import ACKNOWLEDGED, FAILED, IN_DOUBT, KINDS, Model, Snapshot, injections, part_key, tx_key
from writers import CONSTRAINTS, Writer

# The driver reports each connection that a kill cuts; that is what this program is for.
logging.getLogger("neo4j").setLevel(logging.CRITICAL)

READY_LIMIT = 120  # seconds after which a server that is not ready counts as broken; not a measure of speed


class Server:
    """A server process on a kept data folder."""

    def __init__(self, program, folder):
        self.log = open(folder / "server.log", "ab")
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [program, "serve", "--data", str(folder / "data"), "--bolt", "127.0.0.1:0", "--http", "127.0.0.1:0", "--no-auth"],
            stdout=subprocess.PIPE, stderr=self.log, stdin=subprocess.DEVNULL)
        self.uri, self.ready = None, threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            found = re.search(rb"bolt://(?:127\.0\.0\.1|localhost):[1-9]\d*", line)
            if found and self.uri is None:
                self.uri = found[0].decode()
                self.ready_after = time.monotonic() - self.started
                self.ready.set()
        self.ready.set()  # its end: nobody need wait longer

    def wait_ready(self):
        self.ready.wait(READY_LIMIT)
        if self.uri is None:
            self.kill()
            sys.exit(f"the server did not become ready (exit status {self.process.returncode}); see {self.log.name}")

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait(READY_LIMIT)
        self.log.close()


def connect(uri, auth=None):
    return GraphDatabase.driver(uri, auth=auth, max_transaction_retry_time=2, connection_timeout=10,
                                connection_acquisition_timeout=10)


def read_snapshot(driver, keys):
    def rows(tx, query, **parameters):
        return [record.data() for record in tx.run(query, parameters)]

    def work(tx):
        found = {}
        for start in range(0, len(keys), 1000):
            for label in ("Tx", "Part"):
                batch = [key for key in keys[start:start + 1000] if (key.count("-") == 2) == (label == "Part")]
                found.update((row["key"], row["n"]) for row in rows(
                    tx, f"UNWIND $keys AS key MATCH (n:{label} {{key: key}}) RETURN key, count(n) AS n", keys=batch))
        return Snapshot(
            txs=rows(tx, "MATCH (t:Tx) RETURN t.key AS key, t.client AS client, t.seq AS seq, t.attempt AS attempt, "
                         "t.parts AS parts, t.version AS version, t.shared AS shared, t.text AS text"),
            parts=rows(tx, "MATCH (p:Part) RETURN p.key AS key, p.client AS client, p.seq AS seq, p.i AS i, "
                           "p.version AS version, p.text AS text"),
            has=rows(tx, "MATCH (t:Tx)-[h:HAS]->(p:Part) RETURN t.key AS tx, h.i AS i, h.version AS version, p.key AS part"),
            counters=rows(tx, "MATCH (c:Counter) RETURN c.client AS client, c.committed AS committed"),
            shared=rows(tx, "MATCH (s:Shared) RETURN s.n AS n"),
            nodes=rows(tx, "MATCH (n) RETURN count(n) AS n")[0]["n"],
            relationships=rows(tx, "MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"],
            found_by_key=found)

    with driver.session() as session:
        return session.execute_read(work)


def constraint_holds(driver, snapshot):
    """A constraint must outlive a crash: a second node with a key that is there is refused."""
    if not snapshot.parts:
        return True
    with driver.session() as session:
        tx = session.begin_transaction()
        try:
            tx.run("CREATE (:Part {key: $key})", key=snapshot.parts[0]["key"]).consume()
        except ConstraintError:
            return True
        finally:
            tx.close()  # which rolls back
    return False


class Run:
    """The whole run: the model, the totals, and what was found wrong."""

    def __init__(self, args):
        self.args = args
        self.rng = random.Random(args.seed)
        self.model = Model(args.seed)
        self.next_seq = [0] * args.clients
        self.doubtful, self.complaints = [], []
        self.totals, self.errors = Counter(), Counter()

    def write(self, driver, until):
        """Let the clients write until `until` returns; returns how the operations ended."""
        stop = threading.Event()
        writers = [
            Writer(driver, client, self.next_seq[client], [seq for c, seq in self.model.live if c == client],
                   self.args.seed, stop)
            for client in range(self.args.clients)
        ]
        for writer in writers:
            writer.start()
        until()
        stop.set()
        ended = Counter()
        for writer in writers:
            writer.join(60)
            if writer.is_alive():
                self.complaints.append(f"{writer.name} hangs")
            self.next_seq[writer.client] = writer.seq
            self.doubtful += self.model.learn(writer.operations)
            self.complaints += writer.complaints
            self.errors.update(writer.errors)
            ended.update(op.outcome for op in writer.operations)
        self.totals += ended
        return ended

    def verify(self, driver):
        """Compare the database with the model; returns the violations and the in-doubt ones that are there."""
        keys = [key for key, _ in self.model.keys()]
        for op in self.doubtful:
            keys += [tx_key(*op.name), *(part_key(*op.name, i) for i in range(op.parts))]
        self.snapshot = read_snapshot(driver, keys)
        present = self.model.settle(self.doubtful, self.snapshot)
        self.doubtful = []
        wrong = self.model.verify(self.snapshot)
        self.complaints += [f"{kind}: {text}" for kind, text in wrong]
        if not constraint_holds(driver, self.snapshot):
            self.complaints.append("the uniqueness constraint of :Part(key) does not hold")
        return Counter(kind for kind, _ in wrong), present

    def check_the_check(self):
        """Damage copies of the last snapshot in every way; each must be noticed as what it is."""
        tried = 0
        for kind, what, damaged in injections(self.snapshot):
            tried += 1
            if kind not in {found for found, _ in self.model.verify(damaged)}:
                self.complaints.append(f"this program does not notice {what}")
        print(f"check of the check: {tried} kinds of damage to a copy of the answer, each noticed" if tried
              else "check of the check: nothing was written, nothing tried")

    def finish(self):
        print(f"\n{self.totals[ACKNOWLEDGED]} transactions acknowledged, {self.totals[FAILED]} failed or rolled back, "
              f"{self.totals[IN_DOUBT]} in doubt")
        for code, n in self.errors.most_common():
            print(f"  {n} x {code}")
        for text in self.complaints[:20]:
            print(f"VIOLATION {text}")
        print(f"{len(self.complaints)} violations (seed {self.args.seed})")
        return 1 if self.complaints else 0


def megabytes(folder):
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6


def start_again(run, folder, last_ready):
    """Start the server; now and then kill it a few times before it is ready. Returns it and how often that was."""
    killed = 0
    while last_ready and killed < 3 and run.rng.random() < run.args.kill_starting:
        server = Server(run.args.quiver, folder)
        time.sleep(run.rng.uniform(0, last_ready))
        server.kill()
        killed += 1
    server = Server(run.args.quiver, folder)
    server.wait_ready()
    return server, killed


def cycles(run, folder):
    args = run.args
    print(f"{'cycle':>5} {'wrote s':>7} {'acked':>6} {'failed':>6} {'doubt':>5} {'there':>5} {'killed':>6} {'ready ms':>8} "
          f"{'answer ms':>9} {'check s':>7} {'nodes':>7} {'MB':>6}  " + " ".join(f"{k:>9}" for k in KINDS), flush=True)
    last_ready, ended, wrote = 0.0, Counter(), 0.0
    for cycle in range(args.cycles + 2):
        server, killed = start_again(run, folder, last_ready)
        last_ready = server.ready_after
        with connect(server.uri) as driver:
            driver.execute_query("RETURN 1")
            answered = time.monotonic() - server.started
            if cycle == 0:
                for constraint in CONSTRAINTS:
                    driver.execute_query(constraint)
            begun = time.monotonic()
            wrong, present = run.verify(driver)
            checked = time.monotonic() - begun
            print(f"{cycle:>5} {wrote:>7.2f} {ended[ACKNOWLEDGED]:>6} {ended[FAILED]:>6} {ended[IN_DOUBT]:>5} {present:>5} "
                  f"{killed:>6} {last_ready * 1000:>8.0f} {answered * 1000:>9.0f} {checked:>7.2f} {run.snapshot.nodes:>7} "
                  f"{megabytes(folder / 'data'):>6.1f}  " + " ".join(f"{wrong[k]:>9}" for k in KINDS), flush=True)
            if run.complaints:  # the folder is evidence now: write no more
                server.kill()
                return
            if cycle < args.cycles:
                wrote = run.rng.uniform(*args.write_seconds)

                def until():
                    time.sleep(wrote)
                    if server.process.poll() is not None:
                        run.complaints.append(f"the server ended by itself with status {server.process.returncode}")
                    server.kill()

                ended = run.write(driver, until)
            else:  # the end: stop as one should, and the last round starts from that
                ended, wrote = Counter(), 0.0
                server.kill(signal.SIGTERM)
    run.check_the_check()
    if b"panicked at" in (folder / "server.log").read_bytes():
        run.complaints.append("the server's log tells of a panic")


def without_kill(run, uri, auth):
    with connect(uri, auth) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
        if nodes:
            sys.exit(f"the server at {uri} has {nodes} nodes; this needs an empty one")
        for constraint in CONSTRAINTS:
            driver.execute_query(constraint)
        for cycle in range(run.args.cycles):
            ended = run.write(driver, lambda: time.sleep(run.rng.uniform(*run.args.write_seconds)))
            wrong, _ = run.verify(driver)
            print(f"round {cycle}: {dict(ended)}, {run.snapshot.nodes} nodes, violations {dict(wrong)}", flush=True)
        run.check_the_check()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--quiver", metavar="PROGRAM", help="the server to start and to kill")
    what.add_argument("--uri", help="an empty server that runs already: write and verify only")
    parser.add_argument("--user", help="user name for --uri; without it no credentials are sent")
    parser.add_argument("--password", default="", help="password for --uri")
    parser.add_argument("--cycles", type=int, default=5, help="how often to kill (default: %(default)s)")
    parser.add_argument("--clients", type=int, default=8, help="how many clients write (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="decides what is written and when to kill (default: random, printed)")
    parser.add_argument("--write-seconds", type=float, nargs=2, default=(0.3, 3.0), metavar=("MIN", "MAX"),
                        help="bounds of the moment of the kill (default: 0.3 3.0)")
    parser.add_argument("--kill-starting", type=float, default=0.3, metavar="P",
                        help="probability that a start is killed before it is ready (default: %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the data and the server's log here (default: only after a violation)")
    args = parser.parse_args()
    if args.seed is None:
        args.seed = random.SystemRandom().randrange(2**32)
    print(f"seed {args.seed}")

    run = Run(args)
    if args.uri:
        without_kill(run, args.uri, (args.user, args.password) if args.user else None)
        sys.exit(run.finish())
    args.quiver = os.path.realpath(args.quiver)
    folder = args.keep or Path(tempfile.mkdtemp(prefix="quiver-crash-"))
    (folder / "data").mkdir(parents=True)
    cycles(run, folder)
    status = run.finish()
    if status == 0 and not args.keep:
        shutil.rmtree(folder)
    else:
        print(f"data and server log are in {folder}")
    sys.exit(status)


if __name__ == "__main__":
    main()
