"""The webcam of a post: frames, and the codes held before it."""
