"""What a question about a deadline can have wrong."""


class Impossible(ValueError):
    """The facts contradict each other or the rules; the text says in German what to change.

    fields  names of the facts that are meant
    """

    def __init__(self, sentence: str, *fields: str) -> None:
        super().__init__(sentence)
        self.fields = fields
