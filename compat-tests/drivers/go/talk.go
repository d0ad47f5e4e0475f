// The scenarios of scenarios.tsv through the Go driver, 5 or 6: run.sh puts the major version into the import paths, and
// major_5.go or major_6.go beside this. Arguments: names of scenarios, if not all.
package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/auth"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"
)

type row = map[string]any

const long = "UNWIND range(1, 3000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n"

var (
	ctx     = context.Background()
	tag     = "Go" + major + os.Getenv("RUN")
	me      = neo4j.BasicAuth("neo4j", os.Getenv("PASSWORD"), "")
	texts   = map[string]string{}
	names   []string
	actions = map[string]func(){}
	driver  neo4j.DriverWithContext
	plain   = neo4j.SessionConfig{}
	system  = neo4j.SessionConfig{DatabaseName: "system"}
)

// A scenario ends early by a panic: with a skip, or with what went wrong.
type skip string

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func check(right bool, what ...any) {
	if !right {
		panic(fmt.Errorf("%.400s", fmt.Sprint(what...)))
	}
}

// A value with its type, as a text.
func show(value any) string {
	if moment, ok := value.(time.Time); ok {
		name := moment.Location().String()
		if !strings.Contains(name, "/") {
			name = ""
		}
		return moment.Format(time.RFC3339Nano) + name
	}
	switch v := reflect.ValueOf(value); v.Kind() {
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = show(v.Index(i).Interface())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.Map:
		var parts []string
		for _, key := range v.MapKeys() {
			parts = append(parts, key.String()+": "+show(v.MapIndex(key).Interface()))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprintf("%T %v", value, value)
}

func equal(got, wanted any) {
	g, w := show(got), show(wanted)
	check(g == w, fmt.Sprintf("%.180s instead of %.180s", g, w))
}

func fails(code string, err error) *neo4j.Neo4jError {
	var failure *neo4j.Neo4jError
	check(errors.As(err, &failure), "not an error of the server: ", err)
	equal(failure.Code, code)
	return failure
}

func open(scheme, host string, manager auth.TokenManager, configure ...func(*config.Config)) neo4j.DriverWithContext {
	return must(neo4j.NewDriverWithContext(scheme+"://"+host+":"+os.Getenv("PORT"), manager, configure...))
}

func try(from neo4j.DriverWithContext, config neo4j.SessionConfig, text string, parameters row, options ...func(*neo4j.TransactionConfig)) ([][]any, neo4j.ResultSummary, error) {
	session := from.NewSession(ctx, config)
	defer session.Close(ctx)
	result, err := session.Run(ctx, text, parameters, options...)
	if err != nil {
		return nil, nil, err
	}
	var rows [][]any
	for result.Next(ctx) {
		rows = append(rows, result.Record().Values)
	}
	summary, err := result.Consume(ctx)
	return rows, summary, errors.Join(result.Err(), err)
}

func fail(config neo4j.SessionConfig, text string, parameters row) error {
	_, _, err := try(driver, config, text, parameters)
	return err
}

func ask(text string, parameters row) [][]any {
	rows, _, err := try(driver, plain, text, parameters)
	must(rows, err)
	return rows
}

func one(text string, parameters row) any {
	rows := ask(text, parameters)
	check(len(rows) == 1, len(rows), " rows")
	return rows[0][0]
}

func summary(text string) neo4j.ResultSummary {
	_, summary, err := try(driver, plain, text, nil)
	return must(summary, err)
}

func single(result neo4j.ResultWithContext, err error) any {
	return must(must(result, err).Single(ctx)).Values[0]
}

func consume(result neo4j.ResultWithContext, err error) error {
	if err == nil {
		_, err = result.Consume(ctx)
	}
	return err
}

func named(text string) string { return strings.ReplaceAll(text, "@", tag) }

func count(label string) any { return one(named("MATCH (n:@"+label+") RETURN count(n)"), nil) }

func makeUser(name, suffix string) {
	must(0, fail(system, "CREATE OR REPLACE USER "+name+" SET PASSWORD 'first-password' CHANGE "+suffix+"REQUIRED", nil))
}

func dropUser(name string) { must(0, fail(system, "DROP USER "+name, nil)) }

func connecting() {
	for _, scheme := range []string{"bolt", "neo4j", "bolt+s", "neo4j+s", "bolt+ssc", "neo4j+ssc"} {
		actions["connect."+scheme] = func() {
			driver := open(scheme, "localhost", me)
			defer driver.Close(ctx)
			must(0, driver.VerifyConnectivity(ctx))
			rows, _, err := try(driver, plain, "RETURN 1", nil)
			equal(must(rows, err), [][]any{{int64(1)}})
		}
	}
	actions["connect.bolt+s.other-name"] = func() {
		trusting, strict := open("bolt+ssc", "127.0.0.1", me), open("bolt+s", "127.0.0.1", me)
		defer trusting.Close(ctx)
		defer strict.Close(ctx)
		must(0, trusting.VerifyConnectivity(ctx))
		check(strict.VerifyConnectivity(ctx) != nil, "the certificate was accepted")
	}
	actions["auth.wrong-password"] = func() {
		driver := open("bolt", "localhost", neo4j.BasicAuth("neo4j", "not-the-password", ""))
		defer driver.Close(ctx)
		fails("Neo.ClientError.Security.Unauthorized", driver.VerifyConnectivity(ctx))
	}
	actions["auth.expired"] = func() {
		name := "expired" + tag
		attempt := func(password string, config neo4j.SessionConfig, text string) error {
			driver := open("bolt", "localhost", neo4j.BasicAuth(name, password, ""))
			defer driver.Close(ctx)
			_, _, err := try(driver, config, text, nil)
			return err
		}
		makeUser(name, "")
		fails("Neo.ClientError.Security.CredentialsExpired", attempt("first-password", plain, "RETURN 1"))
		must(0, attempt("first-password", system, "ALTER CURRENT USER SET PASSWORD FROM 'first-password' TO 'second-password'"))
		fails("Neo.ClientError.Security.Unauthorized", attempt("first-password", plain, "RETURN 1"))
		must(0, attempt("second-password", plain, "RETURN 1"))
		dropUser(name)
	}
}

func transactions() {
	actions["tx.auto-commit"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		must(0, consume(session.Run(ctx, named("CREATE (:@Auto {i: $i})"), row{"i": 1})))
		equal(single(session.Run(ctx, named("MATCH (n:@Auto) RETURN n.i"), nil)), int64(1))
	}
	actions["tx.explicit.commit"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		tx := must(session.BeginTransaction(ctx))
		must(0, consume(tx.Run(ctx, named("CREATE (:@Commit)"), nil)))
		equal(count("Commit"), int64(0))
		must(0, tx.Commit(ctx))
		equal(count("Commit"), int64(1))
	}
	actions["tx.explicit.rollback"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		tx := must(session.BeginTransaction(ctx))
		must(0, consume(tx.Run(ctx, named("CREATE (:@Rollback)"), nil)))
		equal(single(tx.Run(ctx, named("MATCH (n:@Rollback) RETURN count(n)"), nil)), int64(1))
		must(0, tx.Rollback(ctx))
		equal(count("Rollback"), int64(0))
	}
	actions["tx.managed"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		equal(must(session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			if err := consume(tx.Run(ctx, named("CREATE (:@Managed {i: 1})"), nil)); err != nil {
				return nil, err
			}
			result, err := tx.Run(ctx, named("MATCH (n:@Managed) RETURN n.i"), nil)
			if err != nil {
				return nil, err
			}
			record, err := result.Single(ctx)
			if err != nil {
				return nil, err
			}
			return record.Values[0], nil
		})), int64(1))
		result := must(neo4j.ExecuteQuery(ctx, driver, named("MATCH (n:@Managed) RETURN n.i AS i"), nil, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithReadersRouting()))
		equal([]any{result.Keys, result.Records[0].Values}, []any{[]string{"i"}, []any{int64(1)}})
		check(strings.HasPrefix(result.Summary.Server().Agent(), "Neo4j/"), result.Summary.Server().Agent())
	}
	actions["tx.managed.rollback"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		own := errors.New("of its own")
		_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
			must(0, consume(tx.Run(ctx, named("CREATE (:@Given)"), nil)))
			return nil, own
		})
		check(errors.Is(err, own), err)
		equal(count("Given"), int64(0))
	}
	actions["tx.read-mode"] = func() {
		fails("Neo.ClientError.Statement.AccessMode", fail(neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead}, named("CREATE (:@Read)"), nil))
	}
	actions["tx.deadlock"] = func() {
		ask(named("CREATE (:@Lock {k: 'a', n: 0}), (:@Lock {k: 'b', n: 0})"), nil)
		var attempts atomic.Int64
		var met sync.WaitGroup
		met.Add(2)
		add := named("MATCH (l:@Lock {k: $k}) SET l.n = l.n + 1")
		together(2, func(i int) error {
			first := true
			session := driver.NewSession(ctx, plain)
			defer session.Close(ctx)
			_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
				attempts.Add(1)
				if err := consume(tx.Run(ctx, add, row{"k": []string{"a", "b"}[i]})); err != nil {
					return nil, err
				}
				if first {
					first = false
					met.Done()
					met.Wait()
				}
				return nil, consume(tx.Run(ctx, add, row{"k": []string{"b", "a"}[i]}))
			})
			return err
		})
		check(attempts.Load() >= 3, attempts.Load(), " attempts")
		equal(ask(named("MATCH (l:@Lock) RETURN l.n"), nil), [][]any{{int64(2)}, {int64(2)}})
	}
	actions["tx.parallel"] = func() {
		ask(named("CREATE (:@Counter {n: 0})"), nil)
		together(16, func(int) error {
			session := driver.NewSession(ctx, plain)
			defer session.Close(ctx)
			for range 5 {
				if _, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
					return nil, consume(tx.Run(ctx, named("MATCH (c:@Counter) SET c.n = c.n + 1"), nil))
				}); err != nil {
					return err
				}
			}
			return nil
		})
		equal(one(named("MATCH (c:@Counter) RETURN c.n"), nil), int64(80))
	}
	actions["tx.metadata"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		wanted := row{"app": tag, "i": int64(1)}
		tx := must(session.BeginTransaction(ctx, neo4j.WithTxMetadata(wanted)))
		defer tx.Close(ctx)
		must(0, consume(tx.Run(ctx, "RETURN 1", nil)))
		var found []any
		for _, got := range ask("SHOW TRANSACTIONS YIELD metaData", nil) {
			if got[0].(row)["app"] == tag {
				found = append(found, got[0])
			}
		}
		equal(found, []any{wanted})
	}
}

