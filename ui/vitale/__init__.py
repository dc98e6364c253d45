"""« Lecture carte vitale »: a card is read, the right patient is on the screen."""
