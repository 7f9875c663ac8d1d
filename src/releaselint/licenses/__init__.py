"""Licenses: the table of what each allows, the names that people give them, and their texts."""

from __future__ import annotations

from releaselint.licenses.table import COMMONS_CLAUSE, License, families, find, is_hub_id, nearest_hub_id, same_terms

__all__ = ["COMMONS_CLAUSE", "License", "families", "find", "is_hub_id", "nearest_hub_id", "same_terms"]
