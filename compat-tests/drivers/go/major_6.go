// What differs in the Go driver 6: it has the vectors of scenarios.tsv.
package main

import "github.com/neo4j/neo4j-go-driver/v6/neo4j"

const major = "6"

var vectors any = []any{
	neo4j.Vector[int8]{Elems: []int8{1, -2, 3}}, neo4j.Vector[int16]{Elems: []int16{1, -2, 3}}, neo4j.Vector[int32]{Elems: []int32{1, -2, 3}},
	neo4j.Vector[int64]{Elems: []int64{1, -2, 3}}, neo4j.Vector[float32]{Elems: []float32{1.5, -2.5}}, neo4j.Vector[float64]{Elems: []float64{1.5, -2.5}},
}

func queryType(summary neo4j.ResultSummary) string {
	return []string{"unknown", "r", "rw", "w", "s"}[summary.QueryType()]
}
