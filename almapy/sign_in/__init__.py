"""Ways of signing in beside the password: the CPS, Pro Santé Connect."""
