// What differs in the Go driver 5: it knows nothing of vectors, and queries are statements.
package main

import "github.com/neo4j/neo4j-go-driver/v5/neo4j"

const major = "5"

var vectors any

func queryType(summary neo4j.ResultSummary) string {
	return []string{"unknown", "r", "rw", "w", "s"}[summary.StatementType()]
}
