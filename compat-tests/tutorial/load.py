#!/usr/bin/env python3
"""Load the airports and routes of the npm package `vega-datasets` into a graph database that speaks Bolt.

Every write is a MERGE in a managed transaction, in batches, so the program may be run again at any time: the second
run creates nothing. After each step it prints the counters that the server reported.
"""

import argparse
import csv
import logging
from collections import Counter
from pathlib import Path

from neo4j import GraphDatabase

# The second run is told, rightly, that the constraints are there already.
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)

BATCH = 1000

CONSTRAINTS = [
    "CREATE CONSTRAINT airport_iata IF NOT EXISTS FOR (a:Airport) REQUIRE a.iata IS UNIQUE",
    "CREATE CONSTRAINT state_code IF NOT EXISTS FOR (s:State) REQUIRE s.code IS UNIQUE",
]

AIRPORTS = """
UNWIND $rows AS row
MERGE (a:Airport {iata: row.iata})
SET a.name = row.name, a.city = row.city, a.state = row.state, a.country = row.country,
    a.latitude = row.latitude, a.longitude = row.longitude
"""

STATES = """
UNWIND $rows AS row
MATCH (a:Airport {iata: row.iata})
MERGE (s:State {code: row.state})
MERGE (a)-[:IN_STATE]->(s)
"""

ROUTES = """
UNWIND $rows AS row
MATCH (from:Airport {iata: row.origin})
MATCH (to:Airport {iata: row.destination})
MERGE (from)-[r:ROUTE]->(to)
SET r.flights = row.flights
"""


def known(text):
    """The file says NA where a city or a state is not known; in a graph such a property is simply not there."""
    return None if text in ("", "NA") else text


def read_csv(data, name):
    found = [p for p in (data / name, data / "package" / "data" / name, data / "data" / name) if p.is_file()]
    if not found:
        raise SystemExit(f"no {name} under {data}: unpack the npm package vega-datasets there")
    with found[0].open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_airports(data):
    return [
        {
            "iata": row["iata"],
            "name": row["name"],
            "city": known(row["city"]),
            "state": known(row["state"]),
            "country": row["country"],
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
        }
        for row in read_csv(data, "airports.csv")
    ]


def read_routes(data):
    return [
        {"origin": row["origin"], "destination": row["destination"], "flights": int(row["count"])}
        for row in read_csv(data, "flights-airport.csv")
    ]


def counters_of(summary):
    """What the server says a statement changed, by name, without the zeros."""
    names = (
        "nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted", "properties_set",
        "labels_added", "labels_removed", "indexes_added", "indexes_removed", "constraints_added",
        "constraints_removed",
    )
    return Counter({name: n for name in names if (n := getattr(summary.counters, name))})


def write(session, query, rows):
    total = Counter()
    for start in range(0, len(rows), BATCH):
        batch = rows[start:start + BATCH]
        total += session.execute_write(lambda tx: counters_of(tx.run(query, rows=batch).consume()))
    return total


def report(step, counters):
    print(f"{step:<12}", " ".join(f"{k}={counters[k]}" for k in sorted(counters)) or "(no changes)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uri", default="bolt://127.0.0.1:7687", help="where the server listens (default: %(default)s)")
    parser.add_argument("--user", help="user name; without it no credentials are sent")
    parser.add_argument("--password", default="", help="password of the user")
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER",
                        help="folder with airports.csv and flights-airport.csv, or in which vega-datasets was unpacked")
    args = parser.parse_args()

    airports, routes = read_airports(args.data), read_routes(args.data)
    located = [row for row in airports if row["state"] is not None]

    auth = (args.user, args.password) if args.user else None
    with GraphDatabase.driver(args.uri, auth=auth) as driver, driver.session() as session:
        made = Counter()
        for constraint in CONSTRAINTS:
            made += session.execute_write(lambda tx: counters_of(tx.run(constraint).consume()))
        report("constraints", made)
        report("airports", write(session, AIRPORTS, airports))
        report("states", write(session, STATES, located))
        report("routes", write(session, ROUTES, routes))


if __name__ == "__main__":
    main()
