// The scenarios of scenarios.tsv through the Java driver 6. Arguments: names of scenarios, if not all.
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.*;
import org.neo4j.driver.*;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.*;
import org.neo4j.driver.summary.ResultSummary;

public class Talk {
    interface Action { void run() throws Exception; }

    static class Skip extends RuntimeException {
        Skip(String reason) { super(reason); }
    }

    static final String TAG = "Java" + Objects.requireNonNullElse(System.getenv("RUN"), "");
    static final String LONG = "UNWIND range(1, 3000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n";
    static final AuthToken ME = AuthTokens.basic("neo4j", System.getenv("PASSWORD"));
    static final Map<String, String> SCENARIOS = new LinkedHashMap<>();
    static final Map<String, Action> ACTIONS = new HashMap<>();
    static final SessionConfig PLAIN = SessionConfig.defaultConfig(), SYSTEM = SessionConfig.forDatabase("system");
    static Driver driver;

    static Driver open(String scheme, AuthToken auth, String host) {
        return GraphDatabase.driver(scheme + "://" + host + ":" + System.getenv("PORT"), auth, Config.builder().withLogging(Logging.none()).build());
    }

    static void check(boolean right, Object what) {
        if (!right) throw new IllegalStateException(String.valueOf(what));
    }

    static String brief(Object value) {
        var text = String.valueOf(value);
        return text.substring(0, Math.min(300, text.length()));
    }

    static void equal(Object got, Object wanted) {
        check(Objects.equals(got, wanted), brief(got) + " instead of " + brief(wanted));
    }

    static Neo4jException fails(String code, Action action) throws Exception {
        try {
            action.run();
        } catch (Neo4jException error) {
            equal(error.code(), code);
            return error;
        }
        throw new IllegalStateException("no error");
    }

    static List<List<Value>> ask(Driver from, SessionConfig config, String text, Map<String, Object> parameters) {
        try (var session = from.session(config)) {
            return session.run(text, parameters).list(Record::values);
        }
    }

    static List<List<Value>> ask(String text) { return ask(driver, PLAIN, text, Map.of()); }

    static Value only(List<List<Value>> rows) {
        check(rows.size() == 1, rows.size() + " rows");
        return rows.get(0).get(0);
    }

    static Value one(String text) { return only(ask(text)); }

    static Value one(String text, Value value) { return only(ask(driver, PLAIN, text, Collections.singletonMap("value", value))); }

    static ResultSummary summary(String text) {
        try (var session = driver.session()) {
            return session.run(text).consume();
        }
    }

    static void makeUser(String name, String suffix) {
        ask(driver, SYSTEM, "CREATE OR REPLACE USER " + name + " SET PASSWORD 'first-password' CHANGE " + suffix + "REQUIRED", Map.of());
    }

    static void dropUser(String name) { ask(driver, SYSTEM, "DROP USER " + name, Map.of()); }

    static long count(String label) { return one("MATCH (n:" + label + ") RETURN count(n)").asLong(); }

    static void connecting() {
        for (var scheme : List.of("bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc")) {
            ACTIONS.put("connect." + scheme, () -> {
                try (var driver = open(scheme, ME, "localhost")) {
                    driver.verifyConnectivity();
                    equal(only(ask(driver, PLAIN, "RETURN 1", Map.of())).asLong(), 1L);
                }
            });
        }
        ACTIONS.put("connect.bolt+s.other-name", () -> {
            try (var driver = open("bolt+ssc", ME, "127.0.0.1")) { driver.verifyConnectivity(); }
            try (var driver = open("bolt+s", ME, "127.0.0.1")) { driver.verifyConnectivity(); } catch (Neo4jException error) { return; }
            throw new IllegalStateException("the certificate was accepted");
        });
        ACTIONS.put("auth.wrong-password", () -> fails("Neo.ClientError.Security.Unauthorized", () -> {
            try (var driver = open("bolt", AuthTokens.basic("neo4j", "not-the-password"), "localhost")) { driver.verifyConnectivity(); }
        }));
        ACTIONS.put("auth.expired", () -> {
            var name = "expired" + TAG;
            Action attempt = () -> {
                try (var driver = open("bolt", AuthTokens.basic(name, "first-password"), "localhost")) { ask(driver, PLAIN, "RETURN 1", Map.of()); }
            };
            makeUser(name, "");
            fails("Neo.ClientError.Security.CredentialsExpired", attempt);
            try (var driver = open("bolt", AuthTokens.basic(name, "first-password"), "localhost")) {
                ask(driver, SYSTEM, "ALTER CURRENT USER SET PASSWORD FROM 'first-password' TO 'second-password'", Map.of());
            }
            fails("Neo.ClientError.Security.Unauthorized", attempt);
            try (var driver = open("bolt", AuthTokens.basic(name, "second-password"), "localhost")) {
                equal(only(ask(driver, PLAIN, "RETURN 1", Map.of())).asLong(), 1L);
            }
            dropUser(name);
        });
    }