func together(n int, action func(int) error) {
	failures := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Add(1)
		go func() { defer group.Done(); failures[i] = action(i) }()
	}
	group.Wait()
	must(0, errors.Join(failures...))
}

func values() map[string]any {
	zone := func(seconds int) *time.Location { return time.FixedZone("Offset", seconds) }
	place := func(name string) *time.Location { return must(time.LoadLocation(name)) }
	day := func(year, month, day int) neo4j.Date {
		return neo4j.DateOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
	}
	moment := time.Date(2020, 2, 29, 12, 34, 56, 789012345, zone(7200))
	before := time.Date(1969, 12, 31, 23, 59, 59, 1, zone(-41400))
	bytes, numbers := make([]byte, 256*300), make([]any, 70000)
	for i := range bytes {
		bytes[i] = byte(i)
	}
	for i := range numbers {
		numbers[i] = int64(i + 1)
	}
	integers := []any{}
	for _, i := range []int64{0, 1, -1, -16, -17, 127, 128, -128, -129, 32767, 32768, -32769, 2147483647, 2147483648, -2147483649, 9007199254740993, math.MaxInt64, math.MinInt64} {
		integers = append(integers, i)
	}
	return row{
		"null": []any{nil, row{"a": nil}}, "boolean": []any{true, false}, "integer": integers,
		"float":       []any{0.0, 1.5, -1.5, 1e300, 5e-324, math.Inf(1), math.Inf(-1)},
		"string":      []any{"", "a", "grüße 🙂", "quote ' and \"", "line\nbreak"},
		"string.long": strings.Repeat("abcdefghij", 8192), "bytes": bytes,
		"list": []any{int64(1), "a", []any{2.5, []any{}}, row{"k": int64(1)}}, "list.long": numbers,
		"map":             row{"a": int64(1), "b": row{"c": []any{int64(2)}}, "d e": ""},
		"date":            []any{day(2020, 2, 29), day(1, 1, 1), day(1969, 12, 31), day(9999, 12, 31)},
		"time":            []any{neo4j.OffsetTimeOf(moment), neo4j.OffsetTimeOf(time.Date(0, 1, 1, 0, 0, 0, 0, zone(-41400)))},
		"local-time":      []any{neo4j.LocalTimeOf(moment), neo4j.LocalTimeOf(time.Date(0, 1, 1, 23, 59, 59, 999999999, time.UTC))},
		"date-time":       []any{moment, before},
		"date-time.zone":  []any{time.Date(2020, 7, 1, 12, 34, 56, 789012345, place("Europe/Stockholm")), time.Date(2020, 12, 1, 0, 0, 0, 0, place("America/New_York"))},
		"local-date-time": []any{neo4j.LocalDateTimeOf(moment), neo4j.LocalDateTimeOf(before)},
		"duration":        []any{neo4j.DurationOf(1, 2, 3, 4), neo4j.DurationOf(-1, -2, -3, 0), neo4j.DurationOf(0, 0, -1, 1)},
		"point.2d":        []any{neo4j.Point2D{X: 1.5, Y: -2.5, SpatialRefId: 7203}, neo4j.Point2D{X: 13.4, Y: 52.5, SpatialRefId: 4326}},
		"point.3d":        []any{neo4j.Point3D{X: 1.5, Y: -2.5, SpatialRefId: 9157}, neo4j.Point3D{X: 13.4, Y: 52.5, Z: 34, SpatialRefId: 4979}},
	}
}

