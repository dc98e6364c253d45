"""Vaccinations of a record: boxes, acts, lots, reactions."""
