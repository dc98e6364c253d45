"""Pro Santé Connect through the relay of the publisher (docs/psc-relay.md)."""
