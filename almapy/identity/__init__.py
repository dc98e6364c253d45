"""Identity rules (RNIV): names, birth dates, numbers, proofs and statuses."""
