#!/usr/bin/env bash
# run.sh QUIVER: what the README promises of the command line, looked at from outside: the line that `serve` prints,
# the password in it, what wrong arguments are answered with, a clean stop, `check`. Start-up time and memory are printed.
#   CACHE                where the Python environment is kept (default: .cache in this folder)
#   QUIVER_REQUIRE=all   a missing python3 or driver is a failure instead of a skip
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -ne 1 ]] && { sed -n '2,5s/^# //p' "$0"; exit 0; }
CACHE="${CACHE:-$HERE/.cache}"; mkdir -p "$CACHE"
if ! PYTHON="$(command -v python3 >/dev/null && "$HERE/../tutorial/python.sh" "$CACHE")"; then
  echo "SKIPPED: the smoke test needs python3 and the official driver"
  if [[ "${QUIVER_REQUIRE:-}" == all ]]; then echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
  echo "0 passed, 0 failed, 1 skipped"; exit 0
fi
exec "$PYTHON" "$HERE/smoke.py" "$(realpath "$1")"
