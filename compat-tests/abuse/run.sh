#!/usr/bin/env bash
# run.sh QUIVER [NAME]...: hostile traffic against this program; all checks, or those whose name contains a NAME.
#   QUIVER_REQUIRE=all   a missing python3 is a failure instead of a skip
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -lt 1 ]] && { sed -n '2,3s/^# //p' "$0"; exit 0; }
if ! command -v python3 >/dev/null; then
  echo "SKIPPED: the abuse suite needs python3"
  if [[ "${QUIVER_REQUIRE:-}" == all ]]; then echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
  echo "0 passed, 0 failed, 1 skipped"; exit 0
fi
exec python3 "$HERE/abuse.py" "$@"
