#!/usr/bin/env bash
# run.sh QUIVER [argument of cycles.py]...: crash cycles against this program, in a Python environment of their own.
#   CACHE                where that environment is kept (default: .cache in this folder)
#   QUIVER_REQUIRE=all   a missing python3 or driver is a failure instead of a skip
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -lt 1 ]] && { sed -n '2,4s/^# //p' "$0"; exit 0; }
CACHE="${CACHE:-$HERE/.cache}"; mkdir -p "$CACHE"
QUIVER="$1"; shift
if ! PYTHON="$(command -v python3 >/dev/null && "$HERE/../tutorial/python.sh" "$CACHE")"; then
  echo "SKIPPED: the crash cycles need python3 and the official driver"
  if [[ "${QUIVER_REQUIRE:-}" == all ]]; then echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
  echo "0 passed, 0 failed, 1 skipped"; exit 0
fi
if "$PYTHON" "$HERE/cycles.py" --quiver "$QUIVER" "$@"; then echo "1 passed, 0 failed, 0 skipped"
else echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
