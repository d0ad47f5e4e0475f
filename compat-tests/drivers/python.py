"""The scenarios of scenarios.tsv through the Python driver, of 4.4, 5.28 or 6."""

import asyncio
import math
import os
import sys
import threading
import time

import neo4j
import pytz
from neo4j import GraphDatabase
from neo4j.exceptions import ClientError, DriverError, Neo4jError
from neo4j.spatial import CartesianPoint, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

MAJOR = int(neo4j.__version__.split(".")[0])
TAG = f"Python{MAJOR}" + os.environ.get("RUN", "")  # RUN, where a server is asked more than once
HOST, PORT, AUTH = "localhost", os.environ["PORT"], ("neo4j", os.environ["PASSWORD"])
LONG = "UNWIND range(1, 3000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n"
SCENARIOS = {}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenarios.tsv"), encoding="utf-8") as lines:
    for line in lines:
        if not line.startswith("#"):
            name, _, text = line.rstrip("\n").partition("\t")
            SCENARIOS[name] = text
ACTIONS = {}


class Skip(Exception):
    pass


def scenario(name):
    def keep(action):
        ACTIONS[name] = action
        return action
    return keep


def plain(value):  # vectors know no equality
    if type(value).__name__ == "Vector":
        return str(value)
    return [plain(item) for item in value] if isinstance(value, list) else value


def equal(got, wanted):
    got, wanted = plain(got), plain(wanted)
    if got != wanted:
        raise AssertionError(f"{got!r} instead of {wanted!r}")


def open_driver(scheme="bolt", auth=AUTH, host=HOST, **more):
    return GraphDatabase.driver(f"{scheme}://{host}:{PORT}", auth=auth, **more)


def last_bookmarks(session):
    return session.last_bookmarks() if MAJOR > 4 else [session.last_bookmark()]


def write(session, function, *arguments):
    return (session.execute_write if MAJOR > 4 else session.write_transaction)(function, *arguments)


def ask(text, parameters=None, **config):
    with DRIVER.session(**config) as session:
        return [list(record.values()) for record in session.run(text, parameters or {})]


def one(text, parameters=None, **config):
    rows = ask(text, parameters, **config)
    equal(len(rows), 1)
    return rows[0][0]


def fails(code, action):
    try:
        action()
    except Neo4jError as error:
        equal(error.code, code)
        return error
    raise AssertionError("no error")


def consume(text, parameters=None, **config):
    with DRIVER.session(**config) as session:
        return session.run(text, parameters or {}).consume()


# Connecting.

def connects(scheme):
    def action():
        with open_driver(scheme) as driver:
            driver.verify_connectivity()
            with driver.session() as session:
                equal(session.run("RETURN 1 AS x").single()["x"], 1)
    return action


for SCHEME in ("bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"):
    ACTIONS["connect." + SCHEME] = connects(SCHEME)


@scenario("connect.bolt+s.other-name")
def other_name():
    with open_driver("bolt+ssc", host="127.0.0.1") as driver:
        driver.verify_connectivity()
    try:
        with open_driver("bolt+s", host="127.0.0.1", **({"max_retry_time": 0} if MAJOR < 5 else {})) as driver:
            driver.verify_connectivity()
    except (DriverError, Neo4jError, OSError):
        return
    raise AssertionError("the certificate was accepted")


@scenario("auth.wrong-password")
def wrong_password():
    def attempt():
        with open_driver(auth=("neo4j", "not-the-password")) as driver:
            driver.verify_connectivity()
    fails("Neo.ClientError.Security.Unauthorized", attempt)


def user(name, suffix="", password="first-password"):
    ask(f"CREATE OR REPLACE USER {name} SET PASSWORD '{password}' CHANGE {suffix}REQUIRED", database="system")


