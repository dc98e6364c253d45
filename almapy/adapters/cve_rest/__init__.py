"""Our reference booklet service over REST (cve.md §5); the real interface is not public."""
