"""Lists by identity status, and the verification of a list in the background."""
