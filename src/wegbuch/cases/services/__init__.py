"""What can be done with people, households, cases and lists."""
