// The conversation of run.sh through the Go driver.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

func check(right bool, what ...any) {
	if !right {
		fmt.Println(what...)
		os.Exit(1)
	}
}

func main() {
	ctx := context.Background()
	driver, err := neo4j.NewDriverWithContext(os.Getenv("URI"), neo4j.BasicAuth("neo4j", os.Getenv("PASSWORD"), ""))
	check(err == nil, err)
	defer driver.Close(ctx)
	check(driver.VerifyConnectivity(ctx) == nil, "no connectivity")
	values := []any{nil, true, int64(1), int64(1) << 62, 1.5, "grüße 🙂", []byte{0, 255}, []any{int64(1), "a", nil}, map[string]any{"k": []any{}},
		neo4j.DurationOf(1, 2, 3, 4), neo4j.Point2D{X: 1, Y: 2, SpatialRefId: 4326}}
	for _, value := range values {
		result, err := neo4j.ExecuteQuery(ctx, driver, "RETURN $value AS value", map[string]any{"value": value}, neo4j.EagerResultTransformer)
		check(err == nil, err)
		got, _ := result.Records[0].Get("value")
		check(reflect.DeepEqual(got, value), got, "is not", value)
	}

	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer session.Close(ctx)
	_, err = session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		if _, err := tx.Run(ctx, "CREATE (:Go {i: $i})-[:TO {j: 1}]->(:Go {i: 2})", map[string]any{"i": 1}); err != nil {
			return nil, err
		}
		result, err := tx.Run(ctx, "MATCH p = (a:Go)-[r:TO]->(b) RETURN a, r, b, p", nil)
		if err != nil {
			return nil, err
		}
		record, err := result.Single(ctx)
		if err != nil {
			return nil, err
		}
		node, relationship := record.Values[0].(neo4j.Node), record.Values[1].(neo4j.Relationship)
		check(relationship.StartElementId == node.ElementId, relationship)
		check(len(record.Values[3].(neo4j.Path).Relationships) == 1, record.Values[3])
		return nil, nil
	})
	check(err == nil, err)
	check(len(session.LastBookmarks()) == 1, session.LastBookmarks())

	_, err = session.Run(ctx, "RETURN 1 +", nil)
	var failure *neo4j.Neo4jError
	check(errors.As(err, &failure) && failure.Code == "Neo.ClientError.Statement.SyntaxError" && strings.Contains(failure.Msg, "^"), err)

	tx, err := session.BeginTransaction(ctx)
	check(err == nil, err)
	_, err = tx.Run(ctx, "CREATE (:Go {i: 3})", nil)
	check(err == nil && tx.Rollback(ctx) == nil, err)
	result, err := session.Run(ctx, "MATCH (n:Go) DETACH DELETE n", nil)
	check(err == nil, err)
	summary, err := result.Consume(ctx)
	check(err == nil && summary.Counters().NodesDeleted() == 2, err, summary)
	result, err = session.Run(ctx, "UNWIND range(1, 10000) AS i RETURN i", nil)
	check(err == nil, err)
	sum := int64(0)
	for result.Next(ctx) {
		sum += result.Record().Values[0].(int64)
	}
	check(sum == 50005000 && result.Err() == nil, sum, result.Err())
	fmt.Println("all right")
}
