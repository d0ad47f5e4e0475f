#!/usr/bin/env bash
# shell.sh [--record]: sends questions.cypher through cypher-shell and compares what it prints with
# facts-cypher-shell.txt, which a real Neo4j answered; --record writes that file instead.
#   CYPHER_SHELL   the program (default: cypher-shell)
#   URI            where the server listens (default: bolt://127.0.0.1:7687)
#   SHELL_ARGS     more arguments for it, such as: -u neo4j -p secret
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help ]] && { sed -n '2,6s/^# //p' "$0"; exit 0; }
FACTS="$HERE/facts-cypher-shell.txt"
OUT="$(mktemp)"; trap 'rm -f "$OUT" "$OUT.a" "$OUT.b"' EXIT

# shellcheck disable=SC2086  # SHELL_ARGS is a list of words
"${CYPHER_SHELL:-cypher-shell}" -a "${URI:-bolt://127.0.0.1:7687}" ${SHELL_ARGS:-} \
  --format plain --file "$HERE/questions.cypher" >"$OUT"
if [[ "${1:-}" == --record ]]; then cp "$OUT" "$FACTS"; echo "recorded $(wc -l <"$FACTS") lines"; exit 0; fi

# A map has no order, and servers send its entries in any; so the entries of a (flat) map are sorted on both sides.
sort_maps() {
  python3 -c 'import re, sys
for line in sys.stdin:
    print(re.sub(r"\{([^{}]*)\}", lambda m: "{" + ", ".join(sorted(m[1].split(", "))) + "}", line.rstrip("\n")))'
}
sort_maps <"$FACTS" >"$OUT.a"; sort_maps <"$OUT" >"$OUT.b"
diff -u --label expected --label got "$OUT.a" "$OUT.b" && echo "cypher-shell prints what is expected ($(wc -l <"$OUT") lines)"
