"""What a query did on one server, in a form that two servers can be compared by. Meet `Server.run` first."""
import math
import pathlib
import sys
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "abuse"))
import bolt

VERSION = (5, 6)
# Milliseconds after which a server gives a query up.
TIMEOUT = 5000
# Seconds after which one that says nothing counts as gone; it may be at work for others too.
SILENCE = 90


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
    """One connection to a server."""

    def __init__(self, uri):
        host, port = uri.split("//")[-1].split(":")
        self.uri, self.address, self.client = uri, (host, int(port)), None
        self.connect()

    def connect(self):
        try:
            self.client = bolt.Client(self.address, VERSION)
            self.client.socket.settimeout(SILENCE)
        except (OSError, bolt.Closed, AssertionError) as error:
            raise Gone(f"{self.uri}: {error!r}") from error

    def ask(self, text, parameters=None):
        """Rows of a query that stays; the failure's code and message are raised."""
        rows, summary = self.client.query(text, parameters)
        if rows is None:
            self.client.reset()
            raise ValueError(f"{text}: {summary}")
        return rows

    def load(self, statements):
        """Runs statements that stay (schema and data), each in a transaction of its own."""
        for text, parameters in statements:
            self.ask(text, parameters)

    def run(self, text, parameters=None):
        """The answer to one query, which may write; its effects are rolled back."""
        try:
            self.client.send(bolt.message(bolt.BEGIN, {"tx_timeout": TIMEOUT}) + query_messages(text, parameters, {})
                             + bolt.message(bolt.ROLLBACK))
            answer = self.answer(4)
            if answer.code:
                self.client.reset()
            return answer
        except (OSError, bolt.Closed) as error:
            self.connect()
            raise Gone(f"{self.uri}: {error!r}: {text} {parameters}") from error

    def run_reads(self, queries):
        """The answers to queries that only read: all are sent before the first answer is read."""
        found = []
        try:
            while len(found) < len(queries):
                rest = queries[len(found):]
                self.client.send(b"".join(query_messages(text, parameters, {"tx_timeout": TIMEOUT}) for text, parameters in rest))
                answers = [self.answer(2) for _ in rest]
                # After a failure the server ignores what follows: that is sent again.
                failed = next((at for at, answer in enumerate(answers) if answer.code), None)
                found += answers if failed is None else answers[:failed + 1]
                if failed is not None:
                    self.client.reset()
        except (OSError, bolt.Closed) as error:
            self.connect()
            raise Gone(f"{self.uri}: {error!r} in {queries[0][0]}") from error
        return found

    def answer(self, messages):
        """What a query gave, from the answers to so many messages, or its failure."""
        failure, columns, rows, counters = None, [], [], {}
        for _ in range(messages):
            tag, fields = self.client.read()
            while tag == bolt.RECORD:
                rows.append([plain(value) for value in fields[0]])
                tag, fields = self.client.read()
            if tag == bolt.FAILURE:
                failure = fields[0]
            elif tag == bolt.SUCCESS and "fields" in fields[0]:
                columns = fields[0]["fields"]
            elif tag == bolt.SUCCESS and "stats" in fields[0]:
                counters = {k: v for k, v in fields[0]["stats"].items() if v and not k.startswith("contains-")}
            elif tag == bolt.IGNORED and not failure:
                failure = {"code": "ignored", "message": ""}
        if failure:
            return Answer(code=failure["code"], message=failure["message"])
        return Answer(columns, rows, counters)


def query_messages(text, parameters, extra):
    return bolt.message(bolt.RUN, text, parameters or {}, extra) + bolt.message(bolt.PULL, {"n": -1})


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


TEMPORAL = {0x44: "Date", 0x54: "Time", 0x74: "LocalTime", 0x49: "DateTime", 0x69: "DateTime[]", 0x64: "LocalDateTime", 0x45: "Duration",
            0x58: "Point", 0x59: "Point", 0x56: "Vector"}


def plain(value):
    """A value as nested tuples that know their type and not the server's ids."""
    kind = type(value)
    if kind is int:
        return ("int", value)
    if kind is str or kind is bool or value is None:
        return (kind.__name__, value)
    if kind is float:
        return ("float", repr(value))
    if kind is list:
        return ("list", tuple(plain(item) for item in value))
    if kind is dict:
        return ("map", properties(value))
    if kind is not bolt.Struct:
        return (kind.__name__, repr(value))
    fields = value.fields
    if value.tag == 0x4E:
        return ("node", tuple(sorted(fields[1])), properties(fields[2]))
    if value.tag == 0x52:
        return ("rel", fields[3], properties(fields[4]))
    if value.tag == 0x72:
        return ("rel", fields[1], properties(fields[2]))
    if value.tag == 0x50:
        nodes, rels, indices = fields
        steps = [plain(nodes[0])]
        for way, node in zip(indices[::2], indices[1::2]):
            steps += [("forward" if way > 0 else "back", plain(rels[abs(way) - 1])), plain(nodes[node])]
        return ("path", tuple(steps))
    return (TEMPORAL.get(value.tag, hex(value.tag)), ",".join(map(repr, fields)))


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


def roughly(value):
    """What values that are close have in common, to sort by: floats to nine digits."""
    if not isinstance(value, tuple | list):
        return value
    if value and value[0] == "float":
        return ("float", f"{float(value[1]):.8e}")
    return tuple(map(roughly, value))


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
        mine, theirs = (sorted(rows, key=lambda row: repr(roughly(row))) for rows in (mine, theirs))
    if not close(tuple(map(tuple, mine)), tuple(map(tuple, theirs))):
        same = sorted(mine, key=repr) == sorted(theirs, key=repr)
        return "order of rows" if same else "rows"
    if expected.counters != got.counters:
        return f"counters: {expected.counters} / {got.counters}"
    return None
