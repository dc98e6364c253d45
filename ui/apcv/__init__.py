"""« Lire une ApCV »: the code of a telephone, by the channel of this post."""
