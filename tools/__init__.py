"""Scripts for those who run large places; no part of the program."""
