"""A colleague saved the same row: both texts stand side by side, and there are three ways on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wegbuch.access.log import chain_name
from wegbuch.access.models import AuditEvent, User
from wegbuch.access.services import NotPossible
from wegbuch.core.models import AuditedModel, SavedMeanwhile

from .drafted import seen_version


@dataclass(frozen=True)
class Pair:
    """One field in which two texts differ."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Meanwhile:
    """Who saved in between, and where the texts differ."""

    by: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a form that was sent.

    version    goes into the form, so that the next attempt is compared with the right state
    meanwhile  both texts, while nothing is saved
    """

    form: Any
    version: int
    meanwhile: Meanwhile | None = None
    is_saved: bool = False


Make = Callable[[Any], Any]


def settle(request: HttpRequest, row: AuditedModel, *, make: Make, save: Callable[[Any, int], object]) -> Outcome:
    """Save what was typed, unless a colleague saved the row since it was read.

    make  gives the form: from what was typed, or from the row as it is (None)
    save  writes a valid form over the version given; may raise SavedMeanwhile or NotPossible
    """
    current, version = row.version, seen_version(request.POST)
    as_it_is, form = make(None), make(request.POST)
    if not form.is_valid():
        return Outcome(form, version)
    if request.POST.get("keep") == "theirs":
        return Outcome(form, current, is_saved=True)
    if request.POST.get("keep") == "both":
        return Outcome(_together(request, make, differing(form, as_it_is), last_saver(row)), current)
    try:
        with transaction.atomic():
            save(form, version)
    except NotPossible as problem:
        form.add_error(None, str(problem))
        return Outcome(form, version)
    except SavedMeanwhile as late:
        meanwhile = Meanwhile(last_saver(late.theirs), differing(form, as_it_is))
        return Outcome(form, current, meanwhile, is_saved=not meanwhile.pairs)
    return Outcome(form, current, is_saved=True)


def is_as_seen(request: HttpRequest, row: AuditedModel) -> bool:
    """Whether the row is still as it was when the page was made; held until the transaction ends."""
    fresh = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    return fresh is not None and fresh.version == seen_version(request.POST)


def saved_since(row: Any) -> str:
    """Thomas Ihde hat inzwischen gespeichert. …"""
    return _("%(name)s hat inzwischen gespeichert. Bitte sehen Sie noch einmal nach.") % {"name": last_saver(row)}


def differing(form: Any, as_it_is: Any) -> tuple[Pair, ...]:
    """The fields in which a valid form differs from the row as it lies there."""
    pairs = []
    for name, field in form.fields.items():
        mine = in_words(field, form.cleaned_data.get(name))
        theirs = in_words(field, as_it_is.get_initial_for_field(field, name))
        if mine != theirs and not field.widget.is_hidden:
            pairs.append(Pair(name, str(field.label), mine, theirs))
    return tuple(pairs)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(field, forms.ModelChoiceField):
        rows: Any = field.queryset
        return str((value if value is None or hasattr(value, "pk") else rows.filter(pk=value).first()) or "")
    if isinstance(field, forms.ChoiceField):
        words = {str(code): str(label) for code, label in _flat(field.choices)}
        return words.get(str(value), str(value)) if value else ""
    return "\n".join(str(field.prepare_value(value) or "").splitlines())


def last_saver(row: Any) -> str:
    """Name of the person who saved this row last."""
    chain = chain_name(AuditEvent, row.audit_organisation())
    events = AuditEvent.objects.filter(chain=chain, subject=row.audit_subject())
    event = events.filter(object_id=str(row.pk), model=row._meta.label_lower).order_by("-number").first()
    user = User.objects.filter(pk=event.user).first() if event and event.user else None
    return user.name if user else _("Jemand")


def _together(request: HttpRequest, make: Make, pairs: tuple[Pair, ...], by: str) -> Any:
    """The form with both long texts in one field, and the other's short ones as a hint."""
    both, hints = request.POST.copy(), {}
    form = make(None)
    for pair in pairs:
        if isinstance(form.fields[pair.name].widget, forms.Textarea):
            both[pair.name] = f"{pair.theirs}\n\n{pair.mine}".strip()
        else:
            hints[pair.name] = _("%(name)s schrieb: %(text)s") % {"name": by, "text": pair.theirs or _("nichts")}
    form = make(both)
    form.hints = {**form.hints, **hints}
    return form


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        found += list(label) if isinstance(label, (list, tuple)) else [(code, label)]
    return found
