"""The readers of a post and the cards in them, whatever the card."""
