"""Queries that want everything: memory past the limit, and long work that is cancelled.

MEMORY: query -> past the limit a non-retryable error within 2 s. LONG: kinds of long work, each stopped by RESET, by
hanging up, by the client's timeout and by TERMINATE.
"""

import time

import bolt
from bolt import Client, message
from watch import in_time

WITHIN = 2.0       # seconds until the error about memory
STOPS = 0.100      # seconds from the wish to stop until the work has stopped
DOUBLING = " ".join(f"WITH s{i} + s{i} AS s{i + 1}" for i in range(40))

# Each holds more than the limit if it goes on. Those of "write" are rolled back.
MEMORY = {
    "string doubling": f"WITH '{'x' * 64}' AS s0 {DOUBLING} RETURN size(s40)",
    "string doubling by reduce": "RETURN size(reduce(s = 'x', i IN range(1, 45) | s + s))",
    "list doubling by reduce": "RETURN size(reduce(s = [1], i IN range(1, 45) | s + s))",
    "replace": "RETURN size(replace(replace(replace($big, 'x', $big), 'x', $big), 'x', $big))",
    "lpad": "RETURN size(lpad('x', 10000000000, 'y'))",
    "split": "RETURN size(split(reduce(s = 'x,', i IN range(1, 24) | s + s), ','))",
    "substring of a long string": "RETURN size(reduce(s = '', i IN range(1, 10000000) | s + 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'))",
    "giant range": "RETURN size(range(1, 100000000000))",
    "range kept": "WITH [x IN range(1, 100000000) | x] AS xs RETURN size(xs)",
    "comprehension": "RETURN size([x IN range(1, 100000000) | toString(x) + 'some text'])",
    "nested ranges": "RETURN size([x IN range(1, 100000) | [y IN range(1, 100000) | x + y]])",
    "sort": "UNWIND range(1, 100000000) AS x WITH x ORDER BY x % 1000 RETURN x LIMIT 5000000",
    "sort of strings": "UNWIND range(1, 100000000) AS x WITH x, toString(x) + 'some text' AS s ORDER BY s RETURN s",
    "collect": "UNWIND range(1, 100000000) AS x RETURN size(collect(x))",
    "collect of strings": "UNWIND range(1, 100000000) AS x RETURN size(collect('some text ' + x))",
    "collect of maps": "UNWIND range(1, 100000000) AS x RETURN size(collect({a: x, b: [x]}))",
    "distinct": "UNWIND range(1, 100000000) AS x RETURN count(DISTINCT x)",
    "distinct rows": "UNWIND range(1, 100000000) AS x WITH DISTINCT x RETURN count(*)",
    "group": "UNWIND range(1, 100000000) AS x WITH x AS key, count(*) AS n RETURN max(n)",
    "percentile": "UNWIND range(1, 100000000) AS x RETURN percentileDisc(x, 0.5)",
    "cross product collected": "MATCH (a:Abuse), (b:Abuse), (c:Abuse) RETURN size(collect([a, b, c]))",
    "eager": "UNWIND range(1, 100000000) AS x WITH collect(x) AS xs UNWIND xs AS y RETURN y",
    "union": "CALL () { UNWIND range(1, 100000000) AS x RETURN x UNION UNWIND range(1, 100000000) AS x RETURN x } RETURN count(*)",
    "subquery": "UNWIND range(1, 100000) AS x CALL (x) { UNWIND range(1, 100000) AS y RETURN collect(y) AS ys } RETURN size(collect(ys))",
    "map entries": "RETURN reduce(m = [], i IN range(1, 100000000) | m + [{a: i}])",
    "write: nodes": "UNWIND range(1, 100000000) AS x CREATE (:Bomb {x: x, s: 'some text'})",
    "write: properties": "MATCH (a:Abuse) UNWIND range(1, 100000000) AS x SET a.p = [x IN range(1, 100000) | x]",
    "write: relationships": "MATCH (a:Abuse), (b:Abuse), (c:Abuse) CREATE (a)-[:R {x: 1}]->(b)",
    "write: merge": "UNWIND range(1, 100000000) AS x MERGE (:Bomb {x: x})",
    "write: big string": "UNWIND range(1, 100000) AS x CREATE (:Bomb {s: $big + x})",
    "write: labels": "UNWIND range(1, 100000000) AS x CREATE (n:Bomb:Other) SET n:Third REMOVE n:Other",
    "write: created and deleted": "UNWIND range(1, 100000000) AS x CREATE (n:Bomb) DELETE n",
    "write: foreach": "FOREACH (x IN range(1, 100000000) | CREATE (:Bomb {x: x}))",
}

