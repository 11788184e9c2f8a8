"""Pages of what is open to a person."""
