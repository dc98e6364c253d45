"""The INSi teleservice, simulated: same wire, real TLS on 127.0.0.1, fictitious people."""
