#!/usr/bin/env python3
"""Calls every function of a real Neo4j with many argument values on both servers: values, types and error codes must be equal.

  calls.py --neo4j bolt://127.0.0.1:17697 --quiver bolt://127.0.0.1:7687 [--only NAME] [--version 5|25] [--shown N]
  calls.py --neo4j ... --only apoc.                  with a Neo4j that has APOC core among its plugins

Arguments are given as parameters, so that both servers meet their types while running; with --literals they are written out.
Values are compared exactly, floats to 15 digits. Exit code 1 when anything differs.
"""
import argparse
import itertools
import math
import random
import re
import sys

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

INTEGERS = ["0", "1", "-1", "2", "7", "9223372036854775807", "-9223372036854775808"]
FLOATS = ["0.0", "-0.0", "1.5", "-2.5", "0.1", "1e300", "-1e300", "(0.0/0.0)", "(1/0.0)", "(-1/0.0)"]
STRINGS = ["''", "'a'", "'abcab'", "' a b '", "'\U0001F600b\u00e9'", "'12'", "'1.5'", "'true'", "'x,y;z'", "'2020-02-29'", "'12:30'", "'P1DT2H'"]
LISTS = ["[]", "[1, 2, 3]", "[null]", "[1, null, 'a']", "['a', 'b']", "[1.5, 2]", "[[1], [2, [3]]]", "[true, false]"]
MAPS = ["{}", "{a: 1}", "{x: 1, y: 2}", "{year: 2020, month: 2}", "{days: 1.5}"]
TEMPORAL = ["date('2020-02-29')", "localtime('12:30:01.5')", "time('12:30+01:00')", "localdatetime('2020-02-29T12:30')",
            "datetime('2020-02-29T12:30[Europe/Paris]')", "duration('P1Y2M3DT4H5.5S')"]
POINTS = ["point({x: 1, y: 2})", "point({x: 1, y: 2, z: 3})", "point({longitude: 1, latitude: 2})"]
KINDS = {"INTEGER": INTEGERS, "FLOAT": FLOATS + INTEGERS[:5], "STRING": STRINGS, "LIST": LISTS, "MAP": MAPS, "BOOLEAN": ["true", "false"],
         "POINT": POINTS, "DATE": TEMPORAL, "ZONED": TEMPORAL, "LOCAL": TEMPORAL, "DURATION": TEMPORAL}
EVERY = ["null", "true", "1", "1.5", "'a'", "[1]", "{a: 1}", "date('2020-02-29')", "duration('P1D')", "point({x: 1, y: 2})"]
# What arguments of APOC's functions are called, and what is worth giving them.
NAMED = {"unit": ["'ms'", "'s'", "'minutes'", "'hours'", "'d'", "'doy'", "'nanos'"], "toUnit": ["'s'", "'d'", "'hour'"],
         "addUnit": ["'s'", "'d'", "'weeks'"], "timezone": ["''", "'UTC'", "'Europe/Paris'", "'+02:00'", "'GMT+1'"],
         "format": ["'yyyy-MM-dd'", "'HH:mm'", "'dd/MM/yyyy HH:mm:ss z'", "'EEE, d MMM yyyy'", "'iso_date'", "'BASIC_ISO_DATE'", "'[]'"],
         "regex": ["'a'", "'(a)(b)?'", "'[^a-z]'", "','", "'('", "''"], "delimiter": ["'.'", "','", "''"], "delim": ["', '", "''"],
         "path": ["'$'", "''", "'$.a'", "'$..a'", "'$[*]'", "'a'"], "key": ["'a'", "'b'", "''"], "prop": ["'a'", "'^a'", "'zz'"],
         "operator": ["'&'", "'AND'", "'|'", "'^'", "'~'", "'<<'", "'>>'", "'>>>'"], "config": ["{}", "{recursive: true}"],
         "json": ["'{\"a\": [1, {\"b\": 2.5}]}'", "'[1, null, \"x\"]'", "'7'", "'{'"], "map": ["{a: 1, b: {a: 2}}", "{`a.b`: 1}"],
         "list": ["'[1, 2.5]'", "[{a: 1}, {a: 2}]", "[3, 1, 2]", "['b', 'A', 'a']"], "pairs": ["[['a', 1], ['b', 2]]", "['a', 1, 'b']", "[[null, 1]]"],
         "keys": ["['a']", "['a', 'b']", "['zz', null]"], "values": ["[1, 'a']", "[{a: 1}, {a: 1, b: 2}]"], "offset": ["1", "0", "-1"],
         "charset": ["'UTF-8'"], "encoding": ["'UTF-8'"]}
