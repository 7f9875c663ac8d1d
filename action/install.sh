#!/usr/bin/env bash
# The Action's first step: puts the pinned dependencies into an environment of their own, and this checkout of
# releaselint beside them. Nothing of the checked repository is run, and no plugin can be there.
set -euo pipefail

python=
for name in python3 python python3.14 python3.13 python3.12 python3.11; do
    if "$name" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "::error title=releaselint::Set up Python 3.11 or newer before this step: none was found on the path."
    exit 2
fi

cd "$RUNNER_TEMP"
"$python" -I -m venv --clear releaselint
bin=$RUNNER_TEMP/releaselint/bin
if [ ! -d "$bin" ]; then bin=$RUNNER_TEMP/releaselint/Scripts; fi
"$bin/python" -I -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --require-hashes --requirement "$GITHUB_ACTION_PATH/action/requirements.txt"
"$bin/python" -I - "$GITHUB_ACTION_PATH/src" <<'PYTHON'
import pathlib
import sys
import sysconfig

pathlib.Path(sysconfig.get_path("purelib"), "releaselint.pth").write_text(sys.argv[1] + "\n")
PYTHON
echo "python=$bin/python" >>"$GITHUB_OUTPUT"
