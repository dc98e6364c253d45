"""Straight to an OpenID provider shaped like Pro Santé Connect: a sandbox, never the real one."""