# Random, about the moment, with a grammar of their own, or about the graph.
SKIPPED = re.compile(r"^(rand|randomUUID|uuid|timestamp|all|any|none|single|reduce|allReduce|exists|graph\.|vector$|vector_|file|linenumber|"
                     r"property_exists|apoc\.(create|cypher|version|util\.validate|coll\.(random|shuffle)|date\.current|text\.random|schema|agg)|.*\.(transaction|statement|realtime)$)")


def values_of(argument, usual=False):
    """Values for an argument; `usual` ones are of its type."""
    kind, found = argument["type"], list(NAMED.get(argument["name"], [])) if "=" not in argument["name"] else []
    if kind in ("NODE", "RELATIONSHIP", "PATH"):
        return ["null"]
    if usual:
        return found or [value for name, values in KINDS.items() if name in kind for value in values] or EVERY
    for name, values in KINDS.items():
        if name in kind:
            found += values
    return list(dict.fromkeys(found + EVERY))


def comparable(value):
    if isinstance(value, float):
        return ("nan",) if math.isnan(value) else ("float", f"{value:.14e}")
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return tuple(map(comparable, value))
    if isinstance(value, dict):
        return tuple(sorted((key, comparable(inner)) for key, inner in value.items()))
    return (type(value).__name__, str(value))


def ask(session, query):
    try:
        return "value", comparable([record.values() for record in session.run(query)])
    except Neo4jError as error:
        return "error", error.code
    except (DriverError, ValueError, OverflowError) as error:
        return "driver", type(error).__name__


def calls(functions, version, literals, most):
    for name, arguments, aggregating in functions:
        choices = [values_of(argument) for argument in arguments]
        if len(choices) > 1 and name.startswith("apoc."):
            # What is called with a wrong type is refused before it is called, so mostly with right ones.
            rng = random.Random(name)
            usual = [values_of(argument, True) + ["null"] for argument in arguments]
            combinations = [tuple(rng.choice(every if rng.random() < 0.04 else some) for every, some in zip(choices, usual)) for _ in range(most)]
        elif len(choices) > 1:
            rng = random.Random(name)
            combinations = list(itertools.islice(itertools.product(*choices), 40000))
            combinations = rng.sample(combinations, min(most, len(combinations)))
        else:
            combinations = list(itertools.product(*choices))
        for combination in combinations:
            if aggregating:
                first, rest = combination[0], combination[1:]
                tail = "".join(f", {value}" for value in rest)
                yield f"CYPHER {version} UNWIND [{first}, null, {first}] AS x RETURN {name}(x{tail}) AS r"
            elif literals:
                yield f"CYPHER {version} RETURN {name}({', '.join(combination)}) AS r"
            else:
                given = ", ".join(f"v{at}: {value}" for at, value in enumerate(combination))
                passed = ", ".join(f"m.v{at}" for at in range(len(combination)))
                # A map in a list hides the types until the query runs.
                yield f"CYPHER {version} UNWIND [{{{given}}}] AS m RETURN {name}({passed}) AS r"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neo4j", default="bolt://127.0.0.1:17697")
    parser.add_argument("--quiver", default="bolt://127.0.0.1:7687")
    parser.add_argument("--only", help="names that contain this")
    parser.add_argument("--version", default="5")
    parser.add_argument("--literals", action="store_true")
    parser.add_argument("--calls", type=int, default=160, help="calls of a function with several arguments")
    parser.add_argument("--shown", type=int, default=4, help="differences to print for a function")
    a = parser.parse_args()
    with neo4j.GraphDatabase.driver(a.neo4j, auth=None) as ours, neo4j.GraphDatabase.driver(a.quiver, auth=None) as theirs, \
            ours.session() as reference, theirs.session() as quiver:
        there = {r["name"] for r in quiver.run(f"CYPHER {a.version} SHOW FUNCTIONS YIELD name")}
        rows = reference.run(f"CYPHER {a.version} SHOW FUNCTIONS YIELD name, argumentDescription, aggregating, signature")
        functions = [(r["name"], r["argumentDescription"], r["aggregating"]) for r in rows
                     if not SKIPPED.match(r["name"]) and "[[" not in r["signature"] and "normalForm" not in r["signature"]
                     and (not a.only or a.only in r["name"]) and r["name"] in there]
        asked, differ, shown = 0, 0, {}
        for query in calls(functions, a.version, a.literals, a.calls):
            asked += 1
            expected, got = ask(reference, query), ask(quiver, query)
            if expected == got:
                continue
            differ += 1
            name = re.search(r"RETURN ([\w.]+)\(", query)[1]
            shown[name] = shown.get(name, 0) + 1
            if shown[name] <= a.shown:
                print(f"{query}\n    neo4j:  {expected}\n    quiver: {got}", flush=True)
        print(f"{len(functions)} signatures, {asked} calls, {differ} differ: {shown}")
        sys.exit(bool(differ))


if __name__ == "__main__":
    main()
