"""« Don. administratives & sociales » beyond the civil status."""