LONG = {
    "scan": "MATCH (a:Abuse) MATCH (b:Abuse) MATCH (c:Abuse) WHERE a.x + b.x + c.x < 0 RETURN a",
    "sort": "UNWIND range(1, 10000000000) AS x WITH x ORDER BY x % 1000 DESC LIMIT 10 RETURN x",
    "sort of many": "UNWIND range(1, 200000) AS x WITH x ORDER BY toString(x * 7919 % 200000) + 'abc' WITH count(x) AS n UNWIND range(1, 10000000000) AS y RETURN n, count(y)",
    "aggregate": "UNWIND range(1, 10000000000) AS x RETURN x % 100, sum(x)",
    "cross product": "MATCH (a:Abuse), (b:Abuse), (c:Abuse), (d:Abuse) RETURN count(*) + max(a.x + d.x)",
    "variable length": "MATCH p = (a:Ring)-[:NEXT*1..40]-(b) RETURN count(p)",
    "shortest path": "MATCH (a:Ring), (b:Ring) WHERE a <> b MATCH p = shortestPath((a)-[:NEXT*]-(b)) RETURN sum(length(p))",
    "all shortest paths": "UNWIND range(1, 1000000) AS x MATCH (a:Grid {i: 0}), (b:Grid {i: 156}) MATCH p = allShortestPaths((a)-[:TO*]-(b)) RETURN count(p)",
    "range and UNWIND": "UNWIND range(1, 10000000000) AS x RETURN count(x)",
    "reduce": "RETURN reduce(s = 0, x IN range(1, 1000000) | s + size(split($big, 'x')))",
    "list predicate": "RETURN none(x IN range(1, 1000000) WHERE size(split($big, 'x')) < x - 2000000)",
    "list comprehension": "RETURN size([x IN range(1, 1000000) WHERE size(split($big, 'x')) < x - 2000000])",
    "regex": "UNWIND range(1, 100000000) AS x WITH x WHERE $big =~ '(x+x+)+y' RETURN count(x)",
    "string functions": "UNWIND range(1, 100000000) AS x RETURN sum(size(replace(toUpper($big), 'X', 'yy')))",
    "pattern comprehension": "MATCH (a:Ring) RETURN size([(a)-[:NEXT*1..40]-(b) | b])",
    "exists": "MATCH (a:Ring), (b:Ring), (c:Ring), (d:Ring) WHERE EXISTS { MATCH (a)-[:NEXT]->(x)-[:NEXT]->(b) WHERE x.x > c.x + d.x } RETURN count(*)",
    "subquery": "UNWIND range(1, 100000000) AS x CALL (x) { UNWIND range(1, 100) AS y RETURN sum(y) AS s } RETURN sum(s)",
    "write": "UNWIND range(1, 100000000) AS x MATCH (n:Abuse {x: x % 10 + 1}) SET n.y = reduce(s = 0, i IN range(1, 20) | s + size(split($big, 'x')))",
    "write in a loop": "MATCH (n:Abuse {x: 1}) FOREACH (x IN range(1, 1000000) | SET n.y = size(split($big, 'x')))",
    "merge": "UNWIND range(1, 3000000) AS x MERGE (n:Merged {x: x % 10}) RETURN count(n)",
    "merge that scans": "UNWIND range(1, 1000000) AS x MERGE (n:Abuse {x: x % 2000 + 1}) ON MATCH SET n.y = size(split($big, 'x'))",
    "merge of relationships": "MATCH (a:Ring), (b:Ring) MERGE (a)-[r:MERGED]->(b) ON CREATE SET r.times = size(split($big, 'x')) RETURN count(r)",
    "load-like": "UNWIND range(1, 100000000) AS x MATCH (n:Abuse {x: x % 1000}) WHERE n.x < 0 SET n.z = x",
    "distinct": "UNWIND range(1, 100000000) AS x RETURN count(DISTINCT x % 1000)",
    "union": "UNWIND range(1, 10000000000) AS x WITH x WHERE x < 0 RETURN x UNION UNWIND range(1, 10000000000) AS x WITH x WHERE x < 0 RETURN x",
    "hash join": "MATCH (a:Abuse), (b:Abuse) WHERE a.x = b.x MATCH (c:Abuse), (d:Abuse) WHERE c.x = d.x MATCH (e:Abuse), (f:Abuse) WHERE e.x = f.x RETURN count(*)",
}


