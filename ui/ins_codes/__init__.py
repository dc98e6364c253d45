"""« Lire un code INS »: from a picture, a page or a scanner to the record."""
