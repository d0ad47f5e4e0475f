"""What a query did on one server, in a form that two servers can be compared by. Meet `Server.run` first."""
import logging
import math
import warnings
from collections import Counter

import neo4j
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)


class Gone(Exception):
    """The server hung up or did not answer: never right, whatever was asked."""


class Answer:
    """Columns, rows and counters of a query, or the code and message of its error."""

    def __init__(self, columns=None, rows=None, counters=None, code=None, message=None):
        self.columns, self.rows, self.counters = columns, rows, counters
        self.code, self.message = code, message

    def __str__(self):
        if self.code:
            return f"{self.code}: {self.message}"
        rows = "".join("\n      " + " | ".join(map(show, row)) for row in self.rows[:8])
        more = f"\n      ... {len(self.rows)} rows" if len(self.rows) > 8 else ""
        return f"{self.columns} {self.counters or ''}{rows}{more}"


class Server:
    """One server, asked through the official driver; everything is rolled back."""

    def __init__(self, uri):
        self.uri = uri
        self.driver = neo4j.GraphDatabase.driver(uri, auth=None, connection_acquisition_timeout=20)

    def load(self, statements):
        """Runs statements that stay (schema and data), each in a transaction of its own."""
        with self.driver.session() as session:
            for text, parameters in statements:
                session.run(text, parameters).consume()

    def run(self, text, parameters=None):
        """The answer to one query; its effects are rolled back."""
        with self.driver.session() as session:
            try:
                transaction = session.begin_transaction(timeout=20)
                try:
                    result = transaction.run(text, parameters or {})
                    rows = [[plain(v) for v in record.values()] for record in result]
                    columns = list(result.keys())
                    counters = vars(result.consume().counters)
                    counters = {k: v for k, v in counters.items() if v and not k.startswith("_") and k != "contains_updates"}
                finally:
                    transaction.close()
                return Answer(columns, rows, counters)
            except Neo4jError as error:
                return Answer(code=error.code, message=error.message)
            except (DriverError, OSError) as error:
                raise Gone(f"{self.uri}: {error!r}") from error


def only(left, right):
    """An answer with the rows that the other has not, to be shown."""
    if left.code or right.code:
        return left
    missing = Counter(map(repr, left.rows)) - Counter(map(repr, right.rows))
    rows = []
    for row in left.rows:
        if missing[repr(row)] > 0:
            missing[repr(row)] -= 1
            rows.append(row)
    return Answer(left.columns, rows or left.rows, left.counters)


def plain(value):
    """A value as nested tuples that know their type and not the server's ids."""
    if value is None or isinstance(value, (bool, str)):
        return (type(value).__name__, value)
    if isinstance(value, int):
        return ("int", value)
    if isinstance(value, float):
        return ("float", repr(value))
    if isinstance(value, Node):
        return ("node", tuple(sorted(value.labels)), properties(value))
    if isinstance(value, Relationship):
        return ("rel", value.type, properties(value))
    if isinstance(value, Path):
        steps = [plain(value.nodes[0])]
        for at, rel in enumerate(value.relationships):
            forward = rel.start_node.element_id == value.nodes[at].element_id
            steps += [("forward" if forward else "back", plain(rel)), plain(value.nodes[at + 1])]
        return ("path", tuple(steps))
    if isinstance(value, dict):
        return ("map", properties(value))
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return ("list", tuple(plain(v) for v in value))
    return (type(value).__name__, str(value))


def properties(entity):
    return tuple(sorted((k, plain(v)) for k, v in entity.items()))


def show(value):
    """A plain value for a reader."""
    kind, rest = value[0], value[1:]
    if kind == "list":
        return "[" + ", ".join(map(show, rest[0])) + "]"
    if kind == "map":
        return "{" + ", ".join(f"{k}: {show(v)}" for k, v in rest[0]) + "}"
    if kind == "node":
        return "(" + "".join(":" + name for name in rest[0]) + " " + named(rest[1]) + ")"
    if kind == "rel":
        return "[:" + rest[0] + " " + named(rest[1]) + "]"
    if kind == "path":
        steps = rest[0]
        return "<" + show(steps[0]) + "".join(
            (f"-{show(s[1])}->" if s[0] == "forward" else f"<-{show(s[1])}-") if s[0] in ("forward", "back") else show(s)
            for s in steps[1:]) + ">"
    return {"NoneType": "null", "bool": str(rest[0]).lower()}.get(kind) or (
        repr(rest[0]) if kind in ("int", "str") else rest[0] if kind == "float" else f"{kind}({rest[0]})")


def named(pairs):
    """Properties, cut to the id of the graph's own entities."""
    uid = dict(pairs).get("uid")
    return f"#{uid[1]}" if uid else show(("map", pairs))


def loose(value):
    """A value with its lists sorted, for lists that a query leaves unordered."""
    if not isinstance(value, tuple):
        return value
    if value and value[0] == "list":
        return ("list", tuple(sorted(map(loose, value[1]), key=repr)))
    return tuple(loose(v) for v in value)


def close(left, right):
    """Whether two values are the same but for the last bits of floats."""
    if left == right:
        return True
    if not isinstance(left, tuple) or not isinstance(right, tuple) or len(left) != len(right):
        return False
    if left and left[0] == "float" == right[0]:
        return math.isclose(float(left[1]), float(right[1]), rel_tol=1e-12)
    return all(map(close, left, right))


def difference(expected, got, ordered, unordered_lists):
    """Why two answers differ, or None."""
    if expected.code or got.code:
        if expected.code and got.code:
            return None if expected.code == got.code else f"code: {expected.code} / {got.code}"
        return "error where Neo4j answers" if got.code else "answer where Neo4j fails"
    if expected.columns != got.columns:
        return "columns"
    if len(expected.rows) != len(got.rows):
        return f"{len(expected.rows)} rows / {len(got.rows)} rows"
    mine, theirs = expected.rows, got.rows
    if unordered_lists:
        mine, theirs = [[loose(v) for v in r] for r in mine], [[loose(v) for v in r] for r in theirs]
    if not ordered:
        mine, theirs = sorted(mine, key=repr), sorted(theirs, key=repr)
    if not close(tuple(map(tuple, mine)), tuple(map(tuple, theirs))):
        same = sorted(mine, key=repr) == sorted(theirs, key=repr)
        return "order of rows" if same else "rows"
    if expected.counters != got.counters:
        return f"counters: {expected.counters} / {got.counters}"
    return None
