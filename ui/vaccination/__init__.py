"""Vaccinations of a record on the screen: boxes, acts, the booklet."""
