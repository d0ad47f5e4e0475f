#!/usr/bin/env bash
# python.sh CACHE: makes a Python environment with the official driver in CACHE, once, and prints its interpreter.
set -euo pipefail
[[ "${1:-}" == --help || $# -ne 1 ]] && { sed -n '2s/^# //p' "$0"; exit 0; }
VENV="$1/venv"
if ! "$VENV/bin/python" -c 'import neo4j; assert neo4j.__version__.startswith("6.")' 2>/dev/null; then
  python3 -m venv "$VENV" >&2
  for pause in 2 8 20 0; do
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check 'neo4j>=6,<7' >&2 && break
    [[ $pause == 0 ]] && { echo "the Python driver could not be installed" >&2; exit 1; }
    sleep "$pause"
  done
fi
echo "$VENV/bin/python"
