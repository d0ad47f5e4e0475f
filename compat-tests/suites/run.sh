#!/usr/bin/env bash
# run.sh QUIVER|HOST:PORT [SUITE]...: the test suites that the drivers' makers have published, against a fresh server of
# this program, or against one that runs already (its data is deleted). Suites: testkit (its tests/neo4j, through the
# Python driver's backend), python and go (those drivers' own integration tests); all of them if none is named.
# Prints what failed and how many tests passed. What differs.tsv names is expected: Neo4j fails there too.
#   CACHE                where sources and packages are kept (default: .cache in this folder)
#   TESTKIT, PYTHON_DRIVER   folders that hold the sources already (at the versions below, or others)
#   NEO4J_USER, NEO4J_PASSWORD   for a server that runs already (default: neo4j and no password)
#   KEEP                 a folder for the whole reports
#   QUIVER_REQUIRE=all   a suite that cannot be had here is a failure instead of a skip
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -lt 1 ]] && { sed -n '2,11s/^# //p' "$0"; exit 0; }
TARGET="$1"; shift; ONLY=("$@")
((${#ONLY[@]})) || ONLY=(testkit python go)
CACHE="${CACHE:-$HERE/.cache}/suites"; mkdir -p "$CACHE"; CACHE="$(realpath "$CACHE")"
TESTKIT_AT=0c5fb949219b19a66553b9302aa77e40045d9487        # the last one before testkit knew Bolt 5.7
PYTHON_DRIVER_AT=624d3c4408720b98f927a91b0bffac7a459446f4  # of the same days; its tests run with the released driver
PYTHON_DRIVER_VERSION=5.26.0
GO_DRIVER_VERSION=v5.28.4
PASSED=0 FAILED=0 SKIPPED=0 SERVER='' BACKEND=''
WORK="$(mktemp -d)"
stop() { if [[ -n "$1" ]]; then kill -9 "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; fi; }
finish() { stop "$BACKEND"; stop "$SERVER"; rm -rf "$WORK"; }
trap finish EXIT
retry() { local pause; for pause in 2 8; do "$@" && return; sleep "$pause"; done; "$@"; }

source_of() { # source_of NAME COMMIT: its folder, from the variable of that name, the cache, or the makers' repository
  local given="$1" to="$CACHE/$1-$2" from
  [[ -n "${!given:-}" ]] && { realpath "${!given}"; return; }
  [[ -e "$to/complete" ]] && { echo "$to"; return; }
  case "$1" in
    TESTKIT) from=https://github.com/neo4j-drivers/testkit ;;
    PYTHON_DRIVER) from=https://github.com/neo4j/neo4j-python-driver ;;
  esac
  rm -rf "$to"; git init -q "$to"
  retry timeout 300 git -C "$to" fetch -q --depth 1 "$from" "$2" && git -C "$to" checkout -q FETCH_HEAD && touch "$to/complete" && echo "$to"
}
environment() { # Python with the driver and what its tests need
  local to="$CACHE/python-$PYTHON_DRIVER_VERSION"
  [[ -x "$to/bin/python" ]] || python3 -m venv "$to"
  "$to/bin/python" -c 'import neo4j, pytest_asyncio, pytest_mock, freezegun, mock, pandas, ifaddr, lark' 2>/dev/null ||
    retry "$to/bin/python" -m pip install --quiet --disable-pip-version-check "neo4j==$PYTHON_DRIVER_VERSION" \
      'pytest>=8,<10' 'pytest-asyncio>=0.23,<2' 'pytest-mock>=3,<4' 'freezegun>=1.5,<2' 'mock>=5,<6' 'pytz' 'pandas>=2,<4' 'numpy' 'ifaddr' 'lark'
}
gather() { # what the suite is made of; fails with the reason on standard error
  case "$1" in
    testkit | python)
      PYTHON_DRIVER_FOLDER="$(source_of PYTHON_DRIVER "$PYTHON_DRIVER_AT")" || return 1
      [[ "$1" == python ]] || TESTKIT_FOLDER="$(source_of TESTKIT "$TESTKIT_AT")" || return 1
      environment >&2 ;;
    go)
      local to="$CACHE/go-$GO_DRIVER_VERSION" from
      [[ -e "$to/go.mod" ]] && return
      from="$(cd / && retry go mod download -json "github.com/neo4j/neo4j-go-driver/v5@$GO_DRIVER_VERSION" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')"
      [[ -n "$from" ]] && rm -rf "$to.new" && cp -r "$from" "$to.new" && chmod -R u+w "$to.new" && mv "$to.new" "$to" ;;
    *) echo "there is no suite $1" >&2; return 1 ;;
  esac
}
serve() {
  local line
  NEO4J_USER=neo4j NEO4J_PASSWORD=suites-password
  NEO4J_AUTH="$NEO4J_USER/$NEO4J_PASSWORD" "$TARGET" serve --data "$WORK/data" --bolt 127.0.0.1:0 --http 127.0.0.1:0 >"$WORK/out" 2>"$WORK/log" &
  SERVER=$!
  for _ in $(seq 600); do
    line="$(grep -aoEm1 'bolt://[a-z0-9.]+:[1-9][0-9]*' "$WORK/out" | head -1 || true)"
    [[ -n "$line" ]] && { ADDRESS="127.0.0.1:${line##*:}"; return; }
    kill -0 "$SERVER" 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not become ready:"; tail -5 "$WORK/out" "$WORK/log"; echo "0 passed, 1 failed, 0 skipped"; exit 1
}
backend() { # the Python driver, led by testkit over a socket; on loopback, which its own program would not keep to
  (cd "$PYTHON_DRIVER_FOLDER" && exec env PYTHONPATH=. "$PYTHON" -u -W ignore "$HERE/report.py" backend "$TEST_BACKEND_PORT") >"$WORK/backend" 2>&1 &
  BACKEND=$!
  for _ in $(seq 300); do
    (exec 3<>"/dev/tcp/127.0.0.1/$TEST_BACKEND_PORT") 2>/dev/null && return
    kill -0 "$BACKEND" 2>/dev/null || break
    sleep 0.1
  done
  tail -5 "$WORK/backend"; return 1
}
converse() { # writes one line a test: ok, FAILED or SKIPPED, its name, and why
  local report="$WORK/$1.tests"
  case "$1" in
    testkit)
      backend
      (cd "$TESTKIT_FOLDER" && timeout -k 5 600 "$PYTHON" -W ignore "$HERE/report.py" testkit) >"$report" 2>"$WORK/$1.errors" || true
      stop "$BACKEND"; BACKEND='' ;;
    python)
      (cd "$PYTHON_DRIVER_FOLDER" && timeout -k 5 600 "$PYTHON" -W ignore -m pytest -q -p no:cacheprovider --junitxml "$WORK/python.xml" tests/integration) >"$WORK/$1.errors" 2>&1 || true
      "$PYTHON" "$HERE/report.py" junit "$WORK/python.xml" >"$report" 2>>"$WORK/$1.errors" || true ;;
    go)
      (cd "$CACHE/go-$GO_DRIVER_VERSION" && timeout -k 5 600 go test -count=1 -json ./neo4j/test-integration/...) >"$WORK/go.json" 2>"$WORK/$1.errors" || true
      python3 "$HERE/report.py" go "$WORK/go.json" >"$report" 2>>"$WORK/$1.errors" || true ;;
  esac
}

