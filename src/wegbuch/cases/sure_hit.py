"""When a search leaves no doubt who is meant."""

from django.db.models import F, Q

from wegbuch.access.models import User

from . import search
from .models import Case, Person

CERTAIN = 95  # a whole name, or one whole word of it
NEAR = 80  # whoever comes this close makes the answer doubtful


def sure_hit(text: str, user: User) -> Case | None:
    """The one file that is meant, None if nobody fits well, more than one does or the file is closed to this user.

    Who was found under another name than the page shows is left to the list, which tells under which.
    A hidden person never makes a difference, so that the answer does not betray her.
    """
    visible = Case.objects.visible_to(user)
    people = Person.objects.present().filter(Q(is_hidden=False) | Q(pk__in=visible.values("person_id")))
    ranked = search.rank(text, people.filter(pk__in=search.candidates(text)))
    near = [entry for entry in ranked if entry[0] >= NEAR]
    if len(near) != 1:
        return None
    score, matched, person = near[0]
    if score < CERTAIN or matched not in ("", person.display_name, person.native_name):
        return None
    return visible.filter(person=person).order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()
