"""Forms of deadlines: opened by hand, closed with a proof or a reason, asked for again too late."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.forms.uploads import PhotosField
from wegbuch.cases.models import Person
from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

from .. import law
from ..deadline_page import case_team
from ..models import Deadline, DeadlineState, Proceeding, Proof
from ..services.late import RULES


class _TogetherForm(WegbuchForm):
    """A form that closes a deadline and, where ticked, what is due together with it."""

    together = forms.MultipleChoiceField(label=_("Zugleich abschließen"), widget=CheckList, required=False, choices=())

    def __init__(self, *args: Any, companions: Iterable[Deadline], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companions = {str(row.pk): row for row in companions}
        if self.companions:
            self.offer("together", [(pk, row.act) for pk, row in self.companions.items()])
        else:
            del self.fields["together"]

    def rows_together(self) -> list[Deadline]:
        return [self.companions[pk] for pk in self.cleaned_data.get("together", ())]


class KeepForm(_TogetherForm):
    sent_on = TypedDateField(label=_("Abgeschickt am"), initial="heute", is_past_only=True)
    proof = ChoiceChips(label=_("Nachweis"), choices=Proof.choices)
    papers = PhotosField(label=_("Foto oder PDF"), required=False)
    sentence = forms.CharField(label=_("In einem Satz"), max_length=400, required=False)
    hints = {
        "papers": _("Faxbericht, Eingangsbestätigung oder Brief der Kanzlei. Bitte eine Datei."),
        "sentence": _("Ohne Papier: wo, wann, wer war dabei?"),
    }
    field_order = ("sent_on", "proof", "papers", "sentence", "together")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["papers"]
        assert isinstance(field, PhotosField)
        field.belongs_to(user)

    def clean_papers(self) -> list[Any]:
        papers = self.cleaned_data["papers"]
        if len(papers) > 1:
            raise ValidationError(_("Bitte eine Datei. Mehrere Seiten passen in ein PDF."))
        return papers


class EndForm(_TogetherForm):
    state = ChoiceChips(
        label=_("Was ist geschehen?"),
        choices=[(state.value, state.label) for state in (DeadlineState.MISSED, DeadlineState.WITHDRAWN)],
    )
    reason = forms.CharField(label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("state", "reason", "together")


class ReasonForm(WegbuchForm):
    reason = forms.CharField(label=_("Grund"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class LateForm(WegbuchForm):
    obstacle_removed_on = TypedDateField(
        label=_("Seit wann hält nichts mehr davon ab, zu handeln?"), initial="heute", is_past_only=True
    )
    rule = ChoiceChips(label=_("Welche Wiedereinsetzung?"))
    reason = forms.CharField(
        label=_("Warum wurde die Frist versäumt?"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    hints = {
        "obstacle_removed_on": _("Zum Beispiel der Tag, an dem die Person den Brief gefunden hat."),
        "rule": _("Sie geht dorthin, wo der Antrag ankommen musste."),
        "reason": _("Ein Satz, so wie die Person es sagt."),
    }

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("rule", [(name, law.book().get(name).title) for name in RULES])
        if not asks_reason:
            del self.fields["reason"]


class ResponsibleForm(WegbuchForm):
    responsible: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Wer kümmert sich?"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("responsible", case_team(person.pk))


class NewForm(ResponsibleForm):
    act = forms.CharField(label=_("Was ist zu tun?"), max_length=160)
    counts_on = TypedDateField(label=_("Letzter Tag"))
    proceeding = forms.ChoiceField(label=_("Verfahren"), required=False)
    hints = {
        "act": _("Zum Beispiel: Unterlagen beim Jobcenter nachreichen"),
        "counts_on": _("Der Tag, den der Brief oder das Amt nennt."),
    }
    field_order = ("act", "counts_on", "responsible", "proceeding")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.running = {str(row.pk): row for row in Proceeding.objects.running().filter(person=person)}
        named = [(pk, codes.label("procedure_kinds", row.kind)) for pk, row in self.running.items()]
        self.offer("proceeding", [("", _("keines")), *named])
        if not self.running:
            del self.fields["proceeding"]

    def clean_proceeding(self) -> Proceeding | None:
        return self.running.get(self.cleaned_data["proceeding"])


class DayForm(WegbuchForm):
    day = TypedDateField(label=_("Welcher letzte Tag steht im Brief?"))
