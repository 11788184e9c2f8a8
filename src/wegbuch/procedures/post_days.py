"""Which days of a piece of post belong to which way it came."""

# In the order of the form.
DAYS = ("served_on", "posted_on", "received_on", "arrived_on", "returned_on", "handed_on")
# Way (lawbook post_channels) → its days; the first one is what deadlines hang on.
OF_CHANNEL = {
    "yellow": ("served_on", "handed_on"),
    "ordinary": ("posted_on", "received_on", "handed_on"),
    "registered": ("posted_on", "received_on", "handed_on"),
    "registered_slip": ("served_on", "handed_on"),
    "handed": ("served_on",),
    "reception_centre": ("arrived_on", "handed_on"),
    "portal": ("posted_on", "handed_on"),
    "returned": ("posted_on", "returned_on"),
}
# No day of the first column lies after the day beside it.
IN_ORDER = (
    ("posted_on", "served_on"),
    ("posted_on", "received_on"),
    ("posted_on", "arrived_on"),
    ("posted_on", "returned_on"),
    ("posted_on", "handed_on"),
    ("served_on", "handed_on"),
    ("arrived_on", "handed_on"),
)


def counting_day(channel: str) -> str:
    """Name of the day that deadlines hang on."""
    return OF_CHANNEL.get(channel, DAYS)[0]


def channels_with(day: str) -> list[str]:
    """The ways of post that know a day."""
    return [channel for channel, days in OF_CHANNEL.items() if day in days]
