"""Pages of accounts, staff and logs, by task."""
