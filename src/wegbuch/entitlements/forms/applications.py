"""What is asked about an application, its papers, and each of its steps."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lawbook.entitlements import Rule
from wegbuch.access.models import User
from wegbuch.cases.due import Due
from wegbuch.cases.forms.uploads import PhotosField
from wegbuch.cases.models import Office, Person
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

from ..applications_page import case_team
from ..models import Application, ApplicationState, Outcome

NOTHING_SEALED = _("Nichts zu Gesundheit, Gewalt oder Rückkehr. Das gehört auf die geschützte Seite.")
LESS_IS_MORE = format_lazy("{} {}", _("So wenig wie nötig. Nur Ihr Team kann die Notiz lesen."), NOTHING_SEALED)
ONLY_THE_OFFICE = _("Nur die Stelle, nichts zur Person.")
LINES = forms.Textarea(attrs={"rows": 3})


def _line(name: str, **kwargs: Any) -> forms.CharField:
    """A short text of an application."""
    field: Any = Application._meta.get_field(name)
    return forms.CharField(label=field.verbose_name, max_length=field.max_length, **kwargs)


def _ask_on() -> TypedDateField:
    return TypedDateField(label=_("Nachfragen am"), required=False, is_future_only=True)


class ApplicationForm(WegbuchForm):
    """What stands about an application whatever its state."""

    title = _line("title")
    office: "forms.ModelChoiceField[Office]" = forms.ModelChoiceField(
        label=_("Stelle aus dem Verzeichnis"), queryset=None, required=False, empty_label=_("keine davon")
    )
    authority = _line("authority", required=False)
    reference = _line("reference", required=False)
    responsible: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Zuständig"), queryset=None, empty_label=None
    )
    note = forms.CharField(label=_("Notiz"), required=False, widget=LINES, help_text=LESS_IS_MORE)
    hints = {"title": NOTHING_SEALED, "authority": ONLY_THE_OFFICE}

    def __init__(
        self, *args: Any, person: Person, user: User, rule: Rule | None, row: Application | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("responsible", case_team(person.pk, *([row.responsible_id] if row else [user.pk])))
        offices = Office.objects.all()
        fitting = offices.filter(kind=rule.authority_code) if rule else offices.none()
        standing = offices.filter(pk=row.office_id) if row else offices.none()
        self.offer_rows("office", (fitting | standing) if fitting.exists() else offices)
        if offices.exists():
            missing = _("Falls sie nicht im Verzeichnis steht.")
            self.hints = {**self.hints, "authority": format_lazy("{} {}", missing, ONLY_THE_OFFICE)}
        else:
            del self.fields["office"]


class NewApplicationForm(ApplicationForm):
    """Also which of the papers the rule names are needed."""

    papers = forms.MultipleChoiceField(label=_("Welche Unterlagen werden gebraucht?"), widget=CheckList, required=False)
    look_again_on = _ask_on()
    field_order = ("title", "office", "authority", "papers", "look_again_on", "responsible", "reference", "note")
    hints = {**ApplicationForm.hints, "papers": _("Weitere Unterlagen tragen Sie danach ein.")}

    def __init__(self, *args: Any, rule: Rule | None, **kwargs: Any) -> None:
        super().__init__(*args, rule=rule, **kwargs)
        if rule and rule.documents:
            self.offer("papers", [(name, name) for name in rule.documents])
        else:
            del self.fields["papers"]


def filled_from(row: Application) -> dict[str, Any]:
    """What the form about an application shows at first."""
    names = ("title", "authority", "reference", "note")
    return {**{name: getattr(row, name) for name in names}, "office": row.office_id, "responsible": row.responsible_id}


class PaperForm(WegbuchForm):
    name = forms.CharField(label=_("Weitere Unterlage"), max_length=160, help_text=NOTHING_SEALED)


class AskedForm(WegbuchForm):
    look_again_on = TypedDateField(label=_("Wieder nachfragen am"), is_future_only=True)


class ProofForm(WegbuchForm):
    """What shows that something was filed: words or a photo."""

    marks_optional = False

    received_on = TypedDateField(label=_("Eingegangen am"), required=False, is_past_only=True)
    proof = _line("proof", required=False)
    papers = PhotosField(label=_("Foto oder PDF"), required=False)
    hints = {
        "received_on": _("Falls bekannt. Ab diesem Tag zählt die Wartezeit."),
        "proof": _("Zum Beispiel: Eingangsstempel, per Fax mit Sendebericht, Bestätigung per E-Mail."),
        "papers": _("Der gestempelte Antrag oder der Sendebericht. Bitte eine Datei."),
    }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["papers"]
        field.belongs_to(user)

    def clean_papers(self) -> list[Any]:
        papers = self.cleaned_data["papers"]
        if len(papers) > 1:
            raise ValidationError(_("Bitte eine Datei. Mehrere Seiten passen in ein PDF."))
        return papers


class FileForm(ProofForm):
    on = TypedDateField(label=_("Gestellt am"), initial="heute", is_past_only=True)
    without_proof = forms.BooleanField(label=_("noch kein Nachweis"), required=False)
    look_again_on = _ask_on()
    hints = {**ProofForm.hints, "without_proof": _("Der Antrag bleibt dann auf Ihrer Liste, bis ein Nachweis da ist.")}
    field_order = ("on", "received_on", "proof", "papers", "without_proof", "look_again_on")


class ObjectForm(ProofForm):
    on = TypedDateField(label=_("Abgeschickt am"), initial="heute", is_past_only=True)
    look_again_on = _ask_on()
    field_order = ("on", "received_on", "proof", "papers", "look_again_on")

    def __init__(self, *args: Any, has_deadline: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_deadline:
            self.hints = {**self.hints, "proof": _("Kann leer bleiben: Der Nachweis gehört zur Frist.")}


class DecideForm(WegbuchForm):
    on = TypedDateField(label=_("Entschieden am"), initial="heute", is_past_only=True)
    outcome = ChoiceChips(label=_("Ergebnis"), choices=Outcome.choices)
    note = forms.CharField(label=_("Notiz"), required=False, max_length=400, widget=LINES, help_text=LESS_IS_MORE)
    hints = {"on": _("Der Tag, der im Bescheid steht.")}


class DeadlineForm(WegbuchForm):
    deadline = ChoiceChips(label=_("Welche Frist läuft?"), coerce=UUID, empty_value=None)
    marks_optional = False

    def __init__(self, *args: Any, choices: Iterable[Due], is_linked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.pk), _named(one)) for one in choices]
        self.offer("deadline", [*named, ("", _("keine davon"))] if is_linked else named)
        self.fields["deadline"].required = not is_linked


class CloseForm(WegbuchForm):
    note = forms.CharField(label=_("Grund"), required=False, max_length=400, widget=LINES, help_text=LESS_IS_MORE)


class BackForm(WegbuchForm):
    state = ChoiceChips(label=_("Welcher Stand stimmt?"))
    reason = forms.CharField(label=_("Warum?"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    hints = {"reason": _("Ein Satz. Was vorher dort stand, bleibt im Verlauf.")}

    def __init__(self, *args: Any, states: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [(state, ApplicationState(state).label) for state in states])


def _named(one: Due) -> str:
    return ", ".join(filter(None, (one.label, one.when, "" if one.is_open else str(_("abgeschlossen")))))
