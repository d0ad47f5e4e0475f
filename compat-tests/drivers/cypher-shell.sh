#!/usr/bin/env bash
# cypher-shell.sh [SCENARIO]...: the scenarios of scenarios.tsv through cypher-shell, or those named. It is a program for
# people: what it has no flag or command for is skipped, and errors are known by what it prints.
#   CYPHER_SHELL   the program; TRUST: arguments of Java that make it trust the authority
set -uo pipefail
[[ "${1:-}" == --help ]] && { sed -n '2,4s/^# //p' "$0"; exit 0; }
ONLY=("$@") TAG="Shell${RUN:-}" OUT="$(mktemp -d)" WHAT=''
trap 'rm -rf "$OUT"' EXIT
LONG='UNWIND range(1, 3000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n'

shell() { JAVA_TOOL_OPTIONS="$TRUST" timeout 60 "$CYPHER_SHELL" --format plain --non-interactive "$@" 2>&1 | sed '/^Picked up JAVA_TOOL_OPTIONS/d'; }
on() { local uri="$1"; shift; shell -a "$uri" -u neo4j -p "$PASSWORD" "$@"; }
ask() { on "bolt://localhost:$PORT" "$@"; }
same() { [[ "$1" == "$2" ]] || { WHAT="$1 instead of $2"; return 1; }; }
has() { [[ "$1" == *"$2"* ]] || { WHAT="$1"; return 1; }; }
skip() { WHAT="SKIP $1"; return 1; }
running() {
  ask "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS '$1' AND NOT currentQuery STARTS WITH 'SHOW' RETURN transactionId" |
    grep -a transaction- | tr -d '"'
}
until_there() { local i; for i in $(seq 30); do running "$1" && return; done; WHAT='still not there'; return 1; }
until_gone() { local i; for i in $(seq 30); do running "$1" >/dev/null || return 0; done; WHAT='still there'; return 1; }

values() { # one shell for all: each value is made, sent back as a parameter and compared
  local name text
  while IFS=$'\t' read -r name text; do
    [[ "$name" == value.* && "$text" != - && "$name" != value.n?* && "$name" != value.stored ]] || continue
    echo "WITH $text AS v RETURN '$name' AS name, v = $text AS same;"
    echo ":param {value: $text}"
    echo "RETURN '$name param' AS name, \$value = $text AS same;"
  done <"$SCENARIOS" >"$OUT/values.cypher"
  ask --fail-at-end --file "$OUT/values.cypher" >"$OUT/values"
}

