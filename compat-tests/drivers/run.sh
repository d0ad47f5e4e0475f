#!/usr/bin/env bash
# run.sh QUIVER: the same short conversation (log in, types there and back, a managed transaction, an error, routing)
# through each official driver that can be had here: Python, JavaScript, Java, Go.
#   CACHE                where packages are kept (default: .cache in this folder)
#   QUIVER_REQUIRE=all   a missing tool is a failure instead of a skip; but Go stays optional
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -ne 1 ]] && { sed -n '2,5s/^# //p' "$0"; exit 0; }
QUIVER="$(realpath "$1")"; CACHE="${CACHE:-$HERE/.cache}"; mkdir -p "$CACHE"; CACHE="$(realpath "$CACHE")"
PASSED=0 FAILED=0 SKIPPED=0 PID=''
WORK="$(mktemp -d)"
finish() { # the exit code stays what it was
  if [[ -n "$PID" ]]; then kill -9 "$PID" 2>/dev/null || true; wait "$PID" 2>/dev/null || true; fi
  rm -rf "$WORK"
}
trap finish EXIT

retry() { local pause; for pause in 2 8 20; do "$@" && return; sleep "$pause"; done; "$@"; }
has() { local program; for program; do command -v "$program" >/dev/null 2>&1 || return 1; done; }

skip() { # skip REASON [optional]
  echo "SKIPPED: $1"
  if [[ "${QUIVER_REQUIRE:-}" == all && "${2:-}" != optional ]]; then FAILED=$((FAILED + 1)); else SKIPPED=$((SKIPPED + 1)); fi
}

talk() { # talk NAME COMMAND...: one conversation, on labels of its own
  local name="$1"; shift
  if "$@" >"$WORK/$name" 2>&1 && tail -1 "$WORK/$name" | grep -q 'all right$'; then
    PASSED=$((PASSED + 1)); echo "ok      $name"
  else FAILED=$((FAILED + 1)); echo "FAILED: $name"; tail -30 "$WORK/$name"; fi
}

export NEO4J_AUTH=neo4j/drivers-password PASSWORD=drivers-password
"$QUIVER" serve --data "$WORK/data" --bolt 127.0.0.1:0 --http 127.0.0.1:0 >"$WORK/out" 2>"$WORK/log" &
PID=$!
for _ in $(seq 600); do
  ADDRESS="$(grep -aoEm1 'bolt://[a-z0-9.]+:[1-9][0-9]*' "$WORK/out" | head -1 | cut -c8- || true)"
  [[ -n "$ADDRESS" ]] && break
  kill -0 "$PID" 2>/dev/null || break
  sleep 0.1
done
[[ -n "${ADDRESS:-}" ]] || { echo "the server did not become ready:"; tail -5 "$WORK/out" "$WORK/log"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
export URI="neo4j://$ADDRESS"

python() { "$("$HERE/../tutorial/python.sh" "$CACHE")" "$HERE/talk.py"; }
javascript() {
  mkdir -p "$CACHE/javascript"; cp "$HERE/talk.mjs" "$CACHE/javascript"; cd "$CACHE/javascript"
  [[ -d node_modules/neo4j-driver ]] || retry npm install --silent --no-fund --no-audit neo4j-driver@5
  node talk.mjs
}
java() {
  local to="$CACHE/java-driver"; mkdir -p "$to"; cp "$HERE/pom.xml" "$to"
  compgen -G "$to/lib/neo4j-java-driver-*.jar" >/dev/null ||
    (cd "$to" && retry mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DoutputDirectory=lib -DincludeScope=runtime)
  command java -cp "$to/lib/*" "$HERE/Talk.java"
}
go_driver() {
  local to="$CACHE/go"; mkdir -p "$to"; cp "$HERE/talk.go" "$to/main.go"; cd "$to"
  [[ -f go.mod ]] || go mod init talk
  grep -q neo4j-go-driver go.mod || retry go get github.com/neo4j/neo4j-go-driver/v5@v5.28.3
  go run .
}

if has python3; then talk python python; else skip "the Python driver needs python3"; fi
if has node npm; then talk javascript javascript; else skip "the JavaScript driver needs node and npm"; fi
if has java mvn; then talk java java; else skip "the Java driver needs java and mvn"; fi
if has go; then talk go go_driver; else skip "the Go driver needs go" optional; fi
echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
[[ $FAILED == 0 ]]
