#!/usr/bin/env bash
# Set up .venv with the development tools and run the tests on all cores; arguments go to pytest (-n 0: on one).
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/venv.sh

install_dev
exec "$(bin_of .venv)/python" -m pytest -n auto "$@"
