"""The reference of vaccines: products, valences, diseases (NUVA)."""
