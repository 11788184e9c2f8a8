"""A field for photos and PDFs that loses nothing while the rest of the form is put right."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible

from .. import files
from ..models import StoredFile

MOST = 20
NOTHING = _("Bitte fügen Sie ein Foto oder PDF hinzu.")


@dataclass(frozen=True)
class Sent:
    """What a browser sends: ids of files kept before, which of them go, and new ones."""

    kept: list[str]
    removed: list[str]
    new: list[UploadedFile]


class Photos(forms.Widget):
    """Files kept before, each with a link and a box to remove it; below them the place for new ones."""

    template_name = "cases/forms/photos.html"
    needs_multipart_form = True
    use_fieldset = True

    def value_from_datadict(self, data: Any, uploads: Any, name: str) -> Sent:
        return Sent(_all(data, name), _all(data, f"{name}_remove"), _all(uploads, name))

    def value_omitted_from_data(self, data: Any, uploads: Any, name: str) -> bool:
        return name not in data and name not in uploads

    def format_value(self, value: Any) -> Any:
        return value


class PhotosField(forms.Field):
    """Several photos or PDFs. New ones are kept at once, even if another field of the form is wrong.

    Say whose form it is with `belongs_to` before it is used; the view says `takes_files` and `saves_itself`.
    Gives ids for `files.claim`, in the order in which the files came.
    """

    widget = Photos
    default_error_messages = {
        "gone": _("Eine Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal."),
        "too_many": _("Bitte höchstens %(most)d Dateien auf einmal."),
    }

    user: User | None = None
    waiting: list[StoredFile] | None = None

    def __init__(self, *, error_messages: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": NOTHING, **(error_messages or {})}, **kwargs)

    def belongs_to(self, user: User) -> None:
        """Whose files these are; those of others do not count."""
        self.user = user

    def clean(self, value: Sent) -> list[UUID]:
        """Keep what is new, drop what was ticked.

        raises  ValidationError; what could be kept is kept all the same
        """
        assert self.user is not None
        known = self._own(value.kept)
        leaving = {row.pk for row in known} & _ids(value.removed)
        for row in known:
            if row.pk in leaving:
                files.discard(row)
        self.waiting = [row for row in known if row.pk not in leaving]
        problems = [] if len(known) == len(_ids(value.kept)) else [self._problem("gone")]
        problems += self._keep(value.new)
        if not problems and self.required and not self.waiting:
            problems = [self._problem("required")]
        if problems:
            raise ValidationError(problems)
        return [row.pk for row in self.waiting]

    def prepare_value(self, value: Any) -> list[StoredFile]:
        """The files to show: what `clean` found, or what was kept when the form was left."""
        if self.waiting is not None:
            return self.waiting
        kept = value.kept if isinstance(value, Sent) else value or []
        return self._own([kept] if isinstance(kept, str) else kept)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data.new or data.removed) or _ids(data.kept) != _ids(initial or [])

    def _keep(self, uploads: list[UploadedFile]) -> list[ValidationError]:
        """Keep uploads one by one. Returns what is wrong with the others."""
        assert self.user is not None
        assert self.waiting is not None
        problems: list[ValidationError] = []
        for upload in uploads:
            if len(self.waiting) >= MOST:
                return [*problems, self._problem("too_many")]
            try:
                self.waiting.append(files.keep(upload, by=self.user))
            except NotPossible as problem:
                problems.append(ValidationError(f"{files.one_line(upload.name)}: {problem}", code="refused"))
        return problems

    def _own(self, kept: Any) -> list[StoredFile]:
        """Files among these that still wait and are this person's."""
        return list(StoredFile.objects.waiting_for(self.user).filter(pk__in=_ids(kept))) if self.user else []

    def _problem(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"most": MOST})


def _all(data: Any, name: str) -> list[Any]:
    """Every value under a name, also of a plain dict."""
    if hasattr(data, "getlist"):
        return data.getlist(name)
    value = data.get(name) or []
    return value if isinstance(value, list) else [value]


def _ids(texts: Any) -> set[UUID]:
    """The ids among these; what is none counts as none."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(str(text)))
        except ValueError:
            continue
    return found
