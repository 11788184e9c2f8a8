"""Pages of posts, of the key and of what is ahead."""
