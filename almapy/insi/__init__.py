"""INSi, the national teleservice of identities: questions, answers, what they do to a record."""
