"""Forms of posts, of announcements, and the question what if."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lawbook import rates
from wegbuch.access.models import User
from wegbuch.cases.services.cases import workers
from wegbuch.core import clock, codes
from wegbuch.core.fields import ChoiceChips, TypedDateField, WholeNumberField
from wegbuch.core.forms import WegbuchForm

from . import months
from .models import FULL, SMALLEST, Direction, Qualification
from .outlook import WhatIf

MOST = 9999


def share_field() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Anteil einer vollen Stelle"),
        min_value=SMALLEST,
        max_value=FULL,
        max_digits=3,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Von 0,05 bis 1,00. Eine halbe Stelle ist 0,50."),
        error_messages={
            "invalid": _("Bitte eine Zahl wie 0,75."),
            "min_value": _("Der kleinste Anteil ist 0,05."),
            "max_value": _("Der größte Anteil ist 1,00. Tragen Sie für mehr eine zweite Stelle ein."),
        },
    )


def count_field(label: Any, **more: Any) -> WholeNumberField:
    """A number of people."""
    return WholeNumberField(label=label, max_value=MOST, **{"min_value": 0, **more})


class PostForm(WegbuchForm):
    label = forms.CharField(label=_("Bezeichnung"), max_length=60, help_text=_("Das Haus oder die Aufgabe, kein Name."))
    form = forms.ChoiceField(label=_("Form"))
    share = share_field()
    starts_on = TypedDateField(label=_("ab"))
    ends_on = TypedDateField(label=_("bis"), required=False, help_text=_("Letzter Tag, wenn die Stelle befristet ist."))
    funding = forms.CharField(
        label=_("Finanziert durch"), max_length=120, required=False, help_text=_("Zum Beispiel: Pauschale je Kopf")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("form", codes.choices("case_forms", blank=_("Bitte wählen")))
        self.fields["share"].initial = FULL


class FillForm(WegbuchForm):
    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(label=_("Wer"), queryset=None)
    share = share_field()
    qualification = ChoiceChips(label=_("Qualifikation"), choices=Qualification.choices)
    starts_on = TypedDateField(label=_("ab"))
    ends_on = TypedDateField(label=_("bis"), required=False, help_text=_("Nur, wenn der letzte Tag schon feststeht."))

    def __init__(self, *args: Any, free: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = User.objects.filter(pk__in=[user.pk for user in workers()])
        self.offer_rows("user", here.order_by("name"))
        self.fields["share"].initial = max(free, SMALLEST)


class EndForm(WegbuchForm):
    ends_on = TypedDateField(label=_("Letzter Tag"))


class AnnouncementForm(WegbuchForm):
    direction = ChoiceChips(label=_("Wer"), choices=Direction.choices, initial=Direction.ARRIVAL)
    month = forms.TypedChoiceField(label=_("Monat"), coerce=date.fromisoformat)
    number = count_field(_("Wie viele Menschen?"))
    children = count_field(_("Davon Kinder unter 18"), required=False)
    source = forms.CharField(
        label=_("Woher wissen Sie das?"), max_length=120, help_text=_("Zum Beispiel: Mail des Landes. Keine Namen.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = clock.today()
        started = kwargs.get("initial", {}).get("month", first)
        offered = sorted({*months.from_month(first, months.MONTHS_AHEAD + 1), started.replace(day=1)})
        self.offer("month", [(month.isoformat(), date_format(month, "F Y")) for month in offered])

    def clean_children(self) -> int:
        return self.cleaned_data["children"] or 0


class WhatIfForm(WegbuchForm):
    """Numbers only, so it may stand in an address."""

    marks_optional = False
    zahl = count_field(_("Wie viele kommen?"), min_value=1)
    wann = forms.ChoiceField(label=_("Wann?"))
    verteilung = forms.ChoiceField(
        label=_("Verteilung über ein Jahr"), required=False, help_text=_("Gilt nur, wenn Sie ein ganzes Jahr wählen.")
    )
    weg = count_field(_("Wie viele gehen jeden Monat?"), required=False)
    schluessel = count_field(_("Köpfe je voller Stelle"), min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("wann", _times(clock.today()))
        patterns = [(each.name, each.title) for each in rates.load().arrivals.values()]
        self.offer("verteilung", [("", _("gleichmäßig")), *patterns])

    @property
    def question(self) -> WhatIf:
        """Of a valid form; who comes more comes from now on, so months that are over take nobody."""
        typed = self.cleaned_data
        now = clock.today().replace(day=1)
        when = tuple(month for month in months.months_of(typed["wann"]) if month >= now)
        pattern = rates.load().arrivals.get(typed["verteilung"]) if typed["wann"].isdecimal() else None
        return WhatIf(typed["zahl"], when, pattern, typed["weg"] or 0, Decimal(typed["schluessel"]))

    @property
    def when(self) -> str:
        """The chosen time as people read it."""
        return next(label for group in _times(clock.today()) for code, label in group[1] if code == self.data["wann"])


def _times(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The next twelve months, five quarters and two years, the current one of each first."""
    ahead = months.from_month(today)
    quarters = [months.month_after(today, 3 * count) for count in range(5)]
    return [
        (_now("Quartal"), [(_quarter(day), _now("%(n)s. Quartal %(year)s") % _parts(day)) for day in quarters]),
        (_now("Monat"), [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in ahead]),
        (_now("Jahr"), [(f"{year}", _now("Jahr %(year)s") % {"year": year}) for year in (today.year, today.year + 1)]),
    ]


def _quarter(day: date) -> str:
    return f"{day.year}-Q{_parts(day)['n']}"


def _parts(day: date) -> dict[str, int]:
    return {"n": (day.month + 2) // 3, "year": day.year}
