"""The kinds of facts a person has, each with its form, its address and what its empty page says."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from wegbuch.access.gate import StaffRequest
from wegbuch.access.models import User

from .forms import fact_kinds, membership
from .models import Case
from .services import households

ROW_TEMPLATES = {
    "residence": "cases/facts/_residence.html",
    "benefits": "cases/facts/_benefits.html",
    "housing": "cases/facts/_housing.html",
    "contact_ways": "cases/facts/_contact_ways.html",
    "languages": "cases/facts/_languages.html",
    "nationalities": "cases/facts/_nationalities.html",
    "file_numbers": "cases/facts/_file_numbers.html",
    "relatives": "cases/facts/_relatives.html",
    "membership": "cases/facts/_membership.html",
}


@dataclass(frozen=True)
class Kind:
    """One kind of fact.

    name     of the URL
    slug     in the address
    related  name of the rows on a person
    change   form of a row that stands, where it asks for something else
    """

    name: str
    slug: str
    title: Any
    related: str
    form: type[Any]
    empty: Any
    change: type[Any] | None = None
    asks_user: bool = False

    @property
    def row_template(self) -> str:
        return ROW_TEMPLATES[self.name]

    def rows(self, case: Case) -> Any:
        return getattr(case.person, self.related)

    def row(self, case: Case, pk: UUID) -> Any:
        """One row of the case's person; anybody else's is not there."""
        found = self.rows(case).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def listed(self, case: Case, user: User) -> list[tuple[Any, str]]:
        """Every row, a membership with what this user may call the household."""
        rows = list(self.rows(case).all())
        if not self.asks_user:
            return [(row, "") for row in rows]
        names = households.names_seen_by(user, (row.household_id for row in rows))
        return [(row, names[row.household_id]) for row in rows]

    def make(self, request: StaffRequest, case: Case, row: Any = None, **kwargs: Any) -> Any:
        """The form for a new row, or for one that stands."""
        user = {"user": request.user} if self.asks_user else {}
        form = self.change if row is not None and self.change else self.form
        return form(instance=row, person=case.person, **user, **kwargs)


KINDS = (
    Kind(
        "residence", "aufenthalt", _("Aufenthalt"), "residence_periods", fact_kinds.ResidenceForm,
        _("Noch kein Aufenthaltsstatus eingetragen. Ein Blick auf das Papier genügt."),
    ),
    Kind(
        "benefits", "leistungen", _("Leistungen"), "benefit_periods", fact_kinds.BenefitForm,
        _("Noch keine Leistung eingetragen. Der letzte Bescheid nennt sie."),
    ),
    Kind(
        "housing", "wohnen", _("Wohnen"), "housing_periods", fact_kinds.HousingForm,
        _("Noch keine Unterkunft eingetragen. Mit Haus und Zimmer findet die Suche die Person."),
    ),
    Kind(
        "contact_ways", "kontaktwege", _("Kontaktwege"), "contact_ways", fact_kinds.ContactWayForm,
        _("Noch kein Weg eingetragen. Fragen Sie, wie die Person sicher zu erreichen ist."),
    ),
    Kind(
        "languages", "sprachen", _("Sprachen"), "languages", fact_kinds.LanguageForm,
        _("Noch keine Sprache eingetragen. Sie steht dann bei jedem Kontakt bereit."),
    ),
    Kind(
        "nationalities", "staatsangehoerigkeit", _("Staatsangehörigkeit"), "nationalities", fact_kinds.NationalityForm,
        _("Noch keine Staatsangehörigkeit eingetragen. Sie steht im Ausweis oder auf dem Papier der Behörde."),
    ),
    Kind(
        "file_numbers", "aktenzeichen", _("Aktenzeichen"), "file_numbers", fact_kinds.FileNumberForm,
        _("Noch kein Aktenzeichen eingetragen. Damit findet die Suche die Person auch ohne Namen."),
    ),
    Kind(
        "relatives", "familie-im-ausland", _("Familie im Ausland"), "relatives_abroad", fact_kinds.RelativeForm,
        _("Noch niemand eingetragen. Wichtig wird es für den Familiennachzug."),
    ),
    Kind(
        "membership", "zugehoerigkeit", _("Haushalt"), "memberships", membership.JoinForm,
        _("Noch in keinem Haushalt. Wählen Sie einen oder beginnen Sie einen neuen."),
        change=membership.MembershipForm, asks_user=True,
    ),
)  # fmt: skip
