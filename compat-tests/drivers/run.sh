#!/usr/bin/env bash
# run.sh QUIVER [DRIVER]...: every scenario of scenarios.tsv through each driver that can be had here, against a fresh
# server; or only through the drivers named: python6 python5 python4 javascript browser java go5 go6 neo4rs cypher-shell.
# A scenario that a driver has no means for is skipped, with the reason; one it does not report has failed.
#   CACHE                where packages are kept (default: .cache in this folder)
#   QUIVER_REQUIRE=all   a missing tool is a failure instead of a skip; Go and Chromium stay optional
#   PORT, PASSWORD, CA   a server that runs already, its user neo4j, and the authority it has its certificate from
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -lt 1 ]] && { sed -n '2,8s/^# //p' "$0"; exit 0; }
QUIVER="$1"; shift; ONLY=("$@")
CACHE="${CACHE:-$HERE/.cache}/drivers"; mkdir -p "$CACHE"; CACHE="$(realpath "$CACHE")"
DRIVERS=(python6 python5 python4 javascript browser java go5 go6 neo4rs cypher-shell)
((${#ONLY[@]})) || ONLY=("${DRIVERS[@]}")
PASSED=0 FAILED=0 SKIPPED=0 PID=''
WORK="$(mktemp -d)"
finish() { # the exit code stays what it was
  if [[ -n "$PID" ]]; then kill -9 "$PID" 2>/dev/null || true; wait "$PID" 2>/dev/null || true; fi
  rm -rf "$WORK"
}
trap finish EXIT
export SCENARIOS="$HERE/scenarios.tsv"

retry() { local pause; for pause in 2 8 20; do "$@" && return; sleep "$pause"; done; "$@"; }

# What each needs of the machine, what it gathers from registries, and how it is run.

needs() {
  case "$1" in
    python*) echo python3 ;; javascript) echo node npm ;; browser) echo node npm certutil "${CHROMIUM:-chromium}" ;;
    java | cypher-shell) echo java mvn ;; go*) echo go ;; neo4rs) echo cargo ;;
  esac
}