    static void transactions() {
        ACTIONS.put("tx.auto-commit", () -> {
            try (var session = driver.session()) {
                session.run("CREATE (:" + TAG + "Auto {i: $i})", Map.of("i", 1)).consume();
                equal(session.run("MATCH (n:" + TAG + "Auto) RETURN n.i").single().get(0).asLong(), 1L);
            }
        });
        ACTIONS.put("tx.explicit.commit", () -> {
            try (var session = driver.session(); var tx = session.beginTransaction()) {
                tx.run("CREATE (:" + TAG + "Commit)").consume();
                equal(count(TAG + "Commit"), 0L);
                tx.commit();
            }
            equal(count(TAG + "Commit"), 1L);
        });
        ACTIONS.put("tx.explicit.rollback", () -> {
            try (var session = driver.session(); var tx = session.beginTransaction()) {
                tx.run("CREATE (:" + TAG + "Rollback)").consume();
                equal(tx.run("MATCH (n:" + TAG + "Rollback) RETURN count(n)").single().get(0).asLong(), 1L);
                tx.rollback();
            }
            equal(count(TAG + "Rollback"), 0L);
        });
        ACTIONS.put("tx.managed", () -> {
            try (var session = driver.session()) {
                equal(session.executeWrite(tx -> {
                    tx.run("CREATE (:" + TAG + "Managed {i: 1})").consume();
                    return tx.run("MATCH (n:" + TAG + "Managed) RETURN n.i").single().get(0).asLong();
                }), 1L);
            }
            var result = driver.executableQuery("MATCH (n:" + TAG + "Managed) RETURN n.i AS i")
                .withConfig(QueryConfig.builder().withRouting(RoutingControl.READ).build()).execute();
            equal(result.keys(), List.of("i"));
            equal(result.records().get(0).get("i").asLong(), 1L);
            check(result.summary().server().agent().startsWith("Neo4j/"), result.summary().server().agent());
        });
        ACTIONS.put("tx.managed.rollback", () -> {
            try (var session = driver.session()) {
                session.executeWriteWithoutResult(tx -> {
                    tx.run("CREATE (:" + TAG + "Given)").consume();
                    throw new ArithmeticException("of its own");
                });
            } catch (ArithmeticException error) {
                equal(count(TAG + "Given"), 0L);
                return;
            }
            throw new IllegalStateException("no error");
        });
        ACTIONS.put("tx.read-mode", () -> fails("Neo.ClientError.Statement.AccessMode", () ->
            ask(driver, SessionConfig.builder().withDefaultAccessMode(AccessMode.READ).build(), "CREATE (:" + TAG + "Read)", Map.of())));
        ACTIONS.put("tx.deadlock", () -> {
            ask("CREATE (:" + TAG + "Lock {k: 'a', n: 0}), (:" + TAG + "Lock {k: 'b', n: 0})");
            var add = "MATCH (l:" + TAG + "Lock {k: $k}) SET l.n = l.n + 1";
            var meet = new CyclicBarrier(2);
            var attempts = new AtomicInteger();
            together(2, i -> () -> {
                var first = new boolean[] {true};
                try (var session = driver.session()) {
                    session.executeWriteWithoutResult(tx -> {
                        attempts.incrementAndGet();
                        tx.run(add, Map.of("k", i == 0 ? "a" : "b")).consume();
                        if (first[0]) {
                            first[0] = false;
                            try { meet.await(20, TimeUnit.SECONDS); } catch (Exception error) { throw new IllegalStateException(error); }
                        }
                        tx.run(add, Map.of("k", i == 0 ? "b" : "a")).consume();
                    });
                }
            });
            check(attempts.get() >= 3, attempts + " attempts");
            equal(ask("MATCH (l:" + TAG + "Lock) RETURN l.n").toString(), "[[2], [2]]");
        });
        ACTIONS.put("tx.parallel", () -> {
            ask("CREATE (:" + TAG + "Counter {n: 0})");
            together(16, i -> () -> {
                try (var session = driver.session()) {
                    for (int j = 0; j < 5; j++) session.executeWriteWithoutResult(tx -> tx.run("MATCH (c:" + TAG + "Counter) SET c.n = c.n + 1").consume());
                }
            });
            equal(one("MATCH (c:" + TAG + "Counter) RETURN c.n").asLong(), 80L);
        });
        ACTIONS.put("tx.metadata", () -> {
            var config = TransactionConfig.builder().withMetadata(Map.of("app", TAG, "i", 1)).build();
            try (var session = driver.session(); var tx = session.beginTransaction(config)) {
                tx.run("RETURN 1").consume();
                var found = ask("SHOW TRANSACTIONS YIELD metaData").stream().map(row -> row.get(0).asMap()).filter(m -> TAG.equals(m.get("app"))).toList();
                equal(found, List.of(Map.of("app", TAG, "i", 1L)));
            }
        });
    }

