"""Stand-ins of the national services, on real sockets of this computer; never shown as real."""
