"""The public base of medicines (BDPM), loaded from its official files."""
