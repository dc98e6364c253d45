"""What the webcam shows, while a code is looked for."""
