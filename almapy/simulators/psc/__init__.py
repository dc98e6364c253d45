"""The simulated Pro Santé Connect: a relay, the pages of the service, a telephone."""
