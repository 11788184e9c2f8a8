"""Forms of post, letters, proceedings and deadlines."""
