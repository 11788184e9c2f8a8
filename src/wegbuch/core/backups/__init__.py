"""Backups that only the holder of a private key can open."""