func thereAndBack(name string, value any) {
	if text := texts["value."+name]; text != "-" {
		equal(one("RETURN "+text, nil), value)
		if name != "null" { // which equals nothing
			equal(one("RETURN $value = "+text, row{"value": value}), true)
		}
	}
	equal(one("RETURN $value", row{"value": value}), value)
}

func valueScenarios() {
	all := values()
	for name, value := range all {
		actions["value."+name] = func() { thereAndBack(name, value) }
	}
	actions["value.nan"] = func() {
		check(math.IsNaN(one("RETURN "+texts["value.nan"], nil).(float64)), "from the server")
		check(math.IsNaN(one("RETURN $value", row{"value": math.NaN()}).(float64)), "there and back")
	}
	actions["value.vector"] = func() {
		if vectors == nil {
			panic(skip("driver " + major + " has no vectors"))
		}
		thereAndBack("vector", vectors)
	}
	actions["value.uuid"] = func() {
		panic(skip("driver " + major + " has no UUIDs"))
	}
	actions["value.stored"] = func() {
		for name, value := range all {
			if slices.Contains([]string{"null", "list", "map"}, name) { // which are no properties
				continue
			}
			if strings.HasPrefix(name, "point") { // nor are lists of points of several systems
				value = value.([]any)[0]
			}
			ask(named("CREATE (:@Stored {name: $name, value: $value})"), row{"name": name, "value": value})
			equal(one(named("MATCH (n:@Stored {name: $name}) RETURN n.value"), row{"name": name}), value)
		}
	}
}

