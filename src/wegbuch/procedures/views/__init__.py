"""Pages of post, letters, proceedings and deadlines."""
