#!/usr/bin/env bash
# run.sh QUIVER: `quiver shell` on a terminal, as a person uses it: prompts, several lines, history, completion, pages,
# Ctrl-C and Ctrl-D, passwords that are asked for. It needs python3 and nothing else.
#   QUIVER_REQUIRE=all   a missing python3 is a failure instead of a skip
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
[[ "${1:-}" == --help || $# -ne 1 ]] && { sed -n '2,4s/^# //p' "$0"; exit 0; }
if ! command -v python3 >/dev/null; then
  echo "SKIPPED: the shell's terminal needs python3"
  if [[ "${QUIVER_REQUIRE:-}" == all ]]; then echo "0 passed, 1 failed, 0 skipped"; exit 1; fi
  echo "0 passed, 0 failed, 1 skipped"; exit 0
fi
exec python3 "$HERE/terminal.py" "$(realpath "$1")"
