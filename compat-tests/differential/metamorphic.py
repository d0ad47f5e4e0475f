#!/usr/bin/env python3
"""Random queries asked of the engine in many ways that must not change the answer; needs no Neo4j and no driver.

  metamorphic.py VARIANTS --seed 1 --count 2000       VARIANTS is the program of compat-tests/src/bin/variants.rs
  metamorphic.py VARIANTS --seed 7 --start 431 --count 1      asks query 7/431 again

With and without indexes, without each rule of the optimizer and without all, with an Eager behind every clause, without
the cache of plans, with parameters in place of literals; and `WHERE p`, `WHERE NOT p`, `WHERE p IS NULL` must share out
the rows. What differs is made smaller and printed. Every `--graph` queries (default 500) there is a new random graph.
Queries that a real Neo4j would have to judge are for differential.py. The last line counts; exit code 1 if anything differs.
"""
import argparse
import math
import random
import re
import subprocess
import sys
import time
from collections import Counter

import grammar
import graph

# Quantifiers and how many paths a selector gives are no expressions, as lengths are not.
TOKEN = re.compile(r"'[^']*'|\{\d*,\d*\}|\{\d+\}|(?:SHORTEST|ANY)\s+\d+|`[^`]*`|[A-Za-z_$][\w$]*|\*\s*(?:\d+(?!\.?\d))?(?:\.\.\d*)?|\d+\.\d+(?:[eE][+-]?\d+)?|\d+|\.\.|.", re.S)
# Of equal values (1 and 1.0) these give one, and the order of the rows decides which.
ONE_OF_EQUALS = re.compile(r"DISTINCT|UNION|\b(?:count|collect|sum|avg|min|max|stDevP?|percentile\w+)\s*\(", re.I)


def literal(value):
    """A parameter's value as Cypher writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "(0.0/0.0)"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"`{k}`: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return str(value)


def lifted(text, parameters):
    """The query with its numbers and strings as parameters, equal ones as one."""
    parameters, names, out = dict(parameters), {}, []
    for token in TOKEN.findall(text):
        # A length (`*1..2`) is no expression; an integer past the range of 64 bits is no number.
        if token[0] == "'":
            value = token[1:-1]
        elif re.fullmatch(r"\d+", token) and int(token) < 1 << 63:
            value = int(token)
        elif re.fullmatch(r"\d+\.\d+(?:[eE][+-]?\d+)?", token):
            value = float(token)
        else:
            out.append(token)
            continue
        name = names.setdefault((type(value), value), f"v{len(names)}")
        parameters[name] = value
        out.append("$" + name)
    return "".join(out), parameters


class Variants:
    """The program that runs a query in every variant."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def say(self, *parts):
        """A request's answer."""
        self.process.stdin.write("\t".join(part.replace("\t", "").replace("\n", " ") for part in parts) + "\n")
        self.process.stdin.flush()
        lines = []
        for line in self.process.stdout:
            if line == ".\n":
                return "".join(lines).rstrip("\n")
            lines.append(line)
        raise SystemExit(f"the program ended: {parts}")

    def ask(self, query):
        flags = "o" * query.ordered + "l" * query.loose + "w" * bool(query.writes) + "e" * bool(ONE_OF_EQUALS.search(query.text))
        text, parameters = lifted(query.text, query.parameters)
        return self.say("ask", flags, literal(query.parameters), query.text, literal(parameters), text)

    def parts(self, query):
        return self.say("parts", literal(query.parameters), *query.partition())

    def load(self, seed):
        for text in graph.INDEXES:
            self.say("load", "indexed", text)
        for text, _ in graph.statements(seed, indexes=False):
            self.say("load", "all", text)

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


def kind(answer):
    """Which variants differ, without the values."""
    return " / ".join(re.findall(r"^differs ([^:]*):", answer, re.M)) if "differs " in answer else ""


def smallest(ask, query, found):
    """The query with parts left out for as long as a variant of the same name differs."""
    for _ in range(60):
        for smaller in query.smaller():
            smaller.writes = query.writes
            got = kind(ask(smaller))
            if got and set(got.split(" / ")) & set(found.split(" / ")):
                query = smaller
                break
        else:
            break
    return query


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1, help="of the graphs and the queries")
    parser.add_argument("--count", type=int, default=1000, help="queries, and a quarter as many partitions")
    parser.add_argument("--start", type=int, default=0, help="number of the first query")
    parser.add_argument("--graph", type=int, default=500, help="queries asked of one graph")
    parser.add_argument("--shown", type=int, default=5, help="differences of one kind to print")
    parser.add_argument("--seconds", type=float, default=math.inf, help="ends earlier after so much time")
    a = parser.parse_args()
    began, variants, loaded = time.monotonic(), None, None
    results, kinds, errors = Counter(), Counter(), Counter()
    for at in range(a.start, a.start + a.count):
        if time.monotonic() - began > a.seconds:
            break
        if loaded != at // a.graph:
            if variants:
                variants.end()
            variants, loaded = Variants(a.program), at // a.graph
            variants.load(f"{a.seed}/{loaded}")
        generator = grammar.Generator(random.Random(f"{a.seed}/{at}"))
        if at % 5 == 4:
            query, ask = generator.partitioned(), variants.parts
        else:
            query, ask = generator.query(), variants.ask
            query.writes = generator.writes
        answer = ask(query)
        verdict = answer.split(" ")[0]
        results[verdict] += 1
        if verdict == "same" and answer != "same 0":
            results["rows"] += 1
        if verdict == "failed":
            errors[" ".join(answer.split(" ")[1:9])[:100]] += 1
        found = kind(answer)
        if not found:
            continue
        kinds[found] += 1
        if kinds[found] <= a.shown:
            query = smallest(ask, query, found) if at % 5 != 4 else query
            print(f"--- {a.seed}/{at}: {found}\n    {query.text or query.partition()} {query.parameters or ''}")
            print("    " + ask(query).replace("\n", "\n    "), flush=True)
    if variants:
        variants.end()
    for reason, count in errors.most_common(8):
        print(f"{count:5} failed everywhere: {reason}")
    for found, count in kinds.most_common():
        print(f"{count:5} differ: {found}")
    done = results["same"] + results["failed"] + results["slow"] + results["differs"]
    print(f"{done} queries in {time.monotonic() - began:.0f} s: {results['same']} the same in every variant ({results['rows']} with rows), "
          f"{results['failed']} failed in every variant, {results['slow']} given up, {results['differs']} differ")
    print(f"{results['same'] + results['failed']} passed, {results['differs']} failed, {results['slow']} skipped")
    sys.exit(bool(results["differs"]))


if __name__ == "__main__":
    main()
