#!/usr/bin/env bash
# Set up .venv with the development tools and run the tests; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/venv.sh

install_dev
exec "$(bin_of .venv)/python" -m pytest "$@"
