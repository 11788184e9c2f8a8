"""The line on every page that says whether the reminders run."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wegbuch.access import policy
from wegbuch.access.models import User
from wegbuch.core import clock
from wegbuch.core.areas import Notice

from .services import reminder_pulse


def reminders(request: HttpRequest) -> Notice | None:
    """For those who answer for deadlines: at the foot while all is well, an alarm after five silent minutes."""
    user = request.user
    if not isinstance(user, User) or not _is_concerned(user):
        return None
    last = reminder_pulse.last_beat()
    if last is None:
        return Notice(_("Erinnerungen laufen nicht. Bitte sehen Sie selbst nach Fristen."), is_alarm=True)
    if reminder_pulse.is_running(last, clock.now()):
        return Notice(_("Erinnerungen laufen · %(at)s") % {"at": _time_of_day(last)})
    text = _("Erinnerungen laufen seit %(at)s nicht. Bitte sehen Sie selbst nach Fristen.")
    return Notice(text % {"at": _instant(last)}, is_alarm=True)


def _is_concerned(user: User) -> bool:
    return any(policy.allows(action, user.roles) for action in ("deadline.read", "deadline.without_content"))


def _instant(at: datetime) -> str:
    """07:40 of today, 24.11., 07:40 of another day."""
    local = at.astimezone(clock.BERLIN)
    return _time_of_day(at) if local.date() == clock.today() else f"{local:%d.%m., %H:%M}"


def _time_of_day(at: datetime) -> str:
    return f"{at.astimezone(clock.BERLIN):%H:%M}"
