#!/bin/sh
# Asks a real Neo4j the ordinary queries and writes its answers into the files beside this one. Everything that the
# database holds is deleted, so it must be one that is there for this.
#   compat-tests/ordinary/record.sh 127.0.0.1:17687 [part of a file's name]
set -eu
cd "$(dirname "$0")/../.."
QUIVER_RECORD="$1" QUIVER_ORDINARY="${2:-}" cargo test -p quiver-compat-tests --test ordinary
