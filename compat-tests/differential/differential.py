#!/usr/bin/env python3
"""Asks Quiver and a real Neo4j the same random queries over the same random graphs and prints every difference.

  differential.py --neo4j bolt://127.0.0.1:17697 --quiver bolt://127.0.0.1:7687 --seed 1 --shapes 500 --vary 10 --graphs 4 --jobs 2
  differential.py ... --seed 3 --start 431 --shapes 1    asks query 431 and its variants again
  differential.py ... --queries FILE                     the queries of a file instead, one a line ('#' comments)

The queries are those of the seed; the graphs are those of the seed and of the numbers after it. A query (a shape) is asked with
other literals too, and all of that of every graph, since a Neo4j takes much longer to plan than to run. Both databases are emptied
first. The queries run in transactions that are rolled back, and those of `--committing` on a graph made anew for each. A difference
that is meant has a name in explained.py, and is only counted. Exit code 1 when anything differs that is not explained.
"""
import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter

import grammar
import graph
from explained import explanation, other_ways
from servers import Gone, Server, difference, only


def empty(server):
    """Wipes data and schema."""
    server.ask("MATCH (n) DETACH DELETE n")
    for (name,) in server.ask("SHOW CONSTRAINTS YIELD name"):
        server.ask(f"DROP CONSTRAINT `{name}`")
    for name, kind in server.ask("SHOW INDEXES YIELD name, type"):
        if kind != "LOOKUP":
            server.ask(f"DROP INDEX `{name}`")


# In place of a reason where a server gave up.
TIMED_OUT = "not decided in time"


def reason_of(query, expected, got):
    """Why two answers to a query differ, or None."""
    return TIMED_OUT if "TimedOut" in f"{expected.code} {got.code}" else difference(expected, got, query.ordered, query.loose)


class Tester:
    """Asks both over a connection each, keeps count."""

    def __init__(self, options, writing):
        self.neo4j, self.quiver = Server(options.neo4j), Server(options.quiver)
        self.shown, self.writing = options.shown, writing
        self.count, self.reasons, self.explained, self.neo4j_errors = Counter(), Counter(), Counter(), Counter()
        self.seconds = [0.0, 0.0]
        # Texts of shapes that a server gave up.
        self.given_up = set()

    def compared(self, queries):
        """For each query: (reason, Neo4j's answer, Quiver's answer); reason None when they agree."""
        texts = [(query.text, query.parameters) for query in queries]
        writes = any(query.writes for query in queries)

        def ask(server):
            return [server.run(*text) for text in texts] if writes else server.run_reads(texts)
        begin = time.monotonic()
        expected = ask(self.neo4j)
        middle = time.monotonic()
        got = ask(self.quiver)
        self.seconds[0] += middle - begin
        self.seconds[1] += time.monotonic() - middle
        return [(reason_of(query, left, right), left, right) for query, left, right in zip(queries, expected, got)]

    def check(self, queries, names):
        """Asks some queries; those that write, when no other connection writes."""
        if any(query.writes for query in queries):
            with self.writing:
                self.check_all(queries, names)
        else:
            self.check_all(queries, names)

    def check_all(self, queries, names):
        told = set()
        for query, name, (reason, expected, got) in zip(queries, names, self.compared(queries)):
            if reason == TIMED_OUT:
                self.count["given up"] += 1
                self.given_up.add(queries[0].text)
                continue
            self.count["asked"] += 1
            self.count["failing"] += bool(expected.code)
            self.count["rows"] += bool(expected.rows)
            self.count["writing"] += bool(expected.counters)
            if expected.code:
                self.neo4j_errors[expected.message.split("(line")[0][:90]] += 1
            if not reason:
                continue
            why = self.explanation(query, reason, expected, got)
            if why:
                self.explained[why] += 1
                continue
            self.count["differ"] += 1
            if reason in told:
                continue
            told.add(reason)
            self.tell(query, name, reason, expected, got)

    def tell(self, query, name, reason, expected, got):
        smaller = self.minimise(query, reason.split(":")[0], expected.code)
        again = self.compared([smaller])[0]
        if again[0] in (None, TIMED_OUT):
            smaller = query
        else:
            reason, expected, got = again
        key = (f"{reason} | {got.code} {got.message[:60] if got.message else ''}" if got.code else f"{reason} | {(expected.message or '')[:60]}")[:130]
        self.reasons[key] += 1
        if self.reasons[key] <= self.shown:
            print(f"--- {name}: {reason}\n    {smaller.text}" + (f"   {smaller.parameters}" if smaller.parameters else "") +
                  f"\n    neo4j:  {only(expected, got)}\n    quiver: {only(got, expected)}", flush=True)

    def counted(self):
        self.count.update(neo4j_ms=int(self.seconds[0] * 1000), quiver_ms=int(self.seconds[1] * 1000))
        return self.count, self.reasons, self.explained, self.neo4j_errors

    def explanation(self, query, reason, expected, got):
        """The name of the meant difference that this is, or None; some are sure only when the query is asked in another way."""
        found = explanation(query, reason, expected, got)
        for name, text in () if found else other_ways(query, reason, expected, got):
            again = self.compared([query.but([text])])[0][0]
            if again in (None, TIMED_OUT):
                return again or name
        return found

    def minimise(self, query, kind, code):
        """Leaves parts out for as long as the difference is of the same kind and not explained."""
        for _ in range(40):
            for smaller in query.smaller():
                reason, expected, got = self.compared([smaller])[0]
                if reason and reason.split(":")[0] == kind and expected.code == code and not self.explanation(smaller, reason, expected, got):
                    query = smaller
                    break
            else:
                return query
        return query