func makeGraph() {
	ask(named("MERGE (a:@A:@ {i: 1}) MERGE (b:@B:@ {i: 2}) MERGE (c:@C:@ {i: 3}) MERGE (a)-[:@_TO {j: 1.5}]->(b) MERGE (a)-[:@_TO {j: 2.5}]->(c)"), nil)
}

func graph() {
	actions["graph.node"] = func() {
		makeGraph()
		got := ask(named("MATCH (n:@A) RETURN n, elementId(n), id(n)"), nil)[0]
		node := got[0].(neo4j.Node)
		slices.Sort(node.Labels)
		equal([]any{node.Labels, node.Props, node.ElementId}, []any{[]string{tag, tag + "A"}, row{"i": int64(1)}, got[1]})
		equal(node.GetId(), got[2])
	}
	actions["graph.relationship"] = func() {
		makeGraph()
		got := ask(named("MATCH (a:@A)-[r]->(b:@B) RETURN a, r, b, id(r)"), nil)[0]
		r := got[1].(neo4j.Relationship)
		equal([]any{r.Type, r.Props, r.GetId(), r.StartElementId, r.EndElementId},
			[]any{tag + "_TO", row{"j": 1.5}, got[3], got[0].(neo4j.Node).ElementId, got[2].(neo4j.Node).ElementId})
	}
	actions["graph.path"] = func() {
		makeGraph()
		path := one(named("MATCH p = (:@B)<--(:@A)-->(:@C) RETURN p"), nil).(neo4j.Path)
		var seen []any
		for _, node := range path.Nodes {
			seen = append(seen, node.Props["i"])
		}
		for _, r := range path.Relationships {
			seen = append(seen, r.Props["j"], r.StartElementId == path.Nodes[1].ElementId)
		}
		equal(seen, []any{int64(2), int64(1), int64(3), 1.5, true, 2.5, true})
		point := one(named("MATCH p = (:@A) RETURN p"), nil).(neo4j.Path)
		equal([]int{len(point.Nodes), len(point.Relationships)}, []int{1, 0})
	}
	actions["rows.100000"] = func() {
		session := driver.NewSession(ctx, neo4j.SessionConfig{FetchSize: 1000})
		defer session.Close(ctx)
		result := must(session.Run(ctx, "UNWIND range(1, 100000) AS i RETURN i, 'row ' + i AS text", nil))
		n := int64(0)
		for result.Next(ctx) {
			n++
			got := result.Record().Values
			check(got[0] == n && got[1] == fmt.Sprint("row ", n), got)
		}
		must(0, result.Err())
		equal(n, int64(100000))
	}
	actions["rows.abandoned"] = func() {
		session := driver.NewSession(ctx, neo4j.SessionConfig{FetchSize: 10})
		defer session.Close(ctx)
		result := must(session.Run(ctx, "UNWIND range(1, 1000000) AS i RETURN i", nil))
		for i := range 3 {
			check(result.Next(ctx), result.Err())
			equal(result.Record().Values[0], int64(i+1))
		}
		must(result.Consume(ctx))
		equal(single(session.Run(ctx, "RETURN 1", nil)), int64(1))
		tx := must(session.BeginTransaction(ctx))
		result = must(tx.Run(ctx, "UNWIND range(1, 1000000) AS i RETURN i", nil))
		check(result.Next(ctx), result.Err())
		must(0, tx.Rollback(ctx))
		equal(single(session.Run(ctx, "RETURN 2", nil)), int64(2))
	}
}

