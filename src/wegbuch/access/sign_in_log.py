"""Who came in, and who was turned away, in the log of changes."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from wegbuch.core import audit

from .models import User

PART = "sign-in"


@receiver(user_logged_in)
def keep_sign_in(sender: Any, user: User, **kwargs: Any) -> None:
    _keep(audit.Actor(user.pk, part=PART), "signed_in", user)


@receiver(user_login_failed)
def keep_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Nothing for an address without an account: whatever was typed there belongs into no log."""
    user = User.objects.filter(email__iexact=credentials.get("email", "")).first()
    if user is not None:
        _keep(audit.Actor(None, part=PART), "sign_in_failed", user)


def _keep(who: audit.Actor, action: str, user: User) -> None:
    with audit.acting_as(who):
        audit.write([user.audit_event(action)])
