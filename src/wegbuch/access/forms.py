"""Forms of accounts and staff."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from wegbuch.core import clock
from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm

from .models import District, Organisation, Team, User
from .models.people import running
from .roles import INVITED_BY_LEAD, Role


class UnlockForm(WegbuchForm):
    password = forms.CharField(
        label=_("Passwort"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True})
    )


class AcceptForm(WegbuchForm):
    name = forms.CharField(
        label=_("Ihr Name"), max_length=120, help_text=_("So sehen ihn Ihr Team und die Ratsuchenden.")
    )
    password = forms.CharField(
        label=_("Passwort"),
        help_text=_("Mindestens 15 Zeichen, zum Beispiel vier Wörter."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Passwort, noch einmal"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("Die beiden Passwörter sind verschieden. Bitte tippen Sie es noch einmal."))
        return cleaned


class InviteForm(WegbuchForm):
    email = forms.EmailField(label=_("Dienstliche E-Mail-Adresse"), help_text=_("Damit meldet sich die Person an."))
    role = forms.ChoiceField(label=_("Rolle"), choices=[(role.value, role.label) for role in INVITED_BY_LEAD])
    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(label=_("Team"), queryset=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("team", Team.objects.all())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") in {Role.WORKER, Role.LEAD} and not cleaned.get("team"):
            self.add_error("team", _("Bitte wählen Sie ein Team. Ohne Team sieht die Person keine Akten."))
        return cleaned


class DataProtectionForm(WegbuchForm):
    email = forms.EmailField(label=_("Dienstliche E-Mail-Adresse"), help_text=_("Damit meldet sich die Person an."))


class LinkForm(WegbuchForm):
    """A link to copy; nothing is sent."""

    marks_optional = False
    link = forms.CharField(
        label=_("Einladungslink"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "readonly": True, "dir": "ltr"}),
    )


class TeamForm(WegbuchForm):
    name = forms.CharField(label=_("Name des Teams"), max_length=80)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Team.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Dieses Team gibt es schon."))
        return name


class DeputyForm(WegbuchForm):
    absent: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(label=_("Wer fehlt?"), queryset=None)
    deputy: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(label=_("Wer vertritt?"), queryset=None)
    starts_on = TypedDateField(label=_("von"), initial="heute")
    ends_on = TypedDateField(label=_("bis"), help_text=_("letzter Tag der Vertretung"))
    reason = forms.CharField(label=_("Anlass"), max_length=80, help_text=_("zum Beispiel: Urlaub"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = User.objects.filter(
            running(clock.today(), "memberships__"),
            organisation=user.organisation_id,
            memberships__role=Role.WORKER,
            is_active=True,
        ).distinct()
        self.offer_rows("deputy", workers.order_by("name"))
        self.offer_rows("absent", workers.order_by("name"))
        if Role.LEAD not in user.roles:
            self.offer_rows("absent", workers.filter(pk=user.pk))
            self.fields["absent"].initial = user.pk
            self.offer_rows("deputy", workers.exclude(pk=user.pk).order_by("name"))


class OrganisationForm(WegbuchForm):
    name = forms.CharField(label=_("Name des Trägers"), max_length=120)
    short_name = forms.CharField(label=_("Kurzname"), max_length=40, help_text=_("steht in der Seitenleiste"))
    case_prefix = forms.RegexField(
        label=_("Kürzel der Fallnummern"),
        regex=r"^[A-ZÄÖÜ]{1,4}$",
        help_text=_("ein bis vier Großbuchstaben, zum Beispiel KW"),
        error_messages={"invalid": _("Bitte nur ein bis vier Großbuchstaben.")},
    )
    district: "forms.ModelChoiceField[District]" = forms.ModelChoiceField(
        label=_("Landkreis"), queryset=None, required=False
    )
    team = forms.CharField(label=_("Erstes Team"), max_length=80)
    email = forms.EmailField(
        label=_("Adresse der ersten Leitung"), help_text=_("Sie bekommt den Einladungslink von Ihnen.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("district", District.objects.all())

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Diesen Träger gibt es schon."))
        return name

    def clean_case_prefix(self) -> str:
        prefix = self.cleaned_data["case_prefix"]
        if Organisation.objects.filter(case_prefix__iexact=prefix).exists():
            raise forms.ValidationError(_("Dieses Kürzel hat schon ein anderer Träger. Bitte wählen Sie ein eigenes."))
        return prefix


class LogFilterForm(WegbuchForm):
    marks_optional = False
    KINDS = [("reads", _("gelesen")), ("changes", _("geändert"))]

    kind = forms.ChoiceField(label=_("Was"), choices=KINDS, required=False)
    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(label=_("Wer"), queryset=None, required=False)
    subject = forms.CharField(label=_("Fallnummer"), max_length=40, required=False, help_text=_("zum Beispiel KW-0417"))
    first = TypedDateField(label=_("von"), required=False)
    last = TypedDateField(label=_("bis"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("user", User.objects.filter(organisation=user.organisation_id).order_by("name"))