    static void together(int n, Function<Integer, Action> actions) throws Exception {
        var pool = Executors.newFixedThreadPool(n);
        try {
            var futures = IntStream.range(0, n).mapToObj(i -> pool.submit(() -> { actions.apply(i).run(); return null; })).toList();
            for (var future : futures) future.get(60, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
    }

    static Map<String, Value> values() {
        var values = new LinkedHashMap<String, Value>();
        values.put("null", Values.value(Arrays.asList(null, Collections.singletonMap("a", null))));
        values.put("boolean", Values.value(true, false));
        values.put("integer", Values.value(0L, 1L, -1L, -16L, -17L, 127L, 128L, -128L, -129L, 32767L, 32768L, -32769L, 2147483647L, 2147483648L,
            -2147483649L, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE));
        values.put("float", Values.value(0.0, 1.5, -1.5, 1e300, 5e-324, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        values.put("string", Values.value("", "a", "grüße 🙂", "quote ' and \"", "line\nbreak"));
        values.put("string.long", Values.value("abcdefghij".repeat(8192)));
        var bytes = new byte[256 * 300];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) i;
        values.put("bytes", Values.value(bytes));
        values.put("list", Values.value(Arrays.asList(1L, "a", List.of(2.5, List.of()), Map.of("k", 1L))));
        values.put("list.long", Values.value(LongStream.rangeClosed(1, 70000).toArray()));
        values.put("map", Values.value(Map.of("a", 1L, "b", Map.of("c", List.of(2L)), "d e", "")));
        values.put("date", list(LocalDate.of(2020, 2, 29), LocalDate.of(1, 1, 1), LocalDate.of(1969, 12, 31), LocalDate.of(9999, 12, 31)));
        values.put("time", list(OffsetTime.of(12, 34, 56, 789012345, ZoneOffset.ofHours(2)), OffsetTime.of(0, 0, 0, 0, ZoneOffset.ofHoursMinutes(-11, -30))));
        values.put("local-time", list(LocalTime.of(12, 34, 56, 789012345), LocalTime.of(23, 59, 59, 999999999)));
        values.put("date-time", list(ZonedDateTime.of(2020, 2, 29, 12, 34, 56, 789012345, ZoneOffset.ofHours(2)),
            ZonedDateTime.of(1969, 12, 31, 23, 59, 59, 1, ZoneOffset.ofHoursMinutes(-11, -30))));
        values.put("date-time.zone", list(ZonedDateTime.of(2020, 7, 1, 12, 34, 56, 789012345, ZoneId.of("Europe/Stockholm")),
            ZonedDateTime.of(2020, 12, 1, 0, 0, 0, 0, ZoneId.of("America/New_York"))));
        values.put("local-date-time", list(LocalDateTime.of(2020, 2, 29, 12, 34, 56, 789012345), LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1)));
        values.put("duration", list(Values.isoDuration(1, 2, 3, 4), Values.isoDuration(-1, -2, -3, 0), Values.isoDuration(0, 0, -1, 1)));
        values.put("point.2d", list(Values.point(7203, 1.5, -2.5), Values.point(4326, 13.4, 52.5)));
        values.put("point.3d", list(Values.point(9157, 1.5, -2.5, 0), Values.point(4979, 13.4, 52.5, 34)));
        values.put("vector", list(Values.vector(new byte[] {1, -2, 3}), Values.vector(new short[] {1, -2, 3}), Values.vector(new int[] {1, -2, 3}),
            Values.vector(new long[] {1, -2, 3}), Values.vector(new float[] {1.5f, -2.5f}), Values.vector(new double[] {1.5, -2.5})));
        values.put("uuid", Values.value(UUID.fromString("123e4567-e89b-12d3-a456-426614174000")));
        return values;
    }

    static Value list(Object... values) { return Values.value(Arrays.asList(values)); }

    static void valueScenarios() {
        var values = values();
        values.forEach((name, value) -> ACTIONS.put("value." + name, () -> {
            var text = SCENARIOS.get("value." + name);
            if (!text.equals("-")) {
                equal(one("RETURN " + text), value);
                if (!name.equals("null")) equal(one("RETURN $value = " + text, value).asBoolean(), true); // null equals nothing
            }
            equal(one("RETURN $value", value), value);
        }));
        ACTIONS.put("value.nan", () -> {
            check(Double.isNaN(one("RETURN " + SCENARIOS.get("value.nan")).asDouble()), "from the server");
            check(Double.isNaN(one("RETURN $value", Values.value(Double.NaN)).asDouble()), "there and back");
        });
        ACTIONS.put("value.stored", () -> values.forEach((name, given) -> {
            if (Set.of("null", "list", "map", "vector", "uuid").contains(name)) return; // no properties, or not of this version of Cypher
            var value = name.startsWith("point") ? given.get(0) : given; // no list of points of several systems
            ask(driver, PLAIN, "CREATE (:" + TAG + "Stored {name: $name, value: $value})", Map.of("name", name, "value", value));
            equal(only(ask(driver, PLAIN, "MATCH (n:" + TAG + "Stored {name: $name}) RETURN n.value", Map.of("name", name))), value);
        }));
    }

    static void makeGraph() {
        ask("MERGE (a:@A:@ {i: 1}) MERGE (b:@B:@ {i: 2}) MERGE (c:@C:@ {i: 3}) MERGE (a)-[:@_TO {j: 1.5}]->(b) MERGE (a)-[:@_TO {j: 2.5}]->(c)".replace("@", TAG));
    }

    static void graph() {
        ACTIONS.put("graph.node", () -> {
            makeGraph();
            var row = ask("MATCH (n:" + TAG + "A) RETURN n, elementId(n), id(n)").get(0);
            var node = row.get(0).asNode();
            equal(StreamSupport.stream(node.labels().spliterator(), false).collect(Collectors.toSet()), Set.of(TAG, TAG + "A"));
            equal(node.asMap(), Map.of("i", 1L));
            equal(node.elementId(), row.get(1).asString());
            equal(node.id(), row.get(2).asLong());
        });
        ACTIONS.put("graph.relationship", () -> {
            makeGraph();
            var row = ask("MATCH (a:" + TAG + "A)-[r]->(b:" + TAG + "B) RETURN a, r, b, id(r)").get(0);
            var r = row.get(1).asRelationship();
            equal(List.of(r.type(), r.asMap(), r.id()), List.of(TAG + "_TO", Map.of("j", 1.5), row.get(3).asLong()));
            equal(List.of(r.startNodeElementId(), r.endNodeElementId()), List.of(row.get(0).asNode().elementId(), row.get(2).asNode().elementId()));
        });
        ACTIONS.put("graph.path", () -> {
            makeGraph();
            var path = one("MATCH p = (:@B)<--(:@A)-->(:@C) RETURN p".replace("@", TAG)).asPath();
            var seen = new ArrayList<Object>();
            for (var s : path) seen.add(List.of(s.start().get("i").asInt(), s.relationship().get("j").asDouble(), s.end().get("i").asInt()));
            equal(seen, List.of(List.of(2, 1.5, 1), List.of(1, 2.5, 3)));
            var first = path.iterator().next();
            equal(first.relationship().startNodeElementId(), first.end().elementId());
            var point = one("MATCH p = (:" + TAG + "A) RETURN p").asPath();
            equal(List.of(point.length(), point.start()), List.of(0, point.end()));
        });
        ACTIONS.put("rows.100000", () -> {
            try (var session = driver.session(SessionConfig.builder().withFetchSize(1000).build())) {
                var result = session.run("UNWIND range(1, 100000) AS i RETURN i, 'row ' + i AS text");
                long n = 0;
                while (result.hasNext()) {
                    var record = result.next();
                    n++;
                    check(record.get("i").asLong() == n && record.get("text").asString().equals("row " + n), "row " + n);
                }
                equal(n, 100000L);
            }
        });
        ACTIONS.put("rows.abandoned", () -> {
            try (var session = driver.session(SessionConfig.builder().withFetchSize(10).build())) {
                var result = session.run("UNWIND range(1, 1000000) AS i RETURN i");
                for (long i = 1; i <= 3; i++) equal(result.next().get(0).asLong(), i);
                result.consume();
                equal(session.run("RETURN 1").single().get(0).asLong(), 1L);
                try (var tx = session.beginTransaction()) {
                    equal(tx.run("UNWIND range(1, 1000000) AS i RETURN i").next().get(0).asLong(), 1L);
                }
                equal(session.run("RETURN 2").single().get(0).asLong(), 2L);
            }
        });
    }

    static void errors() {
        ACTIONS.put("error.parameter", () -> fails("Neo.ClientError.Statement.ParameterMissing", () -> ask("RETURN $missing")));
        ACTIONS.put("error.procedure", () -> fails("Neo.ClientError.Procedure.ProcedureNotFound", () -> ask("CALL no.such()")));
        ACTIONS.put("error.syntax", () -> {
            var message = fails("Neo.ClientError.Statement.SyntaxError", () -> ask("RETURN 1 +")).getMessage();
            check(message.contains("line 1, column") && message.contains("^"), message);
        });
        ACTIONS.put("error.arithmetic", () -> fails("Neo.ClientError.Statement.ArithmeticError", () -> {
            try (var session = driver.session(SessionConfig.builder().withFetchSize(2).build())) {
                var result = session.run("UNWIND [1, 1, 1, 1, 0] AS i RETURN 10 / i AS x");
                while (result.hasNext()) equal(result.next().get(0).asLong(), 10L);
            }
        }));
        ACTIONS.put("error.constraint", () -> {
            ask("CREATE CONSTRAINT @Unique IF NOT EXISTS FOR (n:@Unique) REQUIRE n.k IS UNIQUE".replace("@", TAG));
            ask("CREATE (:" + TAG + "Unique {k: 1})");
            fails("Neo.ClientError.Schema.ConstraintValidationFailed", () -> ask("CREATE (:" + TAG + "Unique {k: 1})"));
            ask("DROP CONSTRAINT " + TAG + "Unique");
        });
        ACTIONS.put("error.database", () -> {
            for (var scheme : List.of("bolt", "neo4j")) {
                fails("Neo.ClientError.Database.DatabaseNotFound", () -> {
                    try (var driver = open(scheme, ME, "localhost")) { ask(driver, SessionConfig.forDatabase("nowhere"), "RETURN 1", Map.of()); }
                });
            }
        });
        ACTIONS.put("error.in-transaction", () -> {
            try (var session = driver.session()) {
                try (var tx = session.beginTransaction()) {
                    tx.run("CREATE (:" + TAG + "Broken)").consume();
                    fails("Neo.ClientError.Statement.SyntaxError", () -> tx.run("RETURN 1 +").consume());
                    boolean went = true;
                    try { tx.run("RETURN 1").consume(); } catch (Neo4jException error) { went = false; }
                    check(!went, "the transaction went on");
                }
                equal(session.run("MATCH (n:" + TAG + "Broken) RETURN count(n)").single().get(0).asLong(), 0L);
            }
        });
        ACTIONS.put("error.gql-status", () -> {
            var error = fails("Neo.ClientError.Statement.SyntaxError", () -> ask("RETURN 1 +"));
            equal(List.of(error.gqlStatus(), error.gqlCause().orElseThrow().gqlStatus()), List.of("42001", "42I06"));
        });
    }

    static void summaries() {
        ACTIONS.put("summary.counters", () -> {
            var c = summary("CREATE (a:@Count {i: 1})-[:@_TO]->(b:@Count) SET b.i = 2".replace("@", TAG)).counters();
            equal(List.of(c.nodesCreated(), c.relationshipsCreated(), c.labelsAdded(), c.propertiesSet(), c.containsUpdates()), List.of(2, 1, 2, 2, true));
            c = summary("MATCH (n:" + TAG + "Count) DETACH DELETE n").counters();
            equal(List.of(c.nodesDeleted(), c.relationshipsDeleted()), List.of(2, 1));
            equal(summary("CREATE INDEX @Count FOR (n:@Count) ON (n.i)".replace("@", TAG)).counters().indexesAdded(), 1);
            equal(summary("DROP INDEX " + TAG + "Count").counters().indexesRemoved(), 1);
            equal(summary("RETURN 1").counters().containsUpdates(), false);
        });
        ACTIONS.put("summary.type", () -> equal(Stream.of("RETURN 1", "CREATE (:@Type)", "CREATE (n:@Type) RETURN n", "DROP INDEX @None IF EXISTS")
            .map(text -> summary(text.replace("@", TAG)).queryType().name()).toList(), List.of("READ_ONLY", "WRITE_ONLY", "READ_WRITE", "SCHEMA_WRITE")));
        ACTIONS.put("summary.notifications", () -> {
            var unknown = "MATCH (n:" + TAG + "NoSuchLabel) RETURN n";
            equal(summary(unknown).notifications().stream().map(n -> n.code()).toList(), List.of("Neo.ClientNotification.Statement.UnknownLabelWarning"));
            equal(summary(unknown).gqlStatusObjects().stream().map(s -> s.gqlStatus()).toList(), List.of("02000", "01N50"));
            var off = SessionConfig.builder().withMinimumNotificationSeverity(NotificationSeverity.OFF).build();
            try (var session = driver.session(off)) {
                equal(session.run(unknown).consume().notifications().size(), 0);
            }
        });
        ACTIONS.put("summary.plan", () -> {
            var s = summary("EXPLAIN CREATE (n:" + TAG + "Plan) RETURN n");
            check(s.plan().operatorType().startsWith("ProduceResults") && !s.hasProfile(), s);
            equal(count(TAG + "Plan"), 0L);
            equal(summary("PROFILE UNWIND [1, 2, 3] AS i RETURN i").profile().records(), 3L);
        });
        ACTIONS.put("bookmarks.chain", () -> {
            var bookmarks = Set.<Bookmark>of();
            for (long i = 0; i < 5; i++) {
                try (var session = driver.session(SessionConfig.builder().withBookmarks(bookmarks).build())) {
                    equal(session.run("MATCH (n:" + TAG + "Mark) RETURN count(n)").single().get(0).asLong(), i);
                    session.run("CREATE (:" + TAG + "Mark)").consume();
                    bookmarks = session.lastBookmarks();
                    equal(bookmarks.size(), 1);
                }
            }
            fails("Neo.ClientError.Transaction.InvalidBookmark", () ->
                ask(driver, SessionConfig.builder().withBookmarks(Bookmark.from("no bookmark")).build(), "RETURN 1", Map.of()));
        });
        ACTIONS.put("database.system", () -> {
            var names = ask(driver, SYSTEM, "SHOW DATABASES YIELD name", Map.of()).stream().map(row -> row.get(0).asString()).toList();
            check(names.containsAll(List.of("neo4j", "system")), names);
        });
    }

    static List<String> running(String marker) {
        return ask(driver, PLAIN, "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $marker "
            + "AND NOT currentQuery STARTS WITH 'SHOW' RETURN transactionId", Map.of("marker", marker)).stream().map(row -> row.get(0).asString()).toList();
    }

    static List<String> until(String marker, boolean wanted) throws Exception {
        for (int i = 0; i < 200; i++) {
            var rows = running(marker);
            if (!rows.isEmpty() == wanted) return rows;
            Thread.sleep(50);
        }
        throw new IllegalStateException("still " + (wanted ? "not " : "") + "there");
    }

    static void givingUp() {
        ACTIONS.put("cancel.client", () -> { // the blocking session has no way to cancel but to close the driver
            var marker = "cancel" + TAG;
            var own = open("bolt", ME, "localhost");
            var work = CompletableFuture.runAsync(() -> ask(own, PLAIN, "/* " + marker + " */ " + LONG, Map.of()));
            until(marker, true);
            own.close();
            until(marker, false);
            check(work.handle((done, error) -> error != null).get(20, TimeUnit.SECONDS), "no error");
        });
        ACTIONS.put("cancel.terminate", () -> {
            var marker = "terminate" + TAG;
            var work = CompletableFuture.supplyAsync(() -> {
                try { ask("/* " + marker + " */ " + LONG); return "no error"; } catch (Neo4jException error) { return error.code(); }
            });
            for (var id : until(marker, true)) ask(driver, PLAIN, "TERMINATE TRANSACTIONS $id", Map.of("id", id));
            equal(work.get(20, TimeUnit.SECONDS), "Neo.ClientError.Transaction.Terminated");
        });
        ACTIONS.put("timeout.client", () -> {
            var code = "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration";
            var brief = TransactionConfig.builder().withTimeout(Duration.ofMillis(300)).build();
            try (var session = driver.session()) {
                fails(code, () -> session.run(LONG, brief).consume());
                try (var tx = session.beginTransaction(brief)) { fails(code, () -> tx.run(LONG).consume()); }
                equal(session.run("RETURN 1", TransactionConfig.builder().withTimeout(Duration.ofSeconds(30)).build()).single().get(0).asLong(), 1L);
            }
        });
    }

    static void otherPeople() {
        var current = "SHOW CURRENT USER YIELD user RETURN user";
        ACTIONS.put("reauth.session", () -> {
            var name = "session" + TAG.toLowerCase();
            makeUser(name, "NOT ");
            Function<String, String> as = password -> {
                try (var session = driver.session(Session.class, PLAIN, AuthTokens.basic(name, password))) { return session.run(current).single().get(0).asString(); }
            };
            for (int i = 0; i < 2; i++) {
                equal(as.apply("first-password"), name);
                equal(one(current).asString(), "neo4j");
            }
            fails("Neo.ClientError.Security.Unauthorized", () -> as.apply("not-the-password"));
            equal(one(current).asString(), "neo4j");
            dropUser(name);
        });
        ACTIONS.put("reauth.renewed", () -> {
            var name = "renewed" + TAG.toLowerCase();
            makeUser(name, "NOT ");
            var now = new AuthToken[] {ME};
            var manager = new AuthTokenManager() {
                public CompletionStage<AuthToken> getToken() { return CompletableFuture.completedFuture(now[0]); }
                public boolean handleSecurityException(AuthToken token, org.neo4j.driver.exceptions.SecurityException error) { return false; }
            };
            var config = Config.builder().withLogging(Logging.none()).withMaxConnectionPoolSize(1).build();
            try (var driver = GraphDatabase.driver("bolt://localhost:" + System.getenv("PORT"), manager, config)) {
                for (var who : List.of("neo4j", name, "neo4j")) {
                    now[0] = who.equals("neo4j") ? ME : AuthTokens.basic(name, "first-password");
                    equal(only(ask(driver, PLAIN, current, Map.of())).asString(), who);
                }
            }
            dropUser(name);
        });
        ACTIONS.put("impersonation", () -> {
            var name = "other" + TAG;
            makeUser(name, "NOT ");
            try (var driver = open("bolt", ME, "localhost")) {
                fails("Neo.ClientError.Statement.ArgumentError", () ->
                    ask(driver, SessionConfig.builder().withImpersonatedUser(name).build(), "RETURN 1", Map.of()));
            }
            dropUser(name);
        });
    }

    public static void main(String[] only) throws Exception {
        for (var line : Files.readAllLines(Path.of(System.getenv("SCENARIOS")))) {
            if (line.startsWith("#")) continue;
            var parts = line.split("\t", 2);
            SCENARIOS.put(parts[0], parts[1]);
        }
        connecting(); transactions(); valueScenarios(); graph(); errors(); summaries(); givingUp(); otherPeople();
        driver = open("neo4j", ME, "localhost");
        for (var name : SCENARIOS.keySet()) {
            if (only.length > 0 && !List.of(only).contains(name)) continue;
            try {
                check(ACTIONS.containsKey(name), "the program does not know it");
                ACTIONS.get(name).run();
                System.out.println("ok " + name);
            } catch (Skip reason) {
                System.out.println("SKIPPED: " + name + " " + reason.getMessage());
            } catch (Throwable error) {
                System.out.println("FAILED: " + name + " " + brief(error).replace("\n", " "));
            }
        }
        driver.close();
        System.exit(0);
    }
}