func failures() {
	actions["error.parameter"] = func() { fails("Neo.ClientError.Statement.ParameterMissing", fail(plain, "RETURN $missing", nil)) }
	actions["error.procedure"] = func() { fails("Neo.ClientError.Procedure.ProcedureNotFound", fail(plain, "CALL no.such()", nil)) }
	actions["error.syntax"] = func() {
		message := fails("Neo.ClientError.Statement.SyntaxError", fail(plain, "RETURN 1 +", nil)).Msg
		check(strings.Contains(message, "line 1, column") && strings.Contains(message, "^"), message)
	}
	actions["error.arithmetic"] = func() {
		rows, _, err := try(driver, neo4j.SessionConfig{FetchSize: 2}, "UNWIND [1, 1, 1, 1, 0] AS i RETURN 10 / i AS x", nil)
		check(len(rows) <= 4, rows)
		fails("Neo.ClientError.Statement.ArithmeticError", err)
	}
	actions["error.constraint"] = func() {
		ask(named("CREATE CONSTRAINT @Unique IF NOT EXISTS FOR (n:@Unique) REQUIRE n.k IS UNIQUE"), nil)
		ask(named("CREATE (:@Unique {k: 1})"), nil)
		fails("Neo.ClientError.Schema.ConstraintValidationFailed", fail(plain, named("CREATE (:@Unique {k: 1})"), nil))
		ask(named("DROP CONSTRAINT @Unique"), nil)
	}
	actions["error.database"] = func() {
		for _, scheme := range []string{"bolt", "neo4j"} {
			driver := open(scheme, "localhost", me)
			_, _, err := try(driver, neo4j.SessionConfig{DatabaseName: "nowhere"}, "RETURN 1", nil)
			driver.Close(ctx)
			fails("Neo.ClientError.Database.DatabaseNotFound", err)
		}
	}
	actions["error.in-transaction"] = func() {
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		tx := must(session.BeginTransaction(ctx))
		must(0, consume(tx.Run(ctx, named("CREATE (:@Broken)"), nil)))
		fails("Neo.ClientError.Statement.SyntaxError", consume(tx.Run(ctx, "RETURN 1 +", nil)))
		check(consume(tx.Run(ctx, "RETURN 1", nil)) != nil, "the transaction went on")
		tx.Close(ctx)
		equal(single(session.Run(ctx, named("MATCH (n:@Broken) RETURN count(n)"), nil)), int64(0))
	}
	actions["error.gql-status"] = func() {
		equal(fails("Neo.ClientError.Statement.SyntaxError", fail(plain, "RETURN 1 +", nil)).GqlStatus, "42001")
	}
}

