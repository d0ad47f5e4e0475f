#!/usr/bin/env python3
"""Asks Quiver and a real Neo4j the same random queries over the same random graph and prints every difference.

  differential.py --neo4j bolt://127.0.0.1:17697 --quiver bolt://127.0.0.1:7687 --seed 1 --count 2000
  differential.py ... --queries FILE        the queries of a file instead, one a line ('#' comments)

Both databases are emptied first. Needs the official driver (`pip install neo4j`).
The queries run in transactions that are rolled back. Exit code 1 when anything differs.
"""
import argparse
import random
import sys
import time
from collections import Counter

import grammar
import graph
from servers import Gone, Server, difference, only


def empty(server):
    """Wipes data and schema."""
    server.load([("MATCH (n) DETACH DELETE n", {})])
    with server.driver.session() as session:
        constraints = [r["name"] for r in session.run("SHOW CONSTRAINTS YIELD name")]
        for name in constraints:
            session.run(f"DROP CONSTRAINT `{name}`").consume()
        for record in list(session.run("SHOW INDEXES YIELD name, type")):
            if record["type"] != "LOOKUP":
                session.run(f"DROP INDEX `{record['name']}`").consume()


class Tester:
    """Asks both, keeps count."""

    def __init__(self, neo4j, quiver, shown):
        self.shown = shown
        self.neo4j, self.quiver = neo4j, quiver
        self.asked, self.failing, self.reasons = 0, 0, Counter()
        self.neo4j_errors, self.seconds = Counter(), [0.0, 0.0]

    def differs(self, query):
        """(reason, Neo4j's answer, Quiver's answer); reason None when they agree."""
        begin = time.monotonic()
        expected = self.neo4j.run(query.text, query.parameters)
        middle = time.monotonic()
        got = self.quiver.run(query.text, query.parameters)
        self.seconds[0] += middle - begin
        self.seconds[1] += time.monotonic() - middle
        self.asked += 1
        self.failing += bool(expected.code)
        if expected.code:
            self.neo4j_errors[expected.message.split("(line")[0][:90]] += 1
        return difference(expected, got, query.ordered, query.loose), expected, got

    def check(self, query, name):
        reason, expected, got = self.differs(query)
        if not reason:
            return True
        smaller = self.minimise(query, reason.split(":")[0])
        if smaller is not query:
            reason, expected, got = self.differs(smaller)
        key = f"{reason} | {got.code} {got.message[:60] if got.message else ''}" if got.code else reason
        self.reasons[key[:110]] += 1
        if self.reasons[key[:110]] <= self.shown:
            print(f"--- {name}: {reason}\n    {smaller.text}" + (f"   {smaller.parameters}" if smaller.parameters else ""))
            print(f"    neo4j:  {only(expected, got)}\n    quiver: {only(got, expected)}", flush=True)
        return False

    def minimise(self, query, kind):
        """Leaves parts out for as long as the difference is of the same kind."""
        for _ in range(40):
            for smaller in query.smaller():
                reason, expected, _ = self.differs(smaller)
                if reason and reason.split(":")[0] == kind and not (expected.code or "").endswith("SyntaxError"):
                    query = smaller
                    break
            else:
                return query
        return query


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neo4j", default="bolt://127.0.0.1:17697")
    parser.add_argument("--quiver", default="bolt://127.0.0.1:7687")
    parser.add_argument("--seed", type=int, default=1, help="of the graph and the queries")
    parser.add_argument("--count", type=int, default=1000, help="queries")
    parser.add_argument("--start", type=int, default=0, help="number of the first query")
    parser.add_argument("--queries", help="file of queries, one a line")
    parser.add_argument("--shown", type=int, default=8, help="differences of one kind to print")
    parser.add_argument("--no-indexes", action="store_true", help="load the graph without indexes")
    parser.add_argument("--quiver-indexes", choices=["same", "none"], default="same", help="none: only Neo4j has the indexes")
    a = parser.parse_args()
    quiver = Server(a.quiver)
    empty(quiver)
    quiver.load(graph.statements(a.seed, not a.no_indexes and a.quiver_indexes == "same"))
    started, bad = time.monotonic(), 0
    neo4j = Server(a.neo4j)
    empty(neo4j)
    neo4j.load(graph.statements(a.seed, not a.no_indexes))
    tester = Tester(neo4j, quiver, a.shown)
    if a.queries:
        lines = [line.rstrip("\n") for line in open(a.queries, encoding="utf-8")]
        queries = ((line, grammar.Query.of(line)) for line in lines if line.strip() and not line.startswith("#"))
    else:
        queries = ((f"{a.seed}/{at}", grammar.Generator(random.Random(f"{a.seed}/{at}")).query()) for at in range(a.start, a.start + a.count))
    for name, query in queries:
        try:
            bad += not tester.check(query, "" if a.queries else name)
        except Gone as gone:
            bad += 1
            print(f"--- {name}: GONE {gone}\n    {query.text} {query.parameters}", flush=True)
    print(f"{tester.asked} asked ({tester.failing} fail in Neo4j), {bad} differ, {time.monotonic() - started:.0f} s")
    print(f"seconds in Neo4j {tester.seconds[0]:.0f}, in Quiver {tester.seconds[1]:.0f}; its commonest errors:")
    for reason, count in tester.neo4j_errors.most_common(12):
        print(f"{count:5} (Neo4j) {reason}")
    for reason, count in tester.reasons.most_common():
        print(f"{count:5} {reason}")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
