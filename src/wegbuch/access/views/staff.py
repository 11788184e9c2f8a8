"""Staff of an organisation: invitations, roles, deputies, teams."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.core import clock

from .. import services
from ..forms import AcceptForm, DataProtectionForm, DeputyForm, InviteForm, LinkForm, OrganisationForm, TeamForm
from ..gate import StaffRequest, gate, open_to_all
from ..models import Deputyship, Invitation, Membership, Organisation, User
from ..models.people import running
from ..roles import Role
from ..services import NotPossible

BACKEND = "wegbuch.access.sign_in.StaffBackend"


@gate("staff.see", methods=("GET",))
def staff(request: StaffRequest) -> HttpResponse:
    memberships = Membership.objects.filter(running(clock.today()), user__organisation=request.user.organisation_id)
    context = {
        "memberships": memberships.select_related("user", "team").order_by("user__name"),
        "invitations": Invitation.objects.visible_to(request.user).order_by("expires_at"),
        "deputyships": _deputyships(),
        "team_form": TeamForm(),
    }
    return render(request, "access/staff.html", context)


@gate("staff.invite")
def invite(request: StaffRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = services.invite(
                **form.cleaned_data, organisation=request.user.organisation, invited_by=request.user
            )
        except NotPossible as problem:
            form.add_error("email", str(problem))
        else:
            return _show_link(request, secret, form.cleaned_data["email"], back_to="access:staff")
    return render(request, "access/invite.html", {"form": form})


@gate("staff.invite", on=Invitation, methods=("POST",))
def withdraw(request: StaffRequest, invitation: Invitation) -> HttpResponse:
    services.withdraw(invitation)
    messages.success(request, _("Die Einladung ist zurückgezogen."))
    return redirect("access:staff")


@gate("staff.invite", methods=("POST",))
def add_team(request: StaffRequest) -> HttpResponse:
    form = TeamForm(request.POST)
    if form.is_valid():
        organisation = request.user.organisation
        assert organisation is not None
        services.add_team(organisation, name=form.cleaned_data["name"])
        messages.success(request, _("Team angelegt: %(name)s") % {"name": form.cleaned_data["name"]})
    else:
        messages.error(request, " ".join(map(str, form.errors["name"])))
    return redirect("access:staff")


@gate("staff.end", on=Membership, methods=("POST",))
def end_membership(request: StaffRequest, membership: Membership) -> HttpResponse:
    try:
        services.end_membership(membership, ended_by=request.user)
        messages.success(request, _("Die Rolle ist beendet: %(name)s") % {"name": membership.user.name})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("access:staff")


@gate("deputy.name")
def deputies(request: StaffRequest) -> HttpResponse:
    form = DeputyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_deputy(**form.cleaned_data)
            messages.success(request, _("Vertretung eingetragen."))
            return redirect("access:deputies")
        except NotPossible as problem:
            form.add_error(None, str(problem))
    is_lead, user = Role.LEAD in request.user.roles, request.user
    running_ones = _deputyships()
    own = [one for one in running_ones if is_lead or one.absent_id == user.pk]
    others = [one for one in running_ones if one not in own and one.deputy_id == user.pk]
    return render(request, "access/deputies.html", {"form": form, "own": own, "others": others})


@gate("deputy.name", on=Deputyship, methods=("POST",))
def end_deputyship(request: StaffRequest, deputyship: Deputyship) -> HttpResponse:
    services.end_deputyship(deputyship)
    messages.success(request, _("Die Vertretung ist beendet."))
    return redirect("access:deputies")


@gate("organisation.create")
def organisations(request: StaffRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret = _found(form, request.user)
        except NotPossible as problem:
            form.add_error("email", str(problem))
        else:
            return _show_link(request, secret, form.cleaned_data["email"], back_to="access:organisations")
    return render(
        request, "access/organisations.html", {"form": form, "organisations": Organisation.objects.order_by("name")}
    )


@gate("organisation.create", on=Organisation)
def invite_data_protection(request: StaffRequest, organisation: Organisation) -> HttpResponse:
    """Who looks after the data of an organisation is invited from outside: its lead is one of those looked after."""
    form = DataProtectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            secret = services.invite(
                email=email, role=Role.DATA_PROTECTION, organisation=organisation, invited_by=request.user
            )
        except NotPossible as problem:
            form.add_error("email", str(problem))
        else:
            return _show_link(request, secret, email, back_to="access:organisations")
    return render(request, "access/invite_data_protection.html", {"form": form, "organisation": organisation})


def _found(form: OrganisationForm, user: User) -> str:
    content = form.cleaned_data
    email, team_name = content["email"], content["team"]
    if User.objects.filter(email__iexact=email).exists():
        raise NotPossible(_("Für diese Adresse gibt es schon ein Konto."))
    organisation = services.found_organisation(
        name=content["name"],
        short_name=content["short_name"],
        case_prefix=content["case_prefix"],
        district=content["district"],
    )
    team = services.add_team(organisation, name=team_name)
    return services.invite(email=email, role=Role.LEAD, organisation=organisation, team=team, invited_by=user)


def _show_link(request: StaffRequest, secret: str, email: str, *, back_to: str) -> HttpResponse:
    context = {
        "form": LinkForm(initial={"link": request.build_absolute_uri(reverse("access:invitation", args=[secret]))}),
        "email": email,
        "days": services.INVITATION_OPEN_FOR.days,
        "back_url": reverse(back_to),
    }
    return render(request, "access/invited.html", context)


def _invitation(request: HttpRequest, secret: str) -> HttpResponse:
    found = services.find_invitation(secret)
    if found is None:
        raise Http404
    form = AcceptForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept(found, name=form.cleaned_data["name"], password=form.cleaned_data["password"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            login(request, user, backend=BACKEND)
            return redirect("home")
    return render(request, "access/invitation.html", {"form": form, "invitation": found})


invitation = open_to_all(_invitation, saves_itself=True)


def _deputyships() -> list[Deputyship]:
    return list(Deputyship.objects.filter(ends_on__gte=clock.today()).select_related("absent", "deputy"))
