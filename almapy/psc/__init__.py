"""Pro Santé Connect, the national sign-in of health professionals."""
