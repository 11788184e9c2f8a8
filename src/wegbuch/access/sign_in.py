"""Sign-in by password for invited staff. django-allauth does the work; accounts come by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.core import ratelimit
from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchFormMixin

from . import sessions
from .models import User

# Asked on every page: building this question costs more than asking it.
STAFF = """
    SELECT access_user.*, COALESCE(access_organisation.short_name, '') AS organisation_name
    FROM access_user LEFT JOIN access_organisation ON access_organisation.id = organisation_id
    WHERE access_user.id = %s
"""


class StaffBackend(AuthenticationBackend):
    """Reads whoever asks together with the name of her organisation, which every page shows."""

    def get_user(self, user_id: Any) -> User | None:
        asked = User._meta.pk.get_db_prep_value(user_id, connection)
        user = next(iter(User.objects.raw(STAFF, [asked])), None)
        return user if user is not None and self.user_can_authenticate(user) else None


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up; a wrong password and an unknown address get the same answer."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Adresse oder Passwort stimmt nicht."),
        "too_many_login_attempts": _(
            "Zu viele Versuche. In 5 Minuten geht es weiter, oder fragen Sie Ihre Verwaltung."
        ),
        "incorrect_password": _("Das Passwort stimmt nicht."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Brake guessing from one address soon, and at one account from everywhere much later.

        So nobody can lock a colleague out from elsewhere on the day before a deadline.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, action="login_account", key=account):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No „signed in as …“ line: the address of a person belongs on no shared screen."""


class SignInForm(WegbuchFormMixin, LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Dienstliche E-Mail-Adresse")
        self.fields["password"].label = _("Passwort")
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)
        _without_placeholders(self)


class ChangePasswordForm(WegbuchFormMixin, AllauthChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Bisheriges Passwort")
        self.fields["password1"].label = _("Neues Passwort")
        self.fields["password1"].help_text = _("Mindestens 15 Zeichen, zum Beispiel vier Wörter.")
        self.fields["password2"].label = _("Neues Passwort, noch einmal")
        _without_placeholders(self)


def _without_placeholders(form: Any) -> None:
    """Labels stand above their fields; a word inside a field would vanish while typing."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


@receiver(user_logged_in)
def start_the_clocks(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    sessions.begin(request)
