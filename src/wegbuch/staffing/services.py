"""Posts entered and ended, people put on them, arrivals announced."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock, dates

from .models import FULL, Announcement, Holding, Post
from .posts import Share


def add_post(
    *, label: str, form: str, share: Decimal, starts_on: date, ends_on: date | None = None, funding: str = ""
) -> Post:
    """A new post, vacant at first."""
    _refuse_backwards(starts_on, ends_on)
    post = Post(label=label, form=form, share=share, starts_on=starts_on, ends_on=ends_on, funding=funding)
    post.save()
    return post


def end_post(post: Post, *, ends_on: date) -> Post:
    """Let a post end with this day, and with it whoever holds it longer.

    raises  NotPossible where somebody begins on it later
    """
    _refuse_backwards(post.starts_on, ends_on)
    if post.holdings.filter(starts_on__gt=ends_on).exists():
        raise NotPossible(_("Auf dieser Stelle fängt später noch jemand an. Beenden Sie zuerst diese Besetzung."))
    with transaction.atomic():
        for holding in post.holdings.on(ends_on).select_for_update():
            if holding.ends_on is None or holding.ends_on > ends_on:
                holding.ends_on = ends_on
                holding.save()
        post.ends_on = ends_on
        post.save()
    return post


def fill_post(
    post: Post,
    *,
    user: User,
    share: Decimal,
    starts_on: date,
    qualification: str,
    ends_on: date | None = None,
) -> Holding:
    """Put somebody on a post or a part of it; it lasts as long as the post where no end is said.

    raises  NotPossible outside the days of the post, above its share, or above a full post of this person
    """
    ends_on = ends_on or post.ends_on
    _refuse_backwards(starts_on, ends_on)
    if starts_on < post.starts_on or (post.ends_on and ends_on and ends_on > post.ends_on):
        raise NotPossible(_("Die Stelle gibt es nur %(days)s.") % {"days": _in_words(post)})
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        free = post.share - most(post.holdings.all(), starts_on, ends_on)
        if share > free:
            raise NotPossible(_("Auf dieser Stelle sind noch %(free)s frei.") % {"free": number_format(free, 2)})
        free = FULL - most(Holding.objects.filter(user=user), starts_on, ends_on)
        if share > free:
            text = _("%(name)s hätte damit mehr als eine volle Stelle. Frei sind noch %(free)s.")
            raise NotPossible(text % {"name": user.name, "free": number_format(free, 2)})
        holding = Holding(
            post=post, user=user, share=share, starts_on=starts_on, ends_on=ends_on, qualification=qualification
        )
        holding.save()
    return holding


def end_holding(holding: Holding, *, ends_on: date) -> Holding:
    """Let somebody leave a post with this day; an end that was planned only moves forward."""
    _refuse_backwards(holding.starts_on, ends_on)
    if holding.ends_on and ends_on > holding.ends_on:
        raise NotPossible(_("Die Besetzung endet schon am %(day)s.") % {"day": dates.in_figures(holding.ends_on)})
    holding.ends_on = ends_on
    holding.save()
    return holding


def announce(
    *,
    by: User,
    month: date,
    direction: str,
    number: int,
    source: str,
    children: int = 0,
    corrects: Announcement | None = None,
) -> Announcement:
    """Note people announced for a month: of the organisation, or by the coordination for the whole district.

    corrects  the number that was said before; it stays and counts no more
    raises    NotPossible for more children than people
    """
    if children > number:
        raise NotPossible(_("Es können nicht mehr Kinder als Menschen sein."))
    row = Announcement(
        organisation_id=by.organisation_id,
        district_id=None if by.organisation_id else by.district_id,
        month=month.replace(day=1),
        direction=direction,
        number=number,
        children=children,
        source=source,
        entered_by=by,
        entered_at=clock.now(),
        corrects=corrects,
    )
    row.save()
    return row


def most(shares: Iterable[Share], first: date, last: date | None) -> Decimal:
    """The highest sum of shares on any day between two; without a last day: for ever."""
    rows = [one for one in shares if (one.ends_on is None or one.ends_on >= first) and _begins(one, last)]
    days = {first, *(one.starts_on for one in rows if one.starts_on > first)}
    sums = [sum((one.share for one in rows if _holds(one, day)), Decimal(0)) for day in days]
    return max(sums)


def _begins(one: Share, last: date | None) -> bool:
    return last is None or one.starts_on <= last


def _holds(one: Share, day: date) -> bool:
    return one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)


def _refuse_backwards(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise NotPossible(_("Der letzte Tag liegt vor dem ersten: %(day)s.") % {"day": dates.in_figures(starts_on)})


def _in_words(post: Post) -> str:
    first = dates.in_figures(post.starts_on)
    if post.ends_on is None:
        return _("ab %(first)s") % {"first": first}
    return _("von %(first)s bis %(last)s") % {"first": first, "last": dates.in_figures(post.ends_on)}
