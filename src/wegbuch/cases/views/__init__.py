"""Pages of people, their cases and households."""
