"""Postal codes and their towns, offline."""
