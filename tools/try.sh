#!/usr/bin/env bash
# Set up .venv and check examples/faulty, a card that contradicts itself on purpose.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/venv.sh

install_once try --editable .
status=0
"$(bin_of .venv)/releaselint" check examples/faulty || status=$?
if [ "$status" -ne 1 ]; then
    echo "The check should have found faults (exit code 1), but its exit code was $status." >&2
    exit 1
fi
echo
echo "All is as it should be: these faults are in the example on purpose, so the check ended with exit code 1."
