"""The conversation of run.sh through the Python driver."""

import os
from datetime import date, datetime, timedelta, timezone

from neo4j import GraphDatabase
from neo4j.exceptions import ClientError
from neo4j.spatial import WGS84Point
from neo4j.time import Duration

VALUES = {
    "null": None, "true": True, "small": 1, "large": 2**62, "negative": -(2**63), "float": 1.5, "text": "grüße 🙂", "empty": "",
    "bytes": b"\x00\xff", "list": [1, "a", None, [2.5]], "map": {"k": {"l": []}}, "date": date(2020, 2, 29),
    "duration": Duration(months=1, days=2, seconds=3, nanoseconds=4), "point": WGS84Point((1.0, 2.0)),
    "moment": datetime(2020, 2, 29, 12, 0, tzinfo=timezone(timedelta(hours=2))),
}

with GraphDatabase.driver(os.environ["URI"], auth=("neo4j", os.environ["PASSWORD"])) as driver:
    driver.verify_connectivity()
    for name, value in VALUES.items():
        records, summary, _ = driver.execute_query("RETURN $value AS value", value=value, routing_="r")
        got = records[0]["value"]
        got = got.to_native() if name in ("date", "moment") else got
        assert got == value, (name, got, value)
    assert summary.server.agent.startswith("Neo4j/"), summary.server.agent

    with driver.session() as session:
        def write(tx):
            tx.run("CREATE (:Python {i: $i})-[:TO {j: 1}]->(:Python {i: 2})", i=1).consume()
            return tx.run("MATCH p = (a:Python)-[r:TO]->(b) RETURN a, r, b, p").single()
        record = session.execute_write(write)
        assert set(record["a"].labels) == {"Python"} and record["r"]["j"] == 1 and len(record["p"]) == 1
        assert record["r"].start_node.element_id == record["a"].element_id
        assert session.last_bookmarks().raw_values

        try:
            session.run("RETURN 1 +").consume()
        except ClientError as error:
            assert error.code == "Neo.ClientError.Statement.SyntaxError", error.code
            assert "line 1, column" in error.message and "^" in error.message, error.message
        else:
            raise AssertionError("no error")

        tx = session.begin_transaction()
        tx.run("CREATE (:Python {i: 3})").consume()
        tx.rollback()
        assert session.run("MATCH (n:Python) RETURN count(n) AS n").single()["n"] == 2
        summary = session.run("MATCH (n:Python) DETACH DELETE n").consume()
        assert summary.counters.nodes_deleted == 2 and summary.counters.relationships_deleted == 1
        rows = session.run("UNWIND range(1, 10000) AS i RETURN i")
        assert sum(row["i"] for row in rows) == 50005000
print("all right")