WHOLE = ["MATCH (q) RETURN labels(q), properties(q)", "MATCH (q)-[w]->(t) RETURN type(w), properties(w), properties(q), properties(t)"]


def side_by_side(tester, query, seed):
    """Whether both do the same with transactions side by side at least once: which of two that wait for each other fails is chance."""
    asked = [(query.text, {})] + [(text, {}) for text in WHOLE]
    for _ in range(6):
        anew(tester, seed)
        expected, got = tester.neo4j.run_reads(asked), tester.quiver.run_reads(asked)
        if not any(difference(left, right, False, True) for left, right in zip(expected, got)):
            return True
    return False


def anew(tester, seed):
    """The graph as it was."""
    for server in (tester.neo4j, tester.quiver):
        server.ask("MATCH (n) DETACH DELETE n")
        server.load(graph.statements(seed, False))


def commit(options, seed):
    """Queries that commit by themselves: what they answer and what they leave, on the graph anew for each."""
    tester = Tester(options, None)
    for at in range(options.committing):
        query = grammar.Generator(random.Random(f"{seed}/{at}/committing"), options.newer).committing()
        asked = [(query.text, {})] + [(text, {}) for text in WHOLE]
        expected, got = tester.neo4j.run_reads(asked), tester.quiver.run_reads(asked)
        tester.count["asked"] += 1
        tester.count["committing"] += 1
        tester.count["failing"] += bool(expected[0].code)
        reasons = [difference(left, right, False, True) for left, right in zip(expected, got)]
        if any(reasons) and "CONCURRENT" in query.text and side_by_side(tester, query, seed):
            tester.explained["which of transactions that wait for each other fails"] += 1
            reasons = []
        for number, (reason, left, right) in enumerate(zip(reasons, expected, got)):
            why = reason and explanation(query, reason, left, right)
            if why:
                tester.explained[why] += 1
            elif reason:
                tester.count["differ"] += 1
                print(f"--- {seed}/{at}/committing: {reason}{' in what it left' if number else ''}\n    {query.text}"
                      f"\n    neo4j:  {only(left, right)}\n    quiver: {only(right, left)}", flush=True)
        anew(tester, seed)
    return tester.counted()


def shapes(options, seed, part):
    """The queries of one seed that one connection asks: name and query, with variants."""
    of = options.of or options.seed
    for at in range(options.start + part, options.start + options.shapes, options.jobs):
        query = grammar.Generator(random.Random(f"{of}/{at}"), options.newer, options.rarer).query()
        # The same literals for every graph: a Neo4j plans many of them anew.
        rng = random.Random(f"{of}/{at}/other")
        variants = [query] + [query.variant(rng) for _ in range(options.vary - 1)]
        unique = {(v.text, repr(v.parameters)): v for v in variants}
        yield [f"{seed}/{at}/{n}" for n in range(len(unique))], list(unique.values())


