"""The post log as the case team reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Case as Choice
from django.db.models import Q, QuerySet, Value, When

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Facility, HousingPeriod
from wegbuch.cases.places import places_of
from wegbuch.core import clock

from .models import PostItem
from .post_days import counting_day

YELLOW = "yellow"
# Post of these ways never waits in a house.
NEVER_LIES = ("returned", "handed")
UNREAD = Q(letter=None, needs_reading=True)
# In a house and not yet with the person.
LYING = Q(facility__isnull=False, handed_on=None) & ~Q(channel__in=NEVER_LIES)


@dataclass(frozen=True)
class Row:
    """A piece of post as it stands in the list.

    place  house and room today, "" for a hidden address
    """

    item: PostItem
    place: str

    @property
    def is_unread(self) -> bool:
        return self.item.needs_reading and not hasattr(self.item, "letter")

    @property
    def may_hand_out(self) -> bool:
        return self.item.handed_on is None and self.item.channel not in NEVER_LIES

    @property
    def counts(self) -> str:
        """What the day is called that deadlines hang on."""
        return str(PostItem.words_for(counting_day(self.item.channel)))

    @property
    def counts_on(self) -> date | None:
        return getattr(self.item, counting_day(self.item.channel))


def shown(user: User, *, house: Facility | None = None, is_whole: bool = False) -> QuerySet[PostItem]:
    """Today's and open post, or all of it: what may hold a deadline first, yellow envelopes above all."""
    rows = PostItem.objects.visible_to(user)
    if house is not None:
        living = HousingPeriod.objects.on(clock.today()).filter(facility=house).values("person_id")
        rows = rows.filter(Q(facility=house) | Q(person__in=living))
    if not is_whole:
        rows = rows.filter(Q(entered_at__gte=_morning()) | UNREAD | LYING)
    rank = Choice(When(UNREAD & Q(channel=YELLOW), then=Value(0)), When(UNREAD, then=Value(1)), default=Value(2))
    return rows.select_related("person", "facility", "letter").order_by(rank, "-entered_at")


def of_house(user: User, *, is_whole: bool = False) -> QuerySet[PostItem]:
    """Post of the houses a keeper keeps: what still lies there first; today's besides, or all of it."""
    rows = PostItem.objects.of_keeper(user)
    if not is_whole:
        rows = rows.filter(Q(entered_at__gte=_morning()) | LYING)
    rank = Choice(When(LYING & Q(channel=YELLOW), then=Value(0)), When(LYING, then=Value(1)), default=Value(2))
    return rows.select_related("person", "facility").order_by(rank, "-entered_at")


def rows(items: Sequence[PostItem]) -> list[Row]:
    places = places_of({item.person_id for item in items if item.person_id})
    return [Row(item, places.get(item.person_id, "") if item.person_id else "") for item in items]


def houses(user: User) -> QuerySet[Facility]:
    """Houses in which somebody lives whose file is open to this user."""
    people = Case.objects.visible_to(user).running().values("person_id")
    periods = HousingPeriod.objects.on(clock.today()).filter(person__in=people, facility__isnull=False)
    return Facility.objects.filter(pk__in=periods.values("facility_id"))


def of_others(items: Sequence[PostItem], user: User) -> list[PostItem]:
    """Those whose person this user does not have in her own case team: a look at them is noted."""
    own = Case.objects.of_team_member(user).filter(person__in=[item.person_id for item in items])
    mine = set(own.values_list("person_id", flat=True))
    return [item for item in items if item.person_id not in mine]


def _morning() -> datetime:
    return datetime.combine(clock.today(), time.min, clock.BERLIN)
