"""Which law a proceeding runs under, which day says so, and days that cannot all be right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lawbook import Entry
from lawbook.deadlines import regimes
from wegbuch.core import codes, dates

from . import law
from .models import Proceeding
from .models.proceedings import Regime

Days = Mapping[str, date | None]

OF_STAGES = {"procedure_stages_new": Regime.NEW, "procedure_stages_old": Regime.OLD}
# In the order in which they happen.
DAYS = ("made_on", "registered_on", "lodged_on", "review_started_on")
ORDERS = (
    ("made_on", "registered_on", gettext_lazy("Registriert wird erst, wer Asyl verlangt hat.")),
    ("made_on", "lodged_on", gettext_lazy("Der Antrag kann nicht eingereicht sein, bevor Asyl verlangt war.")),
    ("registered_on", "lodged_on", gettext_lazy("Eingereicht wird der Antrag nach der Registrierung.")),
    ("lodged_on", "review_started_on", gettext_lazy("Die Prüfung kann nicht vor dem Antrag beginnen.")),
)


@dataclass(frozen=True)
class Ground:
    """The law of a proceeding and why.

    regime      Regime.GENERAL where no asylum law is asked, or where it is still open
    hinge       the day that decides; empty where no asylum law is asked
    is_certain  False where the texts leave a gap
    """

    regime: Regime
    hinge: str
    sentence: str
    basis: str = ""
    is_certain: bool = True

    @property
    def is_open(self) -> bool:
        """Whether a day is missing that decides."""
        return bool(self.hinge) and self.regime == Regime.GENERAL


def ground_of(kind: str, days: Days) -> Ground:
    """The law by the days of a proceeding."""
    hinge = str(codes.book().list("procedure_kinds").get(kind).extra.get("hinge") or "")
    if not hinge:
        return Ground(Regime.GENERAL, "", _("Hier gilt kein Asylrecht. Altes und neues Recht sind nicht zu trennen."))
    if day := days.get(hinge):
        return _by_hinge(kind, hinge, day)
    border = law.book().borders[hinge][1]
    for earlier in DAYS[: DAYS.index(hinge)]:
        known = days.get(earlier)
        if known and known >= border:
            sentence = _("%(what)s: Eingereicht wird erst danach. Ab dem %(border)s gilt neues Recht.")
            return Ground(Regime.NEW, hinge, sentence % _words(earlier, known, border), _basis(kind, border))
    sentence = _("Welches Recht gilt, ist offen. Es fehlt der Tag: %(label)s.")
    return Ground(Regime.GENERAL, hinge, sentence % {"label": label_of(hinge)})


def kind_entry(kind: str, regime: str) -> Entry:
    """The kind of proceeding as this law names it."""
    versions = codes.book().list("procedure_kinds").versions[kind]
    fitting = [entry for entry in versions if OF_STAGES.get(str(entry.extra.get("stages"))) == regime]
    return fitting[-1] if fitting else versions[-1]


def days_of(proceeding: Proceeding) -> dict[str, date | None]:
    """The days that choose the law, by name."""
    return {name: getattr(proceeding, name) for name in DAYS}


def out_of_order(days: Days) -> Iterator[tuple[str, str]]:
    """The later day of each pair that cannot be right, with a sentence."""
    for first, second, sentence in ORDERS:
        earlier, later = days.get(first), days.get(second)
        if earlier and later and later < earlier:
            yield second, _("%(sentence)s Bitte prüfen Sie beide Tage.") % {"sentence": sentence}


def label_of(day: str) -> str:
    """The German name of a day of a proceeding."""
    return str(Proceeding._meta.get_field(day).verbose_name)  # type: ignore[union-attr]


def _by_hinge(kind: str, hinge: str, day: date) -> Ground:
    entry = codes.book().list("procedure_kinds").get(kind, day)
    regime = OF_STAGES[str(entry.extra["stages"])]
    border = law.book().borders[hinge][1]
    is_certain = len(regimes.by_day(hinge, day, law.book())) == 1
    new, old = _("%(what)s: Ab dem %(border)s gilt neues Recht."), _("%(what)s: Vor dem %(border)s gilt altes Recht.")
    sentence = (new if regime == Regime.NEW else old) % _words(hinge, day, border)
    doubt = "" if is_certain else f" {entry.extra.get('note', '')}"
    return Ground(regime, hinge, sentence + doubt.rstrip(), entry.basis, is_certain)


def _words(name: str, day: date, border: date) -> dict[str, str]:
    return {"what": f"{label_of(name)} {dates.in_figures(day)}", "border": dates.in_figures(border)}


def _basis(kind: str, day: date) -> str:
    return codes.book().list("procedure_kinds").get(kind, day).basis
