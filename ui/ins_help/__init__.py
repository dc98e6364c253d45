"""« Aide INS », without any network."""
