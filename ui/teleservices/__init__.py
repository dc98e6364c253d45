"""« Téléservices »: how the practice reaches the national services."""
