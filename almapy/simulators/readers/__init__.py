"""Virtual cards, command by command, for a simulated reader or a real pcscd."""
