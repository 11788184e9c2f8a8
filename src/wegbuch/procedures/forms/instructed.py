"""What the instruction of a letter may name, as forms offer it: a period, or a day in a field of its own."""

from ..check_page import period_words

PERIODS = ("1 week", "2 weeks", "1 month")
PERIOD_CHOICES = [(name, period_words(name)) for name in PERIODS]
OTHER_DAY = "day"
