"""The fourth stage: a ledger and its documents to findings, by rules that are data or functions."""
