"""The vaccination calendar: dated rules, and what they say of a person on a day."""
