"""What a book can have wrong."""


class RuleError(ValueError):
    """A rule of the book is incomplete or names what does not exist."""
