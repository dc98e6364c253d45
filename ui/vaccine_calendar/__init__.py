"""The vaccination calendar beside a record, and the recalls of the practice."""
