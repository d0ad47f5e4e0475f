// The conversation of run.sh through the Java driver.
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.*;
import org.neo4j.driver.exceptions.ClientException;

public class Talk {
    static void check(boolean right, Object what) {
        if (!right) throw new IllegalStateException(String.valueOf(what));
    }

    public static void main(String[] arguments) {
        var token = AuthTokens.basic("neo4j", System.getenv("PASSWORD"));
        try (var driver = GraphDatabase.driver(System.getenv("URI"), token)) {
            driver.verifyConnectivity();
            var values = Arrays.<Object>asList(null, true, 1L, 1L << 62, 1.5, "grüße 🙂", List.of(1L, "a", List.of()), Map.of("k", Map.of()),
                LocalDate.of(2020, 2, 29), Values.isoDuration(1, 2, 3, 4).asIsoDuration(), Values.point(4326, 1, 2).asPoint());
            for (var value : values) {
                var result = driver.executableQuery("RETURN $value AS value").withParameters(java.util.Collections.singletonMap("value", value)).execute();
                var got = result.records().get(0).get("value");
                check(got.equals(Values.value(value)), got + " is not " + value);
            }
            try (var session = driver.session()) {
                var record = session.executeWrite(tx -> {
                    tx.run("CREATE (:Java {i: $i})-[:TO {j: 1}]->(:Java {i: 2})", Map.of("i", 1)).consume();
                    return tx.run("MATCH p = (a:Java)-[r:TO]->(b) RETURN a, r, b, p").single();
                });
                check(record.get("a").asNode().hasLabel("Java"), record);
                check(record.get("r").asRelationship().startNodeElementId().equals(record.get("a").asNode().elementId()), record);
                check(record.get("p").asPath().length() == 1, record);
                check(session.lastBookmarks().size() == 1, session.lastBookmarks());
                try {
                    session.run("RETURN 1 +").consume();
                    throw new IllegalStateException("no error");
                } catch (ClientException error) {
                    check(error.code().equals("Neo.ClientError.Statement.SyntaxError"), error.code());
                    check(error.getMessage().contains("^"), error.getMessage());
                }
                try (var tx = session.beginTransaction()) {
                    tx.run("CREATE (:Java {i: 3})").consume();
                    tx.rollback();
                }
                var summary = session.run("MATCH (n:Java) DETACH DELETE n").consume();
                check(summary.counters().nodesDeleted() == 2, summary.counters());
                long sum = session.run("UNWIND range(1, 10000) AS i RETURN i").stream().mapToLong(row -> row.get("i").asLong()).sum();
                check(sum == 50005000L, sum);
            }
        }
        System.out.println("all right");
    }
}
