"""A report as a file. Every output is a pure function: what was built goes in, bytes come out."""
