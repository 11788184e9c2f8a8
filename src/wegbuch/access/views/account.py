"""The own account: start page, lock, Blickschutz, drafts."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wegbuch.core import clock

from .. import drafts, policy, sessions
from ..forms import UnlockForm
from ..frame import SHIELD, start_page
from ..gate import StaffRequest, gate
from ..models import Draft


@gate("start.see", methods=("GET",))
def home(request: StaffRequest) -> HttpResponse:
    return redirect(start_page(request.user))


@gate("start.see", methods=("GET",))
def start(request: StaffRequest) -> HttpResponse:
    return render(request, "access/start.html", {"roles": sorted(role.label for role in request.user.roles)})


@gate("account.see", methods=("GET",))
def account(request: StaffRequest) -> HttpResponse:
    user = request.user
    own = Draft.objects.filter(user=user, saved_at__gte=clock.now() - drafts.KEPT_FOR).order_by("-saved_at")
    context = {
        "drafts": own,
        "memberships": user.running_memberships,
        "may_name_deputy": policy.allows("deputy.name", user.roles),
        "may_have_calendar": policy.allows("calendar.feed", user.roles),
    }
    return render(request, "access/account.html", context)


@gate("account.change", methods=("POST",))
def shortcuts(request: StaffRequest) -> HttpResponse:
    user = request.user
    user.has_shortcuts = not user.has_shortcuts
    user.save()
    messages.success(request, _("Tastenkürzel sind an.") if user.has_shortcuts else _("Tastenkürzel sind aus."))
    return redirect("access:account")


@gate("shield.switch", methods=("POST",))
def shield(request: StaffRequest) -> HttpResponse:
    request.session[SHIELD] = not request.session.get(SHIELD, False)
    return redirect(_inside(request, request.POST.get("next", "")))


@gate("account.change", methods=("POST",))
def lock(request: StaffRequest) -> HttpResponse:
    sessions.lock(request)
    return redirect("access:unlock")


@gate("account.change", saves_itself=True)
def unlock(request: StaffRequest) -> HttpResponse:
    target = _inside(request, request.GET.get("next", ""))
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            form.add_error("password", _("Zu viele Versuche. In 5 Minuten geht es weiter."))
        elif request.user.check_password(form.cleaned_data["password"]):
            sessions.begin(request)
            return redirect(target)
        else:
            form.add_error("password", _("Das Passwort stimmt nicht."))
    has_draft = Draft.objects.filter(user=request.user, path=drafts.resuming(target)[:200]).exists()
    context = {"form": form, "has_draft": has_draft, "next": target, "is_locked": sessions.is_locked(request)}
    return render(request, "access/unlock.html", context)


@gate("account.change", methods=("POST",))
def sign_out(request: StaffRequest) -> HttpResponse:
    logout(request)
    answer = redirect(settings.LOGIN_URL)
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@gate("draft.keep", methods=("POST",))
def keep_draft(request: StaffRequest) -> HttpResponse:
    is_kept = drafts.keep(request.user, request.POST.get("path", ""), request.POST)
    return HttpResponse(status=204 if is_kept else 400)


@gate("draft.keep", methods=("POST",))
def discard_draft(request: StaffRequest) -> HttpResponse:
    """Discard one draft and go on where its button stood: at its form, or in the account."""
    path = _inside(request, request.POST.get("path", ""))
    drafts.discard(request.user, path)
    messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect(_inside(request, request.POST.get("next", path)))


def _inside(request: StaffRequest, address: str) -> str:
    """An address of this program, the start page for any other."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours and address.startswith("/") else "/"
