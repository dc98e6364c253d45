"""The CPS of a professional: reading it, its code, signing with it."""