def prepare(server):
    """The graph that the queries look at."""
    with Client(server.address) as client:
        for text in ("UNWIND range(1, 2000) AS x CREATE (:Abuse {x: x})",
                     "UNWIND range(1, 400) AS x CREATE (:Ring {x: x})",
                     "MATCH (a:Ring), (b:Ring) WHERE b.x IN [a.x % 400 + 1, (a.x * 7) % 400 + 1, (a.x * 13) % 400 + 1] CREATE (a)-[:NEXT]->(b)",
                     "UNWIND range(0, 899) AS i CREATE (:Grid {i: i})",
                     "MATCH (a:Grid), (b:Grid) WHERE b.i = a.i + 30 OR (b.i = a.i + 1 AND b.i % 30 <> 0) CREATE (a)-[:TO]->(b)"):
            rows, summary = client.query(text)
            assert rows is not None, summary


def past_the_limit(text):
    def check(server, notes):
        with Client(server.address) as client:
            client.say(bolt.BEGIN, {})
            client.expect(bolt.SUCCESS)
            began = time.monotonic()
            rows, failure = client.query(text, {"big": "x" * 10_000})
            took = time.monotonic() - began
            notes.append(f"{took * 1000:.0f} ms")
            assert rows is None, f"it ended, with {str(rows)[:60]}"
            code = failure["code"]
            notes.append(code.rsplit(".", 1)[-1])
            assert ".TransientError." not in code, f"{code} invites to try again"
            assert code.startswith("Neo.ClientError."), f"{code}: {failure['message'][:100]}"
            in_time(took, WITHIN, "the error")
            client.reset()
            rows, _ = client.query("MATCH (b:Bomb) RETURN count(b)")
            assert rows == [[0]], f"{rows} left"
    return check


def start(client, text, extra):
    client.send(message(bolt.RUN, text, {"big": "x" * 10_000}, extra) + message(bolt.PULL, {"n": -1}))


def transaction(other, text):
    """The id of the transaction that runs the query, once it is among them."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        rows, _ = other.query("SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery = $q RETURN transactionId", {"q": text})
        if rows:
            return rows[0][0]
    raise AssertionError("the query is not among the transactions")


def cancelled(text):
    def check(server, notes):
        with Client(server.address) as client:
            start(client, text, {})
            time.sleep(0.4)
            client.socket.setblocking(False)
            try:
                early = client.socket.recv(1 << 16)
                # Only RUN's SUCCESS may be there.
                assert early.count(b"t_last") == 0, "it ended by itself"
                assert b"\x7f\xa2\x84code" not in early, f"it failed by itself: {early[:300]}"
                client.received += early
            except BlockingIOError:
                pass
            client.socket.settimeout(bolt.PATIENCE)
            began = time.monotonic()
            client.say(bolt.RESET)
            while True:
                found, fields = client.summary()
                if found == bolt.SUCCESS and fields == {}:
                    break
            took = time.monotonic() - began
            notes.append(f"RESET {took * 1000:.0f} ms")
            in_time(took, STOPS, "RESET")
            # The client's own timeout.
            began = time.monotonic()
            start(client, text, {"tx_timeout": 300})
            while True:
                found, failure = client.summary()
                if found == bolt.FAILURE:
                    break
            late = time.monotonic() - began - 0.3
            notes.append(f"timeout +{late * 1000:.0f} ms")
            assert "TransactionTimedOutClientConfiguration" in failure["code"], failure
            in_time(late, STOPS, "the timeout, beyond its time,")
        # Somebody else ends it.
        with Client(server.address) as client, Client(server.address) as other:
            start(client, text, {})
            time.sleep(0.2)
            found = transaction(other, text)
            began = time.monotonic()
            other.send(message(bolt.RUN, "TERMINATE TRANSACTION $id", {"id": found}, {}) + message(bolt.PULL, {"n": -1}))
            while True:
                found, failure = client.summary()
                if found == bolt.FAILURE:
                    break
            took = time.monotonic() - began
            notes.append(f"TERMINATE {took * 1000:.0f} ms")
            assert failure["code"] == "Neo.ClientError.Transaction.Terminated", failure
            in_time(took, STOPS, "TERMINATE TRANSACTION")
        # Hanging up: seen in the processor time of the server, which must rest.
        client = Client(server.address)
        start(client, text, {})
        time.sleep(0.2)
        client.close()
        time.sleep(STOPS)
        busy = server.processor_time()
        time.sleep(0.2)
        busy = server.processor_time() - busy
        notes.append(f"after hanging up {busy * 1000:.0f} ms of work")
        in_time(busy, 0.12, "in 0.2 s after hanging up, work")
    return check
