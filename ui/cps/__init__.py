"""The CPS on the screen: its code, signing in with it, what leaves when it leaves."""
