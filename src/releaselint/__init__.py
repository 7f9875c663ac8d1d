"""releaselint reads an AI release and says what contradicts its declared access level.

The public surface is `check`, `facts` and what they return; everything else may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from releaselint.api import Facts, check, facts
    from releaselint.errors import ConfigError, NothingFoundError, ReleaselintError, UsageError
    from releaselint.findings.model import Evidence, Finding, ReleaseReport, Report, Severity
    from releaselint.ledger.model import Ledger

__all__ = [
    "ConfigError",
    "Evidence",
    "Facts",
    "Finding",
    "Ledger",
    "NothingFoundError",
    "ReleaseReport",
    "ReleaselintError",
    "Report",
    "Severity",
    "UsageError",
    "__version__",
    "check",
    "facts",
]

_HOMES = {
    "check": "releaselint.api",
    "facts": "releaselint.api",
    "Facts": "releaselint.api",
    "ConfigError": "releaselint.errors",
    "NothingFoundError": "releaselint.errors",
    "ReleaselintError": "releaselint.errors",
    "UsageError": "releaselint.errors",
    "Evidence": "releaselint.findings.model",
    "Finding": "releaselint.findings.model",
    "ReleaseReport": "releaselint.findings.model",
    "Report": "releaselint.findings.model",
    "Severity": "releaselint.findings.model",
    "Ledger": "releaselint.ledger.model",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> object:
    # Lazy, so that `import releaselint` costs nothing and `--help` stays fast.
    if name not in _HOMES:
        raise AttributeError(f"module 'releaselint' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
