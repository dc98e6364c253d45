"""Identities by status: lists, what is to qualify today, verification of a list."""
