"""The readers of the post as the windows show them."""
