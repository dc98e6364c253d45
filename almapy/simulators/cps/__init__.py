"""Simulated CPS: keys, certificates in the shape of the IGC-Santé, a code of four digits."""
