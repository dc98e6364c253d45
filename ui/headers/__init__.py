"""Papers with a header: previewed, printed, saved from the same bytes."""
