"""The readers of a post through PC/SC: pcscd on Linux, the service of Windows or macOS."""
