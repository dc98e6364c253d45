"""AlmaPy: practice management for French general practitioners."""

__version__ = "0.1.0"