@scenario("auth.expired")
def expired():
    name = f"expired{TAG}"
    user(name)

    def attempt():
        with open_driver(auth=(name, "first-password")) as driver, driver.session() as session:
            session.run("RETURN 1").consume()
    fails("Neo.ClientError.Security.CredentialsExpired", attempt)
    with open_driver(auth=(name, "first-password")) as driver, driver.session(database="system") as session:
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'first-password' TO 'second-password'").consume()
    fails("Neo.ClientError.Security.Unauthorized", attempt)
    with open_driver(auth=(name, "second-password")) as driver, driver.session() as session:
        equal(session.run("RETURN 1 AS x").single()["x"], 1)
    ask(f"DROP USER {name}", database="system")


# Transactions.

@scenario("tx.auto-commit")
def auto_commit():
    with DRIVER.session() as session:
        session.run(f"CREATE (:{TAG}Auto {{i: $i}})", i=1).consume()
        equal(session.run(f"MATCH (n:{TAG}Auto) RETURN n.i AS i").single()["i"], 1)


@scenario("tx.explicit.commit")
def commit():
    with DRIVER.session() as session:
        tx = session.begin_transaction()
        tx.run(f"CREATE (:{TAG}Commit)").consume()
        equal(one(f"MATCH (n:{TAG}Commit) RETURN count(n)"), 0)
        tx.commit()
    equal(one(f"MATCH (n:{TAG}Commit) RETURN count(n)"), 1)


@scenario("tx.explicit.rollback")
def rollback():
    with DRIVER.session() as session:
        tx = session.begin_transaction()
        tx.run(f"CREATE (:{TAG}Rollback)").consume()
        equal(tx.run(f"MATCH (n:{TAG}Rollback) RETURN count(n) AS n").single()["n"], 1)
        tx.rollback()
        equal(session.run(f"MATCH (n:{TAG}Rollback) RETURN count(n) AS n").single()["n"], 0)


@scenario("tx.managed")
def managed():
    def function(tx):
        tx.run(f"CREATE (:{TAG}Managed {{i: 1}})").consume()
        return tx.run(f"MATCH (n:{TAG}Managed) RETURN n.i AS i").single()["i"]
    with DRIVER.session() as session:
        equal(write(session, function), 1)
    if MAJOR > 4:
        records, summary, keys = DRIVER.execute_query(f"MATCH (n:{TAG}Managed) RETURN n.i AS i", routing_="r")
        equal([keys, [record["i"] for record in records]], [["i"], [1]])
        assert summary.server.agent.startswith("Neo4j/"), summary.server.agent


@scenario("tx.managed.rollback")
def managed_rollback():
    def function(tx):
        tx.run(f"CREATE (:{TAG}Given)").consume()
        raise KeyError("of its own")
    with DRIVER.session() as session:
        try:
            write(session, function)
        except KeyError:
            equal(one(f"MATCH (n:{TAG}Given) RETURN count(n)"), 0)
            return
    raise AssertionError("no error")


@scenario("tx.read-mode")
def read_mode():
    fails("Neo.ClientError.Statement.AccessMode", lambda: consume(f"CREATE (:{TAG}Read)", default_access_mode="READ"))


