#!/usr/bin/env bash
# run.sh QUIVER [CACHE]: the tutorial as a user goes through it, against this program: start the server, load the
# airports, ask the questions, load again, ask through cypher-shell, kill -9, start again, ask again. Every answer is
# compared with what a real Neo4j answered. CACHE (default: .cache in this folder) keeps what the package clients fetch.
#   QUIVER_REQUIRE=all   a missing python3, npm or java is a failure instead of a skip
#   CYPHER_SHELL         a cypher-shell to use; without it Maven gathers one
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -lt 1 ]] && { sed -n '2,6s/^# //p' "$0"; exit 0; }
QUIVER="$(realpath "$1")"; CACHE="${2:-$HERE/.cache}"; mkdir -p "$CACHE"; CACHE="$(realpath "$CACHE")"
VEGA=vega-datasets@3.2.1
CHECKS=7 PASSED=0 FAILED=0 SKIPPED=0 PID=''
WORK="$(mktemp -d)"

finish() {
  [[ -n "$PID" ]] && kill -9 "$PID" 2>/dev/null
  [[ $FAILED == 0 ]] && rm -rf "$WORK" || echo "server log and data are kept in $WORK"
}
trap finish EXIT

summary() { echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"; [[ $FAILED == 0 ]]; exit; }

skip() { # skip HOW-MANY REASON
  echo "SKIPPED: $2"
  if [[ "${QUIVER_REQUIRE:-}" == all ]]; then FAILED=$((FAILED + $1)); else SKIPPED=$((SKIPPED + $1)); fi
}

check() { # check NAME COMMAND...: one of the counted checks; what it prints is shown
  local name="$1"; shift
  echo "--- $name"
  if "$@"; then PASSED=$((PASSED + 1)); else FAILED=$((FAILED + 1)); echo "FAILED: $name"; fi
}

missing() { ! command -v "$1" >/dev/null 2>&1; }

retry() { # retry COMMAND...: registries have bad moments
  local pause
  for pause in 2 8 20; do "$@" && return; sleep "$pause"; done
  "$@"
}

fetch_data() {
  [[ -f "$CACHE/package/data/airports.csv" ]] && return
  (cd "$CACHE" && retry npm pack --silent "$VEGA" && tar xzf vega-datasets-*.tgz)
}

gather_shell() {
  [[ -n "${CYPHER_SHELL:-}" ]] && return
  missing mvn && return 1
  local to="$CACHE/cypher-shell"
  if ! compgen -G "$to/lib/cypher-shell-*.jar" >/dev/null; then
    mkdir -p "$to"; cp "$HERE/cypher-shell/pom.xml" "$to"
    (cd "$to" && retry mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib -DincludeScope=runtime) || return 1
  fi
  printf '#!/bin/sh\nexec java -XX:+UseSerialGC -cp "%s/lib/*" org.neo4j.shell.Main "$@"\n' "$to" >"$to/cypher-shell"
  chmod +x "$to/cypher-shell"
  CYPHER_SHELL="$to/cypher-shell"
}

start() { # starts the server on the kept folder and sets URI
  : >"$WORK/out"
  "$QUIVER" serve --data "$WORK/data" --bolt 127.0.0.1:0 --http 127.0.0.1:0 --no-auth >"$WORK/out" 2>>"$WORK/log" &
  PID=$!
  for _ in $(seq 600); do
    URI="$(grep -aoEm1 'bolt://(127\.0\.0\.1|localhost):[1-9][0-9]*' "$WORK/out" | head -1 || true)"
    [[ -n "$URI" ]] && { echo "server $PID on $URI"; return; }
    kill -0 "$PID" 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not become ready:"; tail -n 20 "$WORK/out" "$WORK/log"; return 1
}

load() { # load first|second: compares the counters with those recorded
  "$PYTHON" "$HERE/load.py" --uri "$URI" --data "$CACHE" >"$WORK/load" || return 1
  diff --label expected --label got -u <(awk -v part="$1 load" '/ load$/ { on = $0 == part; next } on' "$HERE/facts-load.txt") "$WORK/load" && cat "$WORK/load"
}

ask() { "$PYTHON" "$HERE/ask.py" --uri "$URI" --expect "$HERE/facts.json" "$@"; }

shell() { URI="$URI" CYPHER_SHELL="$CYPHER_SHELL" "$HERE/shell.sh"; }

for tool in python3 npm; do
  missing "$tool" && { skip $CHECKS "the tutorial needs $tool, which is not installed"; summary; }
done
PYTHON="$("$HERE/python.sh" "$CACHE")" || { skip $CHECKS "the Python driver cannot be installed"; summary; }
fetch_data || { skip $CHECKS "the npm package $VEGA cannot be fetched"; summary; }

start || { FAILED=$CHECKS; summary; }
check "load into an empty database" load first
check "questions, and the documentation that shows them" ask --shown-in "$HERE/../../docs/tutorial.md"
check "load again" load second
check "questions after the second load" ask
if missing java; then skip 1 "cypher-shell needs java, which is not installed"
elif ! gather_shell; then skip 1 "no cypher-shell: set CYPHER_SHELL, or install Maven"
else check "questions through cypher-shell" shell; fi
kill -9 "$PID"; wait "$PID" 2>/dev/null || true; PID=''
echo "--- kill -9"
start || { FAILED=$((FAILED + 2)); summary; }
check "questions after kill -9" ask
check "load again after kill -9" load second
summary