func summaries() {
	actions["summary.counters"] = func() {
		c := summary(named("CREATE (a:@Count {i: 1})-[:@_TO]->(b:@Count) SET b.i = 2")).Counters()
		equal([]int{c.NodesCreated(), c.RelationshipsCreated(), c.LabelsAdded(), c.PropertiesSet()}, []int{2, 1, 2, 2})
		c = summary(named("MATCH (n:@Count) DETACH DELETE n")).Counters()
		equal([]int{c.NodesDeleted(), c.RelationshipsDeleted()}, []int{2, 1})
		equal(summary(named("CREATE INDEX @Count FOR (n:@Count) ON (n.i)")).Counters().IndexesAdded(), 1)
		equal(summary(named("DROP INDEX @Count")).Counters().IndexesRemoved(), 1)
		equal(summary("RETURN 1").Counters().ContainsUpdates(), false)
	}
	actions["summary.type"] = func() {
		var types []string
		for _, text := range []string{"RETURN 1", "CREATE (:@Type)", "CREATE (n:@Type) RETURN n", "DROP INDEX @None IF EXISTS"} {
			types = append(types, queryType(summary(named(text))))
		}
		equal(types, []string{"r", "w", "rw", "s"})
	}
	actions["summary.notifications"] = func() {
		unknown := named("MATCH (n:@NoSuchLabel) RETURN n")
		got := summary(unknown).Notifications()
		check(len(got) == 1 && got[0].Code() == "Neo.ClientNotification.Statement.UnknownLabelWarning", got)
		var statuses []string
		for _, status := range summary(unknown).GqlStatusObjects() {
			statuses = append(statuses, status.GqlStatus())
		}
		equal(statuses, []string{"02000", "01N50"})
		_, off, err := try(driver, neo4j.SessionConfig{NotificationsMinSeverity: notifications.DisabledLevel}, unknown, nil)
		equal(len(must(off, err).Notifications()), 0)
	}
	actions["summary.plan"] = func() {
		s := summary(named("EXPLAIN CREATE (n:@Plan) RETURN n"))
		check(strings.HasPrefix(s.Plan().Operator(), "ProduceResults") && s.Profile() == nil, s.Plan())
		equal(count("Plan"), int64(0))
		equal(summary("PROFILE UNWIND [1, 2, 3] AS i RETURN i").Profile().Records(), int64(3))
	}
	actions["bookmarks.chain"] = func() {
		var bookmarks neo4j.Bookmarks
		for i := range 5 {
			session := driver.NewSession(ctx, neo4j.SessionConfig{Bookmarks: bookmarks})
			equal(single(session.Run(ctx, named("MATCH (n:@Mark) RETURN count(n)"), nil)), int64(i))
			must(0, consume(session.Run(ctx, named("CREATE (:@Mark)"), nil)))
			bookmarks = session.LastBookmarks()
			session.Close(ctx)
			equal(len(bookmarks), 1)
		}
		wrong := neo4j.SessionConfig{Bookmarks: neo4j.BookmarksFromRawValues("no bookmark")}
		fails("Neo.ClientError.Transaction.InvalidBookmark", fail(wrong, "RETURN 1", nil))
	}
	actions["database.system"] = func() {
		rows, _, err := try(driver, system, "SHOW DATABASES YIELD name", nil)
		found := map[any]bool{}
		for _, got := range must(rows, err) {
			found[got[0]] = true
		}
		check(found["neo4j"] && found["system"], found)
	}
}

func until(marker string, wanted bool) [][]any {
	for range 200 {
		rows := ask("SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $marker AND NOT currentQuery STARTS WITH 'SHOW' RETURN transactionId", row{"marker": marker})
		if len(rows) > 0 == wanted {
			return rows
		}
		time.Sleep(50 * time.Millisecond)
	}
	panic(fmt.Errorf("still there or still not: %v", !wanted))
}

