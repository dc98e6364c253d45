"""The application carte Vitale: how its code reaches a post; its content stays opaque."""
