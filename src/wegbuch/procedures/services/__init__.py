"""Changes to post, letters, proceedings and deadlines."""
