#!/usr/bin/env python3
"""Compares the functions and procedures of a server with those of a real Neo4j: what is missing, what has another signature.

  inventory.py --neo4j bolt://127.0.0.1:17697 --quiver bolt://127.0.0.1:7687
  inventory.py --lists FOLDER --quiver ...     with functions.tsv and procedures.tsv captured from a Neo4j instead

Exit code 1 when anything of Neo4j's is missing. Needs the official driver (`pip install neo4j`).
"""
import argparse
import csv
import os
import sys

import neo4j


def ask(uri, query):
    with neo4j.GraphDatabase.driver(uri, auth=None) as driver, driver.session() as session:
        return [record.values() for record in session.run(query)]


def of_server(uri):
    """(functions of 5, functions of 25, procedures), each a set of signatures."""
    functions = [
        {(name, signature, category) for name, signature, category in ask(uri, f"CYPHER {version} SHOW FUNCTIONS YIELD name, signature, category")}
        for version in ("5", "25")
    ]
    procedures = {(name, signature, mode) for name, signature, mode in ask(uri, "SHOW PROCEDURES YIELD name, signature, mode")}
    return (*functions, procedures)


def of_lists(folder):
    def rows(name):
        with open(os.path.join(folder, name), encoding="utf-8") as lines:
            return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    functions = rows("functions.tsv")
    picked = [
        {(f["name"], f["signature"], f["category"]) for f in functions if f[column] == "True"}
        for column in ("in_2026_cypher5", "in_2026_cypher25")
    ]
    return (*picked, {(p["name"], p["signature"], p["mode"]) for p in rows("procedures.tsv")})


def compare(what, expected, got):
    """Prints differences; the number of missing names."""
    names, has = {row[0] for row in expected}, {row[0] for row in got}
    for name in sorted(names - has):
        print(f"{what}: missing {name}")
    for row in sorted(expected - got):
        if row[0] in has:
            ours = sorted(other[1:] for other in got if other[0] == row[0])
            print(f"{what}: {row[0]} differs\n    neo4j:  {row[1]}  [{row[2]}]\n    quiver: {ours}")
    for name in sorted(name for name in has - names if not name.startswith("apoc.")):
        print(f"{what}: only here {name}")
    print(f"{what}: {len(names)} names, {len(names - has)} missing, {len(expected & got)} of {len(expected)} rows equal")
    return len(names - has)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--neo4j", default="bolt://127.0.0.1:17697")
    parser.add_argument("--lists", help="folder of captured lists, in place of a Neo4j")
    parser.add_argument("--quiver", default="bolt://127.0.0.1:7687")
    a = parser.parse_args()
    expected = of_lists(a.lists) if a.lists else of_server(a.neo4j)
    got = of_server(a.quiver)
    kinds = ("functions of Cypher 5", "functions of Cypher 25", "procedures")
    sys.exit(bool(sum(compare(*row) for row in zip(kinds, expected, got))))


if __name__ == "__main__":
    main()
