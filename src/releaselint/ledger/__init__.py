"""The third stage: documents and files to one row a subject, with promise, evidence and policy."""

from releaselint.ledger.build import Policy, build_ledger, readings_of
from releaselint.ledger.declaration import Declaration, find_declarations
from releaselint.ledger.model import Cell, Ledger, Row, Stage, Summary
from releaselint.ledger.pages import pages_of

__all__ = [
    "Cell", "Declaration", "Ledger", "Policy", "Row", "Stage", "Summary", "build_ledger", "find_declarations",
    "pages_of", "readings_of",
]  # fmt: skip