func givingUp() {
	actions["cancel.client"] = func() {
		marker := "cancel" + tag
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		within, cancel := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() {
			result, err := session.Run(within, "/* "+marker+" */ "+long, nil)
			if err == nil {
				_, err = result.Consume(within)
			}
			ended <- err
		}()
		until(marker, true)
		cancel()
		check(<-ended != nil, "no error")
		until(marker, false)
	}
	actions["cancel.terminate"] = func() {
		marker := "terminate" + tag
		ended := make(chan error, 1)
		go func() { ended <- fail(plain, "/* "+marker+" */ "+long, nil) }()
		for _, got := range until(marker, true) {
			ask("TERMINATE TRANSACTIONS $id", row{"id": got[0]})
		}
		fails("Neo.ClientError.Transaction.Terminated", <-ended)
	}
	actions["timeout.client"] = func() {
		code := "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"
		_, _, err := try(driver, plain, long, nil, neo4j.WithTxTimeout(300*time.Millisecond))
		fails(code, err)
		session := driver.NewSession(ctx, plain)
		defer session.Close(ctx)
		tx := must(session.BeginTransaction(ctx, neo4j.WithTxTimeout(300*time.Millisecond)))
		fails(code, consume(tx.Run(ctx, long, nil)))
		tx.Close(ctx)
		equal(single(session.Run(ctx, "RETURN 1", nil, neo4j.WithTxTimeout(30*time.Second))), int64(1))
	}
}

// A token manager whose token changes.
type manager struct{ now auth.TokenManager }

func (m *manager) GetAuthToken(ctx context.Context) (neo4j.AuthToken, error) {
	return m.now.GetAuthToken(ctx)
}
func (m *manager) HandleSecurityException(context.Context, neo4j.AuthToken, *neo4j.Neo4jError) (bool, error) {
	return false, nil
}

func otherPeople() {
	current := "SHOW CURRENT USER YIELD user RETURN user"
	actions["reauth.session"] = func() {
		name := "session" + strings.ToLower(tag)
		makeUser(name, "NOT ")
		as := func(password string) ([][]any, error) {
			token := neo4j.BasicAuth(name, password, "")
			rows, _, err := try(driver, neo4j.SessionConfig{Auth: &token}, current, nil)
			return rows, err
		}
		for range 2 {
			equal(must(as("first-password"))[0][0], name)
			equal(one(current, nil), "neo4j")
		}
		_, err := as("not-the-password")
		fails("Neo.ClientError.Security.Unauthorized", err)
		equal(one(current, nil), "neo4j")
		dropUser(name)
	}
	actions["reauth.renewed"] = func() {
		name := "renewed" + strings.ToLower(tag)
		makeUser(name, "NOT ")
		manager := &manager{me}
		driver := open("bolt", "localhost", manager, func(c *config.Config) { c.MaxConnectionPoolSize = 1 })
		defer driver.Close(ctx)
		for _, who := range []string{"neo4j", name, "neo4j"} {
			manager.now = me
			if who == name {
				manager.now = neo4j.BasicAuth(name, "first-password", "")
			}
			rows, _, err := try(driver, plain, current, nil)
			equal(must(rows, err)[0][0], who)
		}
		dropUser(name)
	}
	actions["impersonation"] = func() {
		name := "other" + tag
		makeUser(name, "NOT ")
		driver := open("bolt", "localhost", me)
		defer driver.Close(ctx)
		_, _, err := try(driver, neo4j.SessionConfig{ImpersonatedUser: name}, "RETURN 1", nil)
		fails("Neo.ClientError.Statement.ArgumentError", err)
		dropUser(name)
	}
}

func run(name string) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
			fmt.Println("ok", name)
		case skip:
			fmt.Println("SKIPPED:", name, string(reason))
		default:
			fmt.Println("FAILED:", name, strings.ReplaceAll(fmt.Sprintf("%.400v", reason), "\n", " "))
		}
	}()
	check(actions[name] != nil, "the program does not know it")
	actions[name]()
}

func main() {
	for line := range strings.Lines(string(must(os.ReadFile(os.Getenv("SCENARIOS"))))) {
		if name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); !strings.HasPrefix(name, "#") {
			names, texts[name] = append(names, name), text
		}
	}
	connecting()
	transactions()
	valueScenarios()
	graph()
	failures()
	summaries()
	givingUp()
	otherPeople()
	driver = open("neo4j", "localhost", me)
	defer driver.Close(ctx)
	for _, name := range names {
		if len(os.Args) == 1 || slices.Contains(os.Args[1:], name) {
			run(name)
		}
	}
}