gather_python() { # gather_python MAJOR VERSIONS
  local to="$CACHE/python$1"
  "$to/bin/python" -c 'import neo4j, pytz' 2>/dev/null && return
  python3 -m venv "$to" && retry "$to/bin/python" -m pip install --quiet --disable-pip-version-check "$2"
}
gather_java() { # gather_java FOLDER POM JAR
  mkdir -p "$1"; cmp -s "$2" "$1/pom.xml" && compgen -G "$1/lib/$3-*.jar" >/dev/null && return
  rm -rf "$1/lib"; cp "$2" "$1/pom.xml"
  (cd "$1" && retry mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DoutputDirectory=lib -DincludeScope=runtime)
}
gather_go() { # gather_go MAJOR VERSION
  local to="$CACHE/go$1"; mkdir -p "$to"
  sed "s,neo4j-go-driver/v5,neo4j-go-driver/v$1," "$HERE/go/talk.go" >"$to/talk.go"; cp "$HERE/go/major_$1.go" "$to/major.go"
  cd "$to"; [[ -f go.mod ]] || go mod init talk
  grep -q "neo4j-go-driver/v$1 $2" go.mod || retry go get "github.com/neo4j/neo4j-go-driver/v$1@$2"
  go build -o talk .
}
gather() {
  case "$1" in
    python6) gather_python 6 'neo4j>=6.4,<7' ;;
    python5) gather_python 5 'neo4j>=5.28,<6' ;;
    python4) gather_python 4 'neo4j>=4.4,<5' ;;
    javascript | browser)
      mkdir -p "$CACHE/javascript"; cd "$CACHE/javascript"
      cp "$HERE"/*.mjs "$HERE/package.json" "$HERE/package-lock.json" "$SCENARIOS" .
      cmp -s package-lock.json node_modules/of.json || { retry npm ci --silent --no-fund --no-audit && cp package-lock.json node_modules/of.json; } ;;
    java) gather_java "$CACHE/java" "$HERE/pom.xml" neo4j-java-driver && javac -nowarn -Xlint:none -d "$CACHE/java/classes" -cp "$CACHE/java/lib/*" "$HERE/Talk.java" ;;
    cypher-shell)
      gather_java "$CACHE/cypher-shell" "$HERE/../tutorial/cypher-shell/pom.xml" cypher-shell
      printf '#!/bin/sh\nexec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "%s/lib/*" org.neo4j.shell.Main "$@"\n' "$CACHE/cypher-shell" >"$CACHE/cypher-shell/cypher-shell"
      chmod +x "$CACHE/cypher-shell/cypher-shell" ;;
    go5) gather_go 5 v5.28.4 ;;
    go6) gather_go 6 v6.0.0 ;;
    neo4rs) cd "$HERE/neo4rs" && retry env CARGO_TARGET_DIR="$CACHE/neo4rs" RUSTFLAGS='' cargo build --quiet --locked ;;
  esac
}
converse() {
  local trust="-Djavax.net.ssl.trustStore=$WORK/trust.p12 -Djavax.net.ssl.trustStorePassword=changeit"
  case "$1" in
    python*) "$CACHE/$1/bin/python" "$HERE/python.py" ;;
    javascript | browser) cd "$CACHE/javascript" && HOME="$WORK/home" node "$1.mjs" ;;
    java) eval "command java $trust" '-cp "$CACHE/java/lib/*:$CACHE/java/classes" Talk' ;;
    go*) "$CACHE/$1/talk" ;;
    neo4rs) "$CACHE/neo4rs/debug/talk" ;;
    cypher-shell) CYPHER_SHELL="$CACHE/cypher-shell/cypher-shell" TRUST="$trust" "$HERE/cypher-shell.sh" ;;
  esac
}

# An authority of our own, and a certificate from it for localhost. Each client trusts it in its own way.
certificates() {
  cd "$WORK"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -days 2 -subj '/CN=authority of a test' -addext basicConstraints=critical,CA:TRUE
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout private.key -out request.csr -subj '/CN=localhost'
  openssl x509 -req -in request.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out public.crt -extfile <(printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n')
}
trust() { # trust CA
  export SSL_CERT_FILE="$1" NODE_EXTRA_CA_CERTS="$1"
  if command -v keytool >/dev/null 2>&1; then
    keytool -importcert -noprompt -alias test -file "$1" -keystore "$WORK/trust.p12" -storetype PKCS12 -storepass changeit
  fi
  mkdir -p "$WORK/home/.pki/nssdb"
  if command -v certutil >/dev/null 2>&1; then
    certutil -d "sql:$WORK/home/.pki/nssdb" -N --empty-password
    certutil -d "sql:$WORK/home/.pki/nssdb" -A -t C,, -n test -i "$1"
  fi
}
serve() {
  local address
  PASSWORD=drivers-password
  printf '%s\n' server.bolt.tls_level=OPTIONAL dbms.ssl.policy.bolt.enabled=true "dbms.ssl.policy.bolt.base_directory=$WORK" >"$WORK/conf"
  NEO4J_AUTH="neo4j/$PASSWORD" "$QUIVER" serve --config "$WORK/conf" --data "$WORK/data" --bolt 127.0.0.1:0 --http 127.0.0.1:0 >"$WORK/out" 2>"$WORK/log" &
  PID=$!
  for _ in $(seq 600); do
    address="$(grep -aoEm1 'bolt://[a-z0-9.]+:[1-9][0-9]*' "$WORK/out" | head -1 || true)"
    [[ -n "$address" ]] && { PORT="${address##*:}"; return; }
    kill -0 "$PID" 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not become ready:"; tail -5 "$WORK/out" "$WORK/log"; echo "0 passed, 1 failed, 0 skipped"; exit 1
}

# What a driver reported, beside what it should have.
count() { # count DRIVER REPORT
  awk -v driver="$1" '
    NR == FNR { if ($0 !~ /^#/) { split($0, part, "\t"); wanted[++n] = part[1] } next }
    /^ok / { told[$2] = "ok"; next }
    /^SKIPPED: / { told[$2] = "skipped"; sub(/^SKIPPED: /, ""); print "SKIPPED: " driver " " $0; next }
    /^FAILED: / { told[$2] = "failed"; sub(/^FAILED: /, ""); print "FAILED: " driver " " $0 }
    END {
      for (i = 1; i <= n; i++) {
        if (told[wanted[i]] == "ok") p++; else if (told[wanted[i]] == "skipped") s++
        else { f++; if (told[wanted[i]] == "") print "FAILED: " driver " " wanted[i] " was not reported" }
      }
      print "COUNTED: " p + 0, f + 0, s + 0
    }' "$SCENARIOS" "$2"
}

converse_and_keep() { # in the background: two at a time, as there are two processors
  timeout -k 5 240 bash -c 'converse "$0"' "$1" >"$WORK/$1.report" 2>"$WORK/$1.errors" || echo "it ended with $?" >>"$WORK/$1.errors"
}

if [[ -z "${PORT:-}" ]]; then
  QUIVER="$(realpath "$QUIVER")"
  (certificates) >"$WORK/openssl" 2>&1 || { cat "$WORK/openssl"; exit 1; }
  serve; CA="$WORK/ca.pem"
fi
trust "$CA" >"$WORK/trusted" 2>&1 </dev/null || { cat "$WORK/trusted"; exit 1; }
export PORT PASSWORD CACHE HERE WORK
export -f converse
READY=()
for driver in "${ONLY[@]}"; do
  missing=''
  for program in $(needs "$driver"); do command -v "$program" >/dev/null 2>&1 || missing+=" $program"; done
  if [[ -n "$missing" ]]; then
    echo "SKIPPED: $driver, which needs$missing"
    if [[ "${QUIVER_REQUIRE:-}" == all && "$driver" != go* && "$driver" != browser ]]; then FAILED=$((FAILED + 1)); else SKIPPED=$((SKIPPED + 1)); fi
  elif (gather "$driver") >"$WORK/$driver.gathered" 2>&1; then READY+=("$driver")
  else echo "FAILED: $driver could not be had"; tail -20 "$WORK/$driver.gathered"; FAILED=$((FAILED + 1)); fi
done
for driver in "${READY[@]}"; do
  while (($(jobs -rp | grep -cvx "${PID:-0}") >= 2)); do sleep 0.2; done
  converse_and_keep "$driver" &
done
while (($(jobs -rp | grep -cvx "${PID:-0}") > 0)); do sleep 0.2; done
for driver in "${READY[@]}"; do
  count "$driver" "$WORK/$driver.report" >"$WORK/counted"
  read -r p f s < <(sed -n 's/^COUNTED: //p' "$WORK/counted")
  grep -v '^COUNTED' "$WORK/counted" || true
  echo "$driver: $p passed, $f failed, $s skipped"
  ((f)) && tail -5 "$WORK/$driver.errors"
  PASSED=$((PASSED + p)) FAILED=$((FAILED + f)) SKIPPED=$((SKIPPED + s))
done
echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
[[ $FAILED == 0 ]]
