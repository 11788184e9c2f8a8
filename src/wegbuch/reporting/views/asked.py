"""Which report of which period is asked for, and for whom it is counted."""

from dataclasses import dataclass

from django.http import Http404, QueryDict

from wegbuch.access import policy
from wegbuch.access.models import User
from wegbuch.core import clock

from .. import periods
from ..catalogue import Report, book
from ..district_report import district_report
from ..forms import PeriodForm
from ..services.reports import Built, build, offered

ORGANISATION, DISTRICT = "organisation", "district"
OFFERED = 3


@dataclass(frozen=True)
class Reader:
    """Somebody who may see reports.

    audience  organisation: every number, as it is now; district: closed half-years, small numbers hidden
    """

    user: User
    audience: str

    @classmethod
    def of(cls, user: User) -> "Reader":
        """raises  Http404 for a coordination without a district"""
        if policy.allows("report.organisation", user.roles):
            return cls(user, ORGANISATION)
        if policy.allows("report.district", user.roles) and user.district is not None:
            return cls(user, DISTRICT)
        raise Http404

    @property
    def sees_everything(self) -> bool:
        return self.audience == ORGANISATION

    @property
    def whose(self) -> str:
        owner = self.user.organisation if self.sees_everything else self.user.district
        return str(owner.name) if owner else ""

    @property
    def reports(self) -> list[Report]:
        return [report for report in book().reports.values() if self.audience in report.audiences]

    def report(self, name: str) -> Report:
        """raises  Http404 for a report that is not there or not for this reader"""
        found = next((report for report in self.reports if report.id == name), None)
        if found is None:
            raise Http404
        return found

    def offered(self, report: Report) -> list[periods.Period]:
        """The periods to choose from, the newest first; a district gets those that have ended."""
        found = offered(report, clock.today(), OFFERED + 1)
        return [each for each in found if self.sees_everything or each.last < clock.today()][:OFFERED]

    def period(self, report: Report, query: QueryDict) -> tuple[periods.Period, PeriodForm | None]:
        """The period of the address, else the newest, and the form to choose another by.

        A district chooses among whole periods only, so that it cannot subtract one from another.
        """
        newest = self.offered(report)[0]
        if not self.sees_everything:
            return next((each for each in self.offered(report) if _is_asked(each, query)), newest), None
        form = PeriodForm(query, last=periods.last_month()) if "von" in query else None
        period = periods.from_query(query, newest) if form and form.is_valid() else newest
        initial = {"von": f"{period.first:%Y-%m}", "bis": f"{period.last:%Y-%m}"}
        return period, form or PeriodForm(initial=initial, last=periods.last_month())

    def build(self, report: Report, period: periods.Period) -> tuple[Built, tuple[str, ...]]:
        """The report, and for a district the organisations that are not in it."""
        if self.user.district is not None and not self.sees_everything:
            return district_report(report, self.user.district, period)
        return build(report, period, whose=self.whose), ()


def _is_asked(period: periods.Period, query: QueryDict) -> bool:
    return (query.get("von"), query.get("bis")) == (f"{period.first:%Y-%m}", f"{period.last:%Y-%m}")
