#!/usr/bin/env bash
# run.sh QUIVER: Neo4j Browser (org.neo4j.client:neo4j-browser, which is not part of Quiver), served by a fresh server from
# a folder, used in headless Chromium.
#   CACHE                where packages are kept (default: .cache in this folder)
#   SHOTS                a folder for pictures of every step
#   QUIVER_REQUIRE=all   a missing tool is a failure instead of a skip; Chromium stays optional
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -lt 1 ]] && { sed -n '2,6s/^# //p' "$0"; exit 0; }
QUIVER="$(realpath "$1")" VERSION=5.24.0 STEPS=9
CACHE="${CACHE:-$HERE/.cache}/browser"; mkdir -p "$CACHE"; CACHE="$(realpath "$CACHE")"
CHROMIUM="${CHROMIUM:-$(command -v chromium || true)}" PID='' WORK="$(mktemp -d)"
finish() { if [[ -n "$PID" ]]; then kill -9 "$PID" 2>/dev/null || true; wait "$PID" 2>/dev/null || true; fi; rm -rf "$WORK"; }
trap finish EXIT
for tool in node npm mvn unzip; do
  command -v "$tool" >/dev/null && continue
  echo "SKIPPED: Neo4j Browser: $tool is not installed"
  [[ "${QUIVER_REQUIRE:-}" == all ]] && { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
  echo "0 passed, 0 failed, $STEPS skipped"; exit 0
done
[[ -x "$CHROMIUM" ]] || { echo "SKIPPED: Neo4j Browser: Chromium is not installed"; echo "0 passed, 0 failed, $STEPS skipped"; exit 0; }

retry() { local pause; for pause in 2 8 20; do "$@" && return; sleep "$pause"; done; "$@"; }

# What it needs from registries: Browser's files, and what steers Chromium (the drivers' own lock file).
if [[ ! -f "$CACHE/$VERSION/browser/index.html" ]]; then
  retry mvn -q -B -Dstyle.color=never dependency:copy -Dartifact="org.neo4j.client:neo4j-browser:$VERSION" -DoutputDirectory="$CACHE"
  unzip -qo "$CACHE/neo4j-browser-$VERSION.jar" 'browser/*' -d "$CACHE/$VERSION"
fi
cp "$HERE/look.mjs" "$HERE/../drivers/package.json" "$HERE/../drivers/package-lock.json" "$CACHE"
(cd "$CACHE"; cmp -s package-lock.json node_modules/of.json || { retry npm ci --silent --no-fund --no-audit && cp package-lock.json node_modules/of.json; })

PASSWORD=browse-and-see
echo "server.http.browser_directory=$CACHE/$VERSION/browser" >"$WORK/settings"
NEO4J_AUTH="neo4j/$PASSWORD" "$QUIVER" serve --bolt 127.0.0.1:0 --http 127.0.0.1:0 --data "$WORK/data" \
  --config "$WORK/settings" >"$WORK/out" 2>"$WORK/log" &
PID=$!
for _ in {1..100}; do grep -q bolt:// "$WORK/out" && break; sleep 0.1; done
BOLT="localhost:$(grep -oE 'bolt://[^ ,]+' "$WORK/out" | grep -oE '[0-9]+$')"
# The Bolt port says where HTTP is, as it does to Browser.
HTTP="$(curl -sS -H 'Accept: application/json' "http://$BOLT/" | grep -oE '"query": ?"http://[^/]+' | grep -oE '[^/]+$')"
export URL="http://$HTTP/browser/" BOLT PASSWORD CHROMIUM SHOTS="${SHOTS:-}"

# The data, by the interface that a page would use.
ask() {
  curl -sS --fail-with-body -u "neo4j:$PASSWORD" -H 'Content-Type: application/json' \
    --data "{\"statement\": \"$1\"}" "http://$HTTP/db/neo4j/query/v2" >/dev/null
}
ask 'CREATE CONSTRAINT ship_name FOR (s:Ship) REQUIRE s.name IS UNIQUE'
ask "CREATE (p:Port {name: 'Hamburg'}), (:Ship {name: 'Albatros', tonnage: 1200})-[:CALLS_AT {year: 1890}]->(p), (:Ship {name: 'Bounty', tonnage: 215})-[:CALLS_AT]->(p)"

(cd "$CACHE" && timeout 240 node look.mjs) >"$WORK/steps" 2>&1 || true
cat "$WORK/steps"
OK="$(grep -c '^ok ' "$WORK/steps" || true)"
((OK == STEPS)) || { echo "--- the server's log"; tail -20 "$WORK/log"; }
echo "$OK passed, $((STEPS - OK)) failed, 0 skipped"
((OK == STEPS))