@scenario("tx.deadlock")
def deadlock():
    ask(f"CREATE (:{TAG}Lock {{k: 'a', n: 0}}), (:{TAG}Lock {{k: 'b', n: 0}})")
    meet, attempts, errors = threading.Barrier(2, timeout=20), [0, 0], []
    add = f"MATCH (l:{TAG}Lock {{k: $k}}) SET l.n = l.n + 1"

    def run(me):
        def function(tx):
            attempts[me] += 1
            tx.run(add, k="ab"[me]).consume()
            if attempts[me] == 1:
                meet.wait()
            tx.run(add, k="ab"[1 - me]).consume()
        try:
            with DRIVER.session() as session:
                write(session, function)
        except Exception as error:
            errors.append(error)
    threads = [threading.Thread(target=run, args=[me]) for me in (0, 1)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    equal(errors, [])
    assert sum(attempts) >= 3, attempts
    equal(ask(f"MATCH (l:{TAG}Lock) RETURN l.n"), [[2], [2]])


@scenario("tx.parallel")
def parallel():
    ask(f"CREATE (:{TAG}Counter {{n: 0}})")
    errors = []

    def run():
        try:
            with DRIVER.session() as session:
                for _ in range(5):
                    write(session, lambda tx: tx.run(f"MATCH (c:{TAG}Counter) SET c.n = c.n + 1").consume())
        except Exception as error:
            errors.append(error)
    threads = [threading.Thread(target=run) for _ in range(16)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    equal(errors, [])
    equal(one(f"MATCH (c:{TAG}Counter) RETURN c.n"), 80)


@scenario("tx.metadata")
def metadata():
    with DRIVER.session() as session, session.begin_transaction(metadata={"app": TAG, "i": 1}) as tx:
        tx.run("RETURN 1").consume()
        found = [row[0] for row in ask("SHOW TRANSACTIONS YIELD metaData") if row[0].get("app") == TAG]
        equal(found, [{"app": TAG, "i": 1}])


# Values.

def values():
    def zone(hours, minutes=0):
        return pytz.FixedOffset(hours * 60 + minutes)

    def local(name, *parts):
        return pytz.timezone(name).localize(DateTime(*parts))
    yield "null", [None, {"a": None}]
    yield "boolean", [True, False]
    yield "integer", [0, 1, -1, -16, -17, 127, 128, -128, -129, 32767, 32768, -32769, 2147483647, 2147483648, -2147483649,
                      9007199254740993, 2**63 - 1, -2**63]
    yield "float", [0.0, 1.5, -1.5, 1e300, 5e-324, math.inf, -math.inf]
    yield "string", ["", "a", "grüße 🙂", "quote ' and \"", "line\nbreak"]
    yield "string.long", "abcdefghij" * 8192
    yield "bytes", bytes(range(256)) * 300
    yield "list", [1, "a", [2.5, []], {"k": 1}]
    yield "list.long", list(range(1, 70001))
    yield "map", {"a": 1, "b": {"c": [2]}, "d e": ""}
    yield "date", [Date(2020, 2, 29), Date(1, 1, 1), Date(1969, 12, 31), Date(9999, 12, 31)]
    yield "time", [Time(12, 34, 56, 789012345, zone(2)), Time(0, 0, 0, 0, zone(-11, -30))]
    yield "local-time", [Time(12, 34, 56, 789012345), Time(23, 59, 59, 999999999)]
    yield "date-time", [DateTime(2020, 2, 29, 12, 34, 56, 789012345, zone(2)), DateTime(1969, 12, 31, 23, 59, 59, 1, zone(-11, -30))]
    yield "date-time.zone", [local("Europe/Stockholm", 2020, 7, 1, 12, 34, 56, 789012345), local("America/New_York", 2020, 12, 1, 0, 0, 0, 0)]
    yield "local-date-time", [DateTime(2020, 2, 29, 12, 34, 56, 789012345), DateTime(1969, 12, 31, 23, 59, 59, 1)]
    yield "duration", [Duration(months=1, days=2, seconds=3, nanoseconds=4), Duration(months=-1, days=-2, seconds=-3), Duration(seconds=-1, nanoseconds=1)]
    yield "point.2d", [CartesianPoint((1.5, -2.5)), WGS84Point((13.4, 52.5))]
    yield "point.3d", [CartesianPoint((1.5, -2.5, 0.0)), WGS84Point((13.4, 52.5, 34.0))]


def there_and_back(name, value):
    def action():
        text = SCENARIOS["value." + name]
        if text != "-":
            equal(one(f"RETURN {text}"), value)
            if name != "null":  # null equals nothing
                equal(one(f"RETURN $value = {text}", {"value": value}), True)
        equal(one("RETURN $value", {"value": value}), value)
    return action


PLAIN = dict(values())
for NAME, VALUE in PLAIN.items():
    ACTIONS["value." + NAME] = there_and_back(NAME, VALUE)


@scenario("value.nan")
def nan():
    assert math.isnan(one("RETURN " + SCENARIOS["value.nan"]))
    assert math.isnan(one("RETURN $value", {"value": math.nan}))


@scenario("value.vector")
def vector():
    if MAJOR < 6:
        raise Skip(f"driver {neo4j.__version__} has no vectors")
    from neo4j.vector import Vector
    there_and_back("vector", [Vector.from_native([1, -2, 3], t) for t in ("i8", "i16", "i32", "i64")] +
                   [Vector.from_native([1.5, -2.5], t) for t in ("f32", "f64")])()


@scenario("value.uuid")
def uuid():
    if MAJOR < 6:
        raise Skip(f"driver {neo4j.__version__} has no UUIDs")
    from uuid import UUID
    there_and_back("uuid", UUID("123e4567-e89b-12d3-a456-426614174000"))()


@scenario("value.stored")
def stored():
    for name, value in PLAIN.items():
        if name in ("null", "list", "map"):  # which are no properties
            continue
        if name.startswith("point"):  # nor are lists of points of several systems
            value = value[0]
        ask(f"CREATE (:{TAG}Stored {{name: $name, value: $value}})", {"name": name, "value": value})
        equal(one(f"MATCH (n:{TAG}Stored {{name: $name}}) RETURN n.value", {"name": name}), value)


# The graph.

def make_graph():
    ask(f"MERGE (a:{TAG}A:{TAG} {{i: 1}}) MERGE (b:{TAG}B:{TAG} {{i: 2}}) MERGE (a)-[:{TAG}_TO {{j: 1.5}}]->(b)")


@scenario("graph.node")
def node():
    make_graph()
    row = ask(f"MATCH (n:{TAG}A) RETURN n, elementId(n), id(n), labels(n)")[0]
    equal([set(row[0].labels), dict(row[0])], [{TAG, TAG + "A"}, {"i": 1}])
    equal(row[0].id, row[2])
    if MAJOR > 4:
        equal(row[0].element_id, row[1])


@scenario("graph.relationship")
def relationship():
    make_graph()
    a, r, b = ask(f"MATCH (a:{TAG}A)-[r]->(b) RETURN a, r, b")[0]
    equal([r.type, dict(r), r.start_node, r.end_node], [TAG + "_TO", {"j": 1.5}, a, b])
    equal(one(f"MATCH (:{TAG}A)-[r]->() RETURN id(r)"), r.id)


@scenario("graph.path")
def path():
    make_graph()
    p = one(f"MATCH (b:{TAG}B)<-[r]-(a:{TAG}A) MERGE (c:{TAG}C:{TAG} {{i: 3}}) MERGE (a)-[:{TAG}_TO {{j: 2.5}}]->(c) "
            f"WITH b MATCH p = (b)<-[]-(:{TAG}A)-[]->(:{TAG}C) RETURN p")
    equal([n["i"] for n in p.nodes], [2, 1, 3])
    equal([r["j"] for r in p.relationships], [1.5, 2.5])
    equal([r.start_node["i"] for r in p.relationships], [1, 1])
    p = one(f"MATCH p = (:{TAG}A) RETURN p")
    equal([len(p), p.start_node, p.end_node], [0, p.nodes[0], p.nodes[0]])


# Rows.

@scenario("rows.100000")
def rows():
    with DRIVER.session(fetch_size=1000) as session:
        result = session.run("UNWIND range(1, 100000) AS i RETURN i, 'row ' + i AS text")
        n = 0
        for record in result:
            n += 1
            equal((record["i"], record["text"]), (n, f"row {n}"))
        equal(n, 100000)


@scenario("rows.abandoned")
def abandoned():
    with DRIVER.session(fetch_size=10) as session:
        result = session.run("UNWIND range(1, 1000000) AS i RETURN i")
        equal([next(iter(result))["i"] for _ in range(3)], [1, 2, 3])
        assert result.consume() is not None
        equal(session.run("RETURN 1 AS x").single()["x"], 1)
        tx = session.begin_transaction()
        equal(next(iter(tx.run("UNWIND range(1, 1000000) AS i RETURN i")))["i"], 1)
        tx.rollback()
        equal(session.run("RETURN 2 AS x").single()["x"], 2)


# Errors.

@scenario("error.syntax")
def syntax():
    error = fails("Neo.ClientError.Statement.SyntaxError", lambda: ask("RETURN 1 +"))
    assert "line 1, column" in error.message and "^" in error.message, error.message


@scenario("error.arithmetic")
def arithmetic():
    def attempt():
        with DRIVER.session(fetch_size=2) as session:
            got = []
            for record in session.run("UNWIND [1, 1, 1, 1, 0] AS i RETURN 10 / i AS x"):
                got.append(record["x"])
                equal(record["x"], 10)
    fails("Neo.ClientError.Statement.ArithmeticError", attempt)


@scenario("error.constraint")
def constraint():
    ask(f"CREATE CONSTRAINT {TAG}Unique IF NOT EXISTS FOR (n:{TAG}Unique) REQUIRE n.k IS UNIQUE")
    ask(f"CREATE (:{TAG}Unique {{k: 1}})")
    fails("Neo.ClientError.Schema.ConstraintValidationFailed", lambda: ask(f"CREATE (:{TAG}Unique {{k: 1}})"))
    ask(f"DROP CONSTRAINT {TAG}Unique")


for NAME, CODE, TEXT in (("parameter", "Neo.ClientError.Statement.ParameterMissing", "RETURN $missing"),
                         ("procedure", "Neo.ClientError.Procedure.ProcedureNotFound", "CALL no.such()")):
    ACTIONS["error." + NAME] = lambda code=CODE, text=TEXT: fails(code, lambda: ask(text))


@scenario("error.database")
def no_database():
    fails("Neo.ClientError.Database.DatabaseNotFound", lambda: ask("RETURN 1", database="nowhere"))
    with open_driver("neo4j") as driver, driver.session(database="nowhere") as session:
        fails("Neo.ClientError.Database.DatabaseNotFound", lambda: session.run("RETURN 1").consume())


@scenario("error.in-transaction")
def in_transaction():
    with DRIVER.session() as session:
        tx = session.begin_transaction()
        tx.run(f"CREATE (:{TAG}Broken)").consume()
        fails("Neo.ClientError.Statement.SyntaxError", lambda: tx.run("RETURN 1 +").consume())
        try:
            tx.run("RETURN 1").consume()
        except (Neo4jError, DriverError):
            pass
        else:
            raise AssertionError("the transaction went on")
        tx.close()
        equal(session.run(f"MATCH (n:{TAG}Broken) RETURN count(n) AS n").single()["n"], 0)


@scenario("error.gql-status")
def gql_status():
    error = fails("Neo.ClientError.Statement.SyntaxError", lambda: ask("RETURN 1 +"))
    if not hasattr(error, "gql_status") or MAJOR < 5:
        raise Skip(f"driver {neo4j.__version__} tells no GQL status")
    equal(error.gql_status, "42001")
    equal(error.__cause__.gql_status, "42I06")


# Summaries.

@scenario("summary.counters")
def counters():
    c = consume(f"CREATE (a:{TAG}Count {{i: 1}})-[:{TAG}_TO]->(b:{TAG}Count) SET b.i = 2").counters
    equal([c.nodes_created, c.relationships_created, c.labels_added, c.properties_set, c.contains_updates], [2, 1, 2, 2, True])
    c = consume(f"MATCH (n:{TAG}Count) DETACH DELETE n").counters
    equal([c.nodes_deleted, c.relationships_deleted], [2, 1])
    c = consume(f"CREATE INDEX {TAG}Count FOR (n:{TAG}Count) ON (n.i)").counters
    equal(c.indexes_added, 1)
    equal(consume(f"DROP INDEX {TAG}Count").counters.indexes_removed, 1)
    equal(consume("RETURN 1").counters.contains_updates, False)


@scenario("summary.type")
def query_type():
    equal([consume(text).query_type for text in (
        "RETURN 1", f"CREATE (:{TAG}Type)", f"CREATE (n:{TAG}Type) RETURN n", f"DROP INDEX {TAG}None IF EXISTS")], ["r", "w", "rw", "s"])


@scenario("summary.notifications")
def notifications():
    found = [n["code"] for n in consume(f"MATCH (n:{TAG}NoSuchLabel) RETURN n").notifications]
    equal(found, ["Neo.ClientNotification.Statement.UnknownLabelWarning"])
    if MAJOR > 4:
        equal([s.gql_status for s in consume(f"MATCH (n:{TAG}NoSuchLabel) RETURN n").gql_status_objects], ["02000", "01N50"])
        with open_driver(notifications_min_severity="OFF") as driver, driver.session() as session:
            assert not session.run(f"MATCH (n:{TAG}NoSuchLabel) RETURN n").consume().notifications


@scenario("summary.plan")
def plan():
    summary = consume(f"EXPLAIN CREATE (n:{TAG}Plan) RETURN n")
    assert summary.plan["operatorType"].startswith("ProduceResults"), summary.plan
    equal([summary.profile, one(f"MATCH (n:{TAG}Plan) RETURN count(n)")], [None, 0])
    equal(consume("PROFILE UNWIND [1, 2, 3] AS i RETURN i").profile["rows"], 3)


@scenario("bookmarks.chain")
def bookmarks():
    marks = None
    for i in range(5):
        with DRIVER.session(bookmarks=marks) as session:
            equal(session.run(f"MATCH (n:{TAG}Mark) RETURN count(n) AS n").single()["n"], i)
            session.run(f"CREATE (:{TAG}Mark)").consume()
            marks = last_bookmarks(session)
    wrong = neo4j.Bookmarks.from_raw_values(["no bookmark"]) if MAJOR > 4 else ["no bookmark"]
    fails("Neo.ClientError.Transaction.InvalidBookmark", lambda: ask("RETURN 1", bookmarks=wrong))


@scenario("database.system")
def system():
    names = {row[0] for row in ask("SHOW DATABASES YIELD name", database="system")}
    assert {"neo4j", "system"} <= names, names


# Giving up.

def running(marker):
    return ask("SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $marker AND NOT currentQuery STARTS WITH 'SHOW' "
               "RETURN transactionId", {"marker": marker})


def until(what, wanted):
    for _ in range(200):
        got = what()
        if bool(got) == wanted:
            return got
        time.sleep(0.05)
    raise AssertionError(f"still {'not ' if wanted else ''}there: {got}")


@scenario("cancel.client")
def cancel():
    marker = f"cancel{TAG}"
    text = f"/* {marker} */ {LONG}"
    if MAJOR == 4:  # it has no way to cancel but to go away
        driver = open_driver()
        threading.Thread(target=lambda: quiet(lambda: driver.session().run(text).consume()), daemon=True).start()
        until(lambda: running(marker), True)
        try:
            driver.close()
        except BufferError:  # this one's own: the other thread was reading just then
            driver.close()
    else:
        async def main():
            async with neo4j.AsyncGraphDatabase.driver(f"bolt://{HOST}:{PORT}", auth=AUTH) as driver:
                async with driver.session() as session:
                    async def work():
                        await (await session.run(text)).consume()
                    task = asyncio.create_task(work())
                    for _ in range(200):
                        if await asyncio.to_thread(running, marker):
                            break
                        await asyncio.sleep(0.05)
                    task.cancel()
                    try:
                        await task
                    except asyncio.CancelledError:
                        pass
                async with driver.session() as session:
                    equal((await (await session.run("RETURN 1 AS x")).single())["x"], 1)
        asyncio.run(main())
    until(lambda: running(marker), False)


def quiet(action):
    try:
        action()
    except Exception:
        pass


@scenario("cancel.terminate")
def terminate():
    marker, errors = f"terminate{TAG}", []

    def work():
        try:
            ask(f"/* {marker} */ {LONG}")
        except Neo4jError as error:
            errors.append(error.code)
    thread = threading.Thread(target=work)
    thread.start()
    for row in until(lambda: running(marker), True):
        ask("TERMINATE TRANSACTIONS $id", {"id": row[0]})
    thread.join()
    equal(errors, ["Neo.ClientError.Transaction.Terminated"])


@scenario("timeout.client")
def timeout():
    with DRIVER.session() as session:
        fails("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
              lambda: session.run(neo4j.Query(LONG, timeout=0.3)).consume())
        tx = session.begin_transaction(timeout=0.3)
        fails("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", lambda: tx.run(LONG).consume())
        tx.close()
        equal(session.run(neo4j.Query("RETURN 1 AS x", timeout=30)).single()["x"], 1)


# Other people.

CURRENT = "SHOW CURRENT USER YIELD user RETURN user"


@scenario("reauth.session")
def reauth_session():
    if MAJOR == 4:
        raise Skip(f"driver {neo4j.__version__} has no users of sessions")
    name = f"session{TAG.lower()}"
    user(name, "NOT ")
    for _ in range(2):
        equal(one(CURRENT, auth=(name, "first-password")), name)
        equal(one(CURRENT), "neo4j")
    fails("Neo.ClientError.Security.Unauthorized", lambda: ask("RETURN 1", auth=(name, "not-the-password")))
    equal(one(CURRENT), "neo4j")
    ask(f"DROP USER {name}", database="system")


@scenario("reauth.renewed")
def reauth_renewed():
    if MAJOR == 4:
        raise Skip(f"driver {neo4j.__version__} has no auth managers")
    from neo4j.auth_management import AuthManagers
    name, now = f"renewed{TAG.lower()}", [AUTH]
    user(name, "NOT ")

    class Manager(type(AuthManagers.static(AUTH))):
        def get_auth(self):
            return neo4j.basic_auth(*now[0])
    with open_driver(auth=Manager(neo4j.basic_auth(*AUTH)), max_connection_pool_size=1) as driver:
        for who in ("neo4j", name, "neo4j"):
            now[0] = AUTH if who == "neo4j" else (name, "first-password")
            with driver.session() as session:
                equal(session.run(CURRENT).single()[0], who)
    ask(f"DROP USER {name}", database="system")


@scenario("impersonation")
def impersonation():
    name = f"other{TAG}"
    user(name, "NOT ")
    with open_driver("bolt") as driver, driver.session(impersonated_user=name) as session:
        fails("Neo.ClientError.Statement.ArgumentError", lambda: session.run("RETURN 1").consume())
    ask(f"DROP USER {name}", database="system")


DRIVER = open_driver("neo4j")
ONLY = sys.argv[1:]
for NAME in SCENARIOS:
    if ONLY and NAME not in ONLY:
        continue
    began = time.monotonic()
    try:
        if NAME not in ACTIONS:
            raise AssertionError("the program does not know it")
        ACTIONS[NAME]()
        print(f"ok {NAME} {time.monotonic() - began:.2f} s")
    except Skip as reason:
        print(f"SKIPPED: {NAME} {reason}")
    except BaseException as error:
        print(f"FAILED: {NAME} {type(error).__name__}: {str(error)[:400]}")
    sys.stdout.flush()
DRIVER.close()
