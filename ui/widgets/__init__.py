"""Pieces of screen shared by every feature; one concept per module."""
