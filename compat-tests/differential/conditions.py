"""Lets a Neo4j say what it tells of queries, in the form of cypher/tests/run/conditions.txt.

    conditions.py HOST:PORT FILE    FILE has queries as conditions.txt has them; what is told of them is not read

Deletes what the database holds; new, it knows no names but those that the test begins with. What the queries write stays. Meet `told`.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "abuse"))
import bolt

TEST = pathlib.Path(__file__).resolve().parents[2] / "cypher/tests/run/conditions.rs"


def setup():
    """The statements the test begins with."""
    text = re.search(r'const SETUP: &str = "(.*?)";\n', TEST.read_text(), re.S)[1]
    return [statement.strip() for statement in text.split(";")]


def cases(lines):
    """Queries and their parameters, as they are written."""
    found = []
    for line in lines:
        line = line.rstrip("\n")
        if not line or line.startswith("#") or line.startswith("    "):
            continue
        if line.startswith("$ "):
            found[-1][1] = line[2:]
        else:
            found.append([line, None])
    return found


def place(record):
    at = record.get("_position", {"line": 0})
    return "@{offset}:{line}:{column}".format(**at) if at["line"] else "@-"


def error(phase, failure):
    """An error with its causes. The place is the outermost one's."""
    chain, cause = [], failure
    while cause:
        chain.append(cause["gql_status"])
        cause = cause.get("cause")
    return [f"! {phase} {failure['neo4j_code']} {' '.join(chain)} {place(failure.get('diagnostic_record', {}))}"]


def notified(status):
    record = status["diagnostic_record"]
    return f"* {status['neo4j_code']} {status['gql_status']} {record['_severity']} {record['_classification']} {place(record)}"


def told(client, query, parameters):
    """The lines for one query, and the messages of its error."""
    client.say(bolt.RUN, query, parameters, {})
    client.say(bolt.PULL, {"n": -1})
    tag, (answer, *_) = client.read()
    phase = "RUN"
    if tag == bolt.SUCCESS:
        phase = "PULL"
        tag, (answer, *_) = client.read()
        while tag == bolt.RECORD:
            tag, (answer, *_) = client.read()
    if tag == bolt.FAILURE:
        if phase == "RUN":
            client.expect(bolt.IGNORED)
        client.reset()
        return error(phase, answer), answer
    return sorted(notified(status) for status in answer["statuses"] if "neo4j_code" in status) or ["ok"], answer


def main(address, path):
    host, port = address.split(":")
    client = bolt.Client((host, int(port)), (5, 8))
    client.query("MATCH (n) DETACH DELETE n", {})
    for statement in setup():
        client.query(statement, {})
    with open(path, encoding="utf-8") as lines:
        queries = cases(lines)
    for query, written in queries:
        parameters = {}
        if written:
            rows, _ = client.query(f"RETURN {written}", {})
            parameters = rows[0][0]
        lines, _ = told(client, query.replace("\\n", "\n"), parameters)
        print(query, flush=True)
        if written:
            print(f"$ {written}")
        for line in lines:
            print(f"    {line}")


if __name__ == "__main__":
    main(*sys.argv[1:])
