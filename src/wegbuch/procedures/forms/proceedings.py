"""What is asked about a proceeding, its stations, the interview and its end."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.cases.forms.codes import Choices, CodeField
from wegbuch.core import clock
from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import REQUIRED, WegbuchForm

from .. import regimes, stage_map
from ..models import Proceeding
from ..models.proceedings import Regime

LINES = forms.Textarea(attrs={"rows": 3})
REVIEWED = ("withdrawal",)
ENDS = ("outcome", "after")
CHOOSE = _("bitte wählen")
LAW_CHANGES = {
    Regime.NEW: _("Mit diesem Tag gilt neues Recht. Fristen und Stationen sind dort andere. Bitte bestätigen."),
    Regime.OLD: _("Mit diesem Tag gilt altes Recht. Fristen und Stationen sind dort andere. Bitte bestätigen."),
}


def past_day(name: str, **kwargs: Any) -> TypedDateField:
    return TypedDateField(label=regimes.label_of(name), required=False, is_past_only=True, **kwargs)


def line(name: str, **kwargs: Any) -> forms.CharField:
    """A short text of a proceeding."""
    field: Any = Proceeding._meta.get_field(name)
    return forms.CharField(label=field.verbose_name, max_length=field.max_length, required=False, **kwargs)


class NewProceedingForm(WegbuchForm):
    kind = CodeField(label=_("Art des Verfahrens"), list_name="procedure_kinds", is_grouped=True)
    lodged_on = past_day("lodged_on", help_text=_("Bei Asyl entscheidet dieser Tag über altes oder neues Recht."))
    authority = line("authority")
    file_number = line("file_number")


class ProceedingForm(WegbuchForm):
    """Everything about a proceeding that stands.

    law_change  what it means that the days now lead to the other law; empty where they do not
    """

    marks_optional = False

    made_on = past_day("made_on")
    registered_on = past_day("registered_on")
    lodged_on = past_day("lodged_on", help_text=_("Dieser Tag entscheidet über altes oder neues Recht."))
    review_started_on = past_day("review_started_on")
    confirms_law = forms.BooleanField(
        label=_("Der Tag stimmt. Das andere Recht gilt."), required=False, widget=forms.HiddenInput
    )
    authority = line("authority")
    file_number = line("file_number")
    court = CodeField(label=_("Gericht"), list_name="courts", is_grouped=True, blank=_("noch keines"), required=False)
    court_file_number = line("court_file_number")
    lawyer = line("lawyer", help_text=_("Name und Telefon"))
    power_of_attorney_on = TypedDateField(label=_("Vollmacht vom"), required=False, is_past_only=True)
    note = forms.CharField(
        label=_("Notiz"),
        required=False,
        widget=LINES,
        help_text=_("So wenig wie nötig. Nur Ihr Team kann die Notiz lesen."),
    )

    def __init__(self, *args: Any, proceeding: Proceeding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proceeding, self.law_change = proceeding, ""
        field: Any = self.fields["court"]
        field.keep(proceeding.court)
        is_asylum = bool(regimes.ground_of(proceeding.kind, {}).hinge)
        for name in () if is_asylum else ("made_on", "registered_on", "confirms_law"):
            del self.fields[name]
        if proceeding.kind not in REVIEWED:
            del self.fields["review_started_on"]
        if not is_asylum:
            self.fields["lodged_on"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, sentence in regimes.out_of_order(cleaned):
            self.add_error(name, sentence)
        if not self.errors:
            self._ask_about_law(cleaned)
        cleaned.pop("confirms_law", None)
        return cleaned

    def _ask_about_law(self, cleaned: dict[str, Any]) -> None:
        """Days that lead to the other law are taken only when somebody says so."""
        ground = regimes.ground_of(self.proceeding.kind, {name: cleaned.get(name) for name in regimes.DAYS})
        if Regime.GENERAL in (ground.regime, self.proceeding.regime) or ground.regime == self.proceeding.regime:
            return
        self.law_change = str(LAW_CHANGES[ground.regime])
        self.fields["confirms_law"].widget = forms.CheckboxInput()
        if not cleaned.get("confirms_law"):
            self.add_error("confirms_law", self.law_change)


class StepForm(WegbuchForm):
    """A station by hand. The next possible ones stand first; where the law names none, a word of one's own."""

    stage = forms.ChoiceField(label=_("Station"))
    since = TypedDateField(label=_("Seit wann?"), is_past_only=True, initial="heute")
    shown_by = forms.CharField(
        label=_("Woraus ergibt es sich?"),
        max_length=120,
        required=False,
        help_text=_("zum Beispiel: Ladung vom 12.10., Anruf beim Gericht"),
    )
    note = forms.CharField(label=_("Notiz"), required=False, widget=LINES)

    def __init__(self, *args: Any, proceeding: Proceeding, here: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_stage(self, proceeding, _("Was ist passiert?"), by_nearness(proceeding, here))


class ClosingForm(WegbuchForm):
    """The end of a proceeding with its outcome."""

    stage = forms.ChoiceField(label=_("Ergebnis"))
    closed_on = TypedDateField(label=_("Letzter Tag"), initial="heute", is_past_only=True)
    shown_by = forms.CharField(
        label=_("Welches Papier zeigt es?"),
        max_length=120,
        required=False,
        help_text=_("Für eine endgültige Entscheidung: die Mitteilung über Bestandskraft oder Rechtskraft."),
    )

    def __init__(self, *args: Any, proceeding: Proceeding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_stage(self, proceeding, _("Ergebnis in einem Wort"), _outcomes(proceeding))
        self.fields["stage"].initial = proceeding.stage


class InterviewForm(WegbuchForm):
    marks_optional = False

    day = TypedDateField(label=_("Tag der Anhörung"), required=False)
    at = forms.TimeField(
        label=_("Uhrzeit"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H", "%H Uhr", "%H:%M Uhr"],
        error_messages={"invalid": _("Das lässt sich nicht als Uhrzeit lesen. Beispiel: 9:30")},
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
    )
    interview_place = line("interview_place")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("day") and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Bitte eintragen: Die Uhrzeit steht in der Ladung."))
        if cleaned.get("at") and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Bitte eintragen: Der Tag steht in der Ladung."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """Columns of a proceeding with their new values."""
        return {
            "interview_at": _instant(self.cleaned_data["day"], self.cleaned_data["at"]),
            "interview_place": self.cleaned_data["interview_place"],
        }


def filled_from(proceeding: Proceeding) -> dict[str, Any]:
    """What the form about a proceeding shows at first."""
    return {name: getattr(proceeding, name) for name in ProceedingForm.base_fields if hasattr(proceeding, name)}


def interview_of(proceeding: Proceeding) -> dict[str, Any]:
    """What the form about an interview shows at first."""
    at = proceeding.interview_at.astimezone(clock.BERLIN) if proceeding.interview_at else None
    return {
        "day": at.date() if at else None,
        "at": at.time() if at else None,
        "interview_place": proceeding.interview_place,
    }


def ask_stage(form: forms.Form, proceeding: Proceeding, words: Any, choices: Choices) -> None:
    """A choice where the law names stations, else a word of one's own."""
    if proceeding.stage_list:
        field: Any = form.fields["stage"]
        field.choices = choices
        return
    hint = _("zum Beispiel: Widerspruch eingelegt, bewilligt, abgelehnt")
    form.fields["stage"] = forms.CharField(
        label=words, max_length=40, help_text=hint, error_messages={"required": REQUIRED}
    )


def by_nearness(proceeding: Proceeding, here: str) -> Choices:
    """What may come next, then every other station under its heading."""
    if not proceeding.stage_list:
        return []
    net = stage_map.stages(proceeding.stage_list)
    nearest = [(entry.code, entry.label) for entry in net.follow(here)] if here in net.entries else []
    near = {code for code, _label in nearest}
    rest = _under_headings(net, [code for code in net.entries if code not in near])
    return [("", CHOOSE), *([(_("Als Nächstes möglich"), nearest)] if nearest else []), *rest]  # type: ignore[list-item]


def _outcomes(proceeding: Proceeding) -> Choices:
    """Where a proceeding may end: the station it has, results, and what was given up on the way."""
    if not proceeding.stage_list:
        return []
    net = stage_map.stages(proceeding.stage_list)
    given_up = [
        code
        for code, entry in net.entries.items()
        if entry.extra["group"] in ENDS or (entry.extra["group"] == "decision" and not entry.extra["is_main_way"])
    ]
    standing = [proceeding.stage] if proceeding.stage in net.entries and proceeding.stage not in given_up else []
    return [("", CHOOSE), *_under_headings(net, [*standing, *given_up])]


def _under_headings(net: stage_map.Stages, stages: Sequence[str]) -> Choices:
    found: dict[str, Choices] = {heading: [] for heading in net.groups.values()}
    for code in stages:
        found[net.groups[net.group_of(code)]].append((code, net.entries[code].label))
    return [(heading, choices) for heading, choices in found.items() if choices]


def _instant(day: date | None, at: time | None) -> datetime | None:
    return datetime.combine(day, at, clock.BERLIN) if day and at else None