scenario() {
  local a b user id
  case "$1" in
    connect.bolt+s.other-name) b="$(on "bolt+s://127.0.0.1:$PORT" 'RETURN 1')"; has "$b" 'SSL' || has "$b" 'secur' || has "$b" 'subject alternative' ;;
    connect.*) same "$(on "${1#connect.}://localhost:$PORT" 'RETURN 1 AS x')" $'x\n1' ;;
    auth.wrong-password) has "$(shell -a "bolt://localhost:$PORT" -u neo4j -p not-the-password 'RETURN 1')" 'unauthorized due to authentication failure' ;;
    auth.expired)
      user="expired$TAG"
      ask -d system "CREATE OR REPLACE USER $user SET PASSWORD 'first-password' CHANGE REQUIRED" >/dev/null
      has "$(shell -a "bolt://localhost:$PORT" -u "$user" -p first-password 'RETURN 1')" 'must be changed' || return
      shell -a "bolt://localhost:$PORT" -u "$user" -p first-password -d system "ALTER CURRENT USER SET PASSWORD FROM 'first-password' TO 'second-password'"
      same "$(shell -a "bolt://localhost:$PORT" -u "$user" -p second-password 'RETURN 1 AS x')" $'x\n1' && ask -d system "DROP USER $user" ;;
    tx.auto-commit) same "$(ask "CREATE (:${TAG}Auto {i: 1}); MATCH (n:${TAG}Auto) RETURN n.i AS i;")" $'i\n1' ;;
    tx.explicit.commit) same "$(printf ':begin\nCREATE (:%sCommit);\n:commit\nMATCH (n:%sCommit) RETURN count(n) AS n;\n' "$TAG" "$TAG" | ask)" $'n\n1' ;;
    tx.explicit.rollback) same "$(printf ':begin\nCREATE (:%sBack);\n:rollback\nMATCH (n:%sBack) RETURN count(n) AS n;\n' "$TAG" "$TAG" | ask)" $'n\n0' ;;
    tx.managed* | tx.deadlock | tx.parallel) skip 'cypher-shell has no managed transactions, and one session' ;;
    tx.read-mode) has "$(ask --access-mode read "CREATE (:${TAG}Read)")" 'access mode' ;;
    tx.metadata) has "$(ask 'SHOW TRANSACTIONS YIELD metaData')" 'app: "cypher-shell_v5.26' ;;
    value.null) same "$(ask "RETURN [null, {a: null}] AS x")" $'x\n[NULL, {a: NULL}]' ;;
    value.nan) same "$(ask "RETURN 0.0 / 0.0 AS x")" $'x\nNaN' ;;
    value.bytes | value.vector | value.uuid) skip 'cypher-shell has no notation for it' ;;
    value.stored) same "$(ask "CREATE (:${TAG}Stored {d: datetime('2020-02-29T12:34:56.789012345+02:00'), p: point({x: 1.5, y: -2.5}), l: [1, 2]}); MATCH (n:${TAG}Stored) RETURN n.d AS d, n.p AS p, n.l AS l;")" \
      $'d, p, l\n2020-02-29T12:34:56.789012345+02:00, point({srid:7203, x:1.5, y:-2.5}), [1, 2]' ;;
    value.*)
      [[ -f "$OUT/values" ]] || values
      has "$(cat "$OUT/values")" "\"$1\", TRUE" || { WHAT="$(grep -a -A3 -m1 "$1" "$OUT/values" | head -3)"; return 1; }
      has "$(cat "$OUT/values")" "\"$1 param\", TRUE" ;;
    graph.node) same "$(ask "CREATE (n:${TAG}Node {i: 1}) RETURN n")" "n"$'\n'"(:${TAG}Node {i: 1})" ;;
    graph.relationship) same "$(ask "CREATE (:${TAG}R)-[r:TO {j: 1.5}]->(:${TAG}R) RETURN r")" $'r\n[:TO {j: 1.5}]' ;;
    graph.path) same "$(ask "CREATE p = (:${TAG}P {i: 1})-[:TO]->(:${TAG}P)<-[:TO]-(:${TAG}P) RETURN p")" "p"$'\n'"(:${TAG}P {i: 1})-[:TO]->(:${TAG}P)<-[:TO]-(:${TAG}P)" ;;
    rows.100000) same "$(ask 'UNWIND range(1, 100000) AS i RETURN i' | awk '{ n += $1 } END { printf "%d %.0f", NR, n }')" '100001 5000050000' ;;
    rows.abandoned) same "$(ask 'UNWIND range(1, 1000000) AS i RETURN i' | head -2; ask 'RETURN 2 AS x')" $'i\n1\nx\n2' ;;
    error.syntax) a="$(ask 'RETURN 1 +')"; has "$a" 'line 1, column' && has "$a" '^' ;;
    error.arithmetic) has "$(ask 'UNWIND [1, 1, 0] AS i RETURN 10 / i AS x')" '/ by zero' ;;
    error.constraint)
      ask "CREATE CONSTRAINT ${TAG}Unique IF NOT EXISTS FOR (n:${TAG}Unique) REQUIRE n.k IS UNIQUE; CREATE (:${TAG}Unique {k: 1});"
      has "$(ask "CREATE (:${TAG}Unique {k: 1})")" 'already exists with label' && ask "DROP CONSTRAINT ${TAG}Unique" ;;
    error.parameter) has "$(ask 'RETURN $missing')" 'Expected parameter(s): missing' ;;
    error.procedure) has "$(ask 'CALL no.such()')" 'There is no procedure with the name' ;;
    error.database) has "$(ask -d nowhere 'RETURN 1')" "nowhere" && has "$(on "neo4j://localhost:$PORT" -d nowhere 'RETURN 1')" nowhere ;;
    error.in-transaction) ask ":begin"$'\n'"CREATE (:${TAG}Broken);"$'\n'"RETURN 1 +;"$'\n'":commit" >/dev/null; same "$(ask "MATCH (n:${TAG}Broken) RETURN count(n) AS n")" $'n\n0' ;;
    error.gql-status) skip 'cypher-shell 5.26 prints no GQL status' ;;
    summary.counters) has "$(ask --format verbose "CREATE (a:${TAG}Count {i: 1})-[:TO]->(b:${TAG}Count) SET b.i = 2")" 'Added 2 nodes, Created 1 relationships, Set 2 properties, Added 2 labels' ;;
    summary.type) has "$(ask --format verbose "EXPLAIN CREATE (:${TAG}Type)")" 'WRITE_ONLY' ;;
    summary.notifications) skip 'cypher-shell 5.26 prints them only to people' ;;
    summary.plan) has "$(ask --format verbose "EXPLAIN CREATE (n:${TAG}Plan) RETURN n")" '+ProduceResults' && has "$(ask --format verbose 'PROFILE UNWIND [1, 2, 3] AS i RETURN i')" '| Rows |' ;;
    bookmarks.chain) skip 'cypher-shell keeps its bookmarks to itself' ;;
    database.system) a="$(ask -d system 'SHOW DATABASES YIELD name')"; has "$a" '"neo4j"' && has "$a" '"system"' ;;
    cancel.client)
      timeout 60 "$CYPHER_SHELL" --non-interactive -a "bolt://localhost:$PORT" -u neo4j -p "$PASSWORD" "WITH 'cancel$TAG' AS marker $LONG" >/dev/null 2>&1 & id=$!
      until_there "cancel$TAG" >/dev/null || return
      kill -TERM "$id"; wait "$id"; until_gone "cancel$TAG" ;;
    cancel.terminate)
      ask "WITH 'terminate$TAG' AS marker $LONG" >"$OUT/terminated" & id=$!
      a="$(until_there "terminate$TAG")" || return
      ask "TERMINATE TRANSACTIONS '$a'" >/dev/null; wait "$id"
      has "$(cat "$OUT/terminated")" 'terminated' ;;
    timeout.client) skip 'cypher-shell has no transaction timeout' ;;
    reauth.*) skip 'cypher-shell has one user' ;;
    impersonation)
      user="other$TAG"; ask -d system "CREATE OR REPLACE USER $user SET PASSWORD 'first-password' CHANGE NOT REQUIRED" >/dev/null
      a="$(ask --impersonate "$user" 'RETURN 1 AS x')"; ask -d system "DROP USER $user" >/dev/null; has "$a" "mpersonat" ;;
    *) WHAT='the program does not know it'; return 1 ;;
  esac
}

while IFS=$'\t' read -r name _; do
  [[ "$name" == '#'* ]] && continue
  if ((${#ONLY[@]})) && [[ " ${ONLY[*]} " != *" $name "* ]]; then continue; fi
  WHAT=''
  if scenario "$name" >/dev/null; then echo "ok $name"
  elif [[ "$WHAT" == 'SKIP '* ]]; then echo "SKIPPED: $name ${WHAT#SKIP }"
  else echo "FAILED: $name ${WHAT//$'\n'/ }" | cut -c1-300; fi
done <"$SCENARIOS"