if [[ "$TARGET" =~ ^[^/]+:[0-9]+$ ]]; then ADDRESS="$TARGET"; else TARGET="$(realpath "$TARGET")"; serve; fi
export TEST_NEO4J_HOST="${ADDRESS%:*}" TEST_NEO4J_PORT="${ADDRESS##*:}" TEST_NEO4J_USER="${NEO4J_USER:-neo4j}" TEST_NEO4J_PASS="${NEO4J_PASSWORD:-}"
# The version decides which tests are run; these suites know none above it.
export TEST_NEO4J_SCHEME=bolt TEST_NEO4J_EDITION=community TEST_NEO4J_VERSION=5.26 TEST_NEO4J_CLUSTER=false TEST_NEO4J_IS_CLUSTER=false
export TEST_DRIVER_NAME=python TEST_BACKEND_HOST=127.0.0.1 TEST_BACKEND_PORT="${TEST_BACKEND_PORT:-$((20000 + $$ % 20000))}"
PYTHON="$CACHE/python-$PYTHON_DRIVER_VERSION/bin/python"
for suite in "${ONLY[@]}"; do
  missing=''
  case "$suite" in go) needs=(go python3) ;; *) needs=(git python3) ;; esac
  for program in "${needs[@]}"; do command -v "$program" >/dev/null 2>&1 || missing+=" $program"; done
  if [[ -n "$missing" ]] || ! gather "$suite" 2>"$WORK/$suite.gathered"; then
    echo "SKIPPED: $suite, which needs${missing:- its sources:}"; tail -2 "$WORK/$suite.gathered" 2>/dev/null || true
    if [[ "${QUIVER_REQUIRE:-}" == all ]]; then FAILED=$((FAILED + 1)); else SKIPPED=$((SKIPPED + 1)); fi
    continue
  fi
  converse "$suite"
  [[ -z "${KEEP:-}" ]] || { mkdir -p "$KEEP"; cp "$WORK/$suite".* "$KEEP/"; }
  read -r p f s d < <(awk -F'\t' -v suite="$suite" -v differs="$HERE/differs.tsv" '
    FILENAME == differs { if ($1 == suite) known[$2] = 1; next }
    $1 == "ok" { p++ } $1 == "SKIPPED" { s++ }
    $1 == "FAILED" { if ($2 in known) d++; else { f++; print "FAILED: " suite " " $2 "  " substr($3, 1, 200) >"/dev/stderr" } }
    END { if (p + f == 0) { f = 1; print "FAILED: " suite " reported nothing" >"/dev/stderr" } print p + 0, f + 0, s + 0, d + 0 }
  ' "$HERE/differs.tsv" "$WORK/$suite.tests" 2>"$WORK/failures") || true
  cat "$WORK/failures"
  echo "$suite: $p passed, $f failed, $s skipped, $d failed as expected"
  ((f == 0)) || tail -3 "$WORK/$suite.errors"
  PASSED=$((PASSED + p)) FAILED=$((FAILED + f)) SKIPPED=$((SKIPPED + s))
done
echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
[[ $FAILED == 0 ]]
