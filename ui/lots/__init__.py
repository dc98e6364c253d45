"""Who was given a lot of vaccine, over the whole practice."""
