"""Makes a fresh machine ready; standard library only, because nothing else is there yet."""
