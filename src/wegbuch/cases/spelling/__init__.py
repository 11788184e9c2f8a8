"""Names across scripts: one person is found however the name was written.

Index `tokens`, look up `query_tokens`, rank with `similarity`; `likely_same` warns of duplicates.
"""

from .folding import fold
from .keys import Token, prefix_range, query_tokens, skeletons, tokens
from .likeness import Likeness, Record, likely_same, weakest_word
from .query import Query, parse_query
from .ranking import similarity

__all__ = [
    "Likeness",
    "Query",
    "Record",
    "Token",
    "fold",
    "likely_same",
    "parse_query",
    "prefix_range",
    "query_tokens",
    "similarity",
    "skeletons",
    "tokens",
    "weakest_word",
]
