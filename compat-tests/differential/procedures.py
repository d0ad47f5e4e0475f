#!/usr/bin/env python3
"""Calls procedures on both servers, each on a graph of its own in a transaction that is rolled back: rows, the graph afterwards and error
codes must be equal.

  procedures.py --neo4j bolt://127.0.0.1:17689 --quiver bolt://127.0.0.1:7687 [--file procedures.cypher] [--only TEXT]

The file: a line `== name` begins a part, the line after it makes the graph, every line after that is a call. A call that begins with
`!` is run in a transaction by itself, on a graph that stays until the next one. Both databases are wiped. For procedures of APOC the
Neo4j must have APOC core among its plugins. Not part of `.ci/run`, as no Neo4j is there. Exit code 1 when anything differs without a
name in `explained.py`.
"""
import argparse
import os
import pathlib
import pickle
import re
import sys

from explained import explained_procedure
from servers import Answer, Gone, Server, bolt, difference, query_messages

# Milliseconds after which a call is given up; a Neo4j plans the first ones for seconds.
TIMEOUT = 60000
DUMP = "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN n, r, m"


def calls(path):
    """(part, graph, call) of a file."""
    part, graph = None, None
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("//"):
            continue
        if line.startswith("== "):
            part, graph = line[3:], None
        elif graph is None:
            graph = line
        else:
            yield part, graph, line


def in_rolled_back(server, graph, call):
    """What the call gave, and the graph after it."""
    client = server.client
    try:
        # Some of APOC's calls commit by themselves: nothing of them is left.
        client.send(bolt.message(bolt.BEGIN, {"tx_timeout": TIMEOUT}) + query_messages("MATCH (n) DETACH DELETE n", {}, {}) + query_messages(graph, {}, {}))
        if server.answer(5).code:
            client.reset()
            return Answer(code="graph", message="the graph could not be made"), None
        client.send(query_messages(call, {}, {}))
        answer, dump = server.answer(2), None
        if not answer.code:
            client.send(query_messages(DUMP, {}, {}))
            dump = server.answer(2)
        client.reset()
        return answer, dump
    except IndexError:
        # A value that APOC made up and Neo4j could not write to its end.
        server.connect()
        return Answer(code="broken", message="the answer ends inside a value"), None
    except (OSError, bolt.Closed) as error:
        server.connect()
        raise Gone(f"{server.uri}: {error!r}: {call}") from error


def alone(server, graph, call):
    """The same with a call that commits."""
    server.ask("MATCH (n) DETACH DELETE n")
    server.ask(graph)
    answer = server.run_reads([(call, {})])[0]
    dump = server.run_reads([(DUMP, {})])[0]
    server.ask("MATCH (n) DETACH DELETE n")
    return answer, dump


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neo4j", default="bolt://127.0.0.1:17689")
    parser.add_argument("--quiver", default="bolt://127.0.0.1:7687")
    parser.add_argument("--file", default=pathlib.Path(__file__).with_name("procedures.cypher"))
    parser.add_argument("--only", default="", help="calls or parts that contain this")
    parser.add_argument("--known", help="file in which Neo4j's answers are kept, so that it is asked once")
    parser.add_argument("--explained", action="store_true", help="print explained differences too")
    parser.add_argument("--codes", action="store_true", help="say what both gave for every call")
    options = parser.parse_args()
    neo4j, quiver = Server(options.neo4j), Server(options.quiver)
    for server in (neo4j, quiver):
        server.ask("MATCH (n) DETACH DELETE n")
    asked, differ, explained, known = 0, 0, {}, {}
    if options.known and os.path.exists(options.known):
        known = pickle.loads(pathlib.Path(options.known).read_bytes())
    for part, graph, call in calls(options.file):
        if options.only not in call and options.only not in part:
            continue
        asked += 1
        way, text = (alone, call[1:]) if call.startswith("!") else (in_rolled_back, call)
        if (graph, text) not in known:
            known[graph, text] = way(neo4j, graph, text)
            if options.known:
                pathlib.Path(options.known).write_bytes(pickle.dumps(known))
        expected, expected_graph = known[graph, text]
        got, graph_after = way(quiver, graph, text)
        ordered = bool(re.search(r"ORDER BY", text))
        reason = difference(expected, got, ordered, True)
        if not reason and expected_graph and graph_after:
            reason = difference(expected_graph, graph_after, False, True)
            if reason:
                expected, got, reason = expected_graph, graph_after, "the graph afterwards"
        if options.codes:
            print(f"{text}\n    {expected}\n    {got}")
        if not reason:
            continue
        why = explained_procedure(text, reason, expected, got)
        if why:
            explained[why] = explained.get(why, 0) + 1
            if options.explained:
                print(f"({why}) {text}\n  {reason}\n    neo4j:  {expected}\n    quiver: {got}", flush=True)
            continue
        differ += 1
        print(f"[{part}] {text}\n  {reason}\n    neo4j:  {expected}\n    quiver: {got}", flush=True)
    for why, times in explained.items():
        print(f"{times:5} explained: {why}")
    print(f"{asked} calls, {sum(explained.values())} explained, {differ} differ")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