def lines(path):
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            yield [""], [grammar.Query.of(line.rstrip("\n"))]


def work(options, seed, part, writing, results, hopeless):
    """One connection's share of the queries of a seed; those that are `hopeless` were given up on another graph."""
    tester = Tester(options, writing)
    for names, queries in lines(options.queries) if options.queries else shapes(options, seed, part):
        if queries[0].text in hopeless:
            continue
        try:
            tester.check(queries, names)
        except Gone as gone:
            tester.count["differ"] += 1
            print(f"--- {names[0]}: GONE {gone}\n    {queries[0].text} {queries[0].parameters}", flush=True)
    results.put((tester.counted(), tester.given_up))


def add(totals, counted):
    for total, part in zip(totals, counted):
        total.update(part)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neo4j", default="bolt://127.0.0.1:17697")
    parser.add_argument("--quiver", default="bolt://127.0.0.1:7687")
    parser.add_argument("--seed", type=int, default=1, help="of the first graph and of the queries")
    parser.add_argument("--of", type=int, help="of the queries, where not that of the first graph")
    parser.add_argument("--graphs", type=int, default=1, help="how many graphs")
    parser.add_argument("--shapes", type=int, default=500, help="queries asked of one graph")
    parser.add_argument("--vary", type=int, default=10, help="times each is asked, with other literals")
    parser.add_argument("--start", type=int, default=0, help="number of the first query")
    parser.add_argument("--committing", type=int, default=0, help="queries that commit by themselves (CALL IN TRANSACTIONS), of each graph")
    parser.add_argument("--newer", type=float, default=0.25, help="share of queries in Cypher 25")
    parser.add_argument("--rarer", type=float, default=0.3, help="share of the constructs of rarer.py; 0 asks what older seeds asked")
    parser.add_argument("--jobs", type=int, default=2, help="connections that ask at the same time")
    parser.add_argument("--queries", help="file of queries, one a line")
    parser.add_argument("--shown", type=int, default=4, help="differences of one kind to print, per connection and graph")
    parser.add_argument("--going-on", action="store_true", help="the schema is that of a run before, and a Neo4j's plans are kept")
    parser.add_argument("--no-indexes", action="store_true", help="load the graph without indexes")
    parser.add_argument("--quiver-indexes", choices=["same", "none"], default="same", help="none: only Neo4j has the indexes")
    options = parser.parse_args()
    if options.queries:
        options.jobs = 1
    began = time.monotonic()
    totals, hopeless = [Counter(), Counter(), Counter(), Counter()], set()
    for seed in range(options.seed, options.seed + options.graphs):
        for uri, indexes in ((options.quiver, options.quiver_indexes == "same"), (options.neo4j, True)):
            server = Server(uri)
            # The schema stays, so that a Neo4j keeps its plans.
            first = seed == options.seed and not options.going_on
            empty(server) if first else server.ask("MATCH (n) DETACH DELETE n")
            server.load(graph.statements(seed, indexes and not options.no_indexes and first))
        writing, results = multiprocessing.Lock(), multiprocessing.Queue()
        jobs = [multiprocessing.Process(target=work, args=(options, seed, part, writing, results, hopeless)) for part in range(options.jobs)]
        for job in jobs:
            job.start()
        for _ in jobs:
            counted, given_up = results.get()
            add(totals, counted)
            hopeless |= given_up
        for job in jobs:
            job.join()
        if options.committing:
            add(totals, commit(options, seed))
        print(f"graph {seed}: {dict(totals[0])} {sum(totals[2].values())} explained, {time.monotonic() - began:.0f} s", flush=True)
    count, reasons, explained, errors = totals
    for reason, times in errors.most_common(12):
        print(f"{times:5} (Neo4j) {reason}")
    for why, times in explained.most_common():
        print(f"{times:5} explained: {why}")
    for reason, times in reasons.most_common():
        print(f"{times:5} shapes: {reason}")
    print(f"{count['asked']} asked ({count['rows']} with rows, {count['writing']} that write, {count['failing']} fail in Neo4j), "
          f"{count['given up']} given up, {sum(explained.values())} explained, {count['differ']} differ, {time.monotonic() - began:.0f} s")
    sys.exit(bool(count["differ"]))


if __name__ == "__main__":
    main()
