"""Changes of the law: the books this place has worked with, and which files somebody has looked at since."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.core.sealed import EncryptedTextField

from .of_person import OfPerson


class KeptBook(models.Model):
    """The rules as they were, so that a new book can be compared with the one before. Holds nothing about people.

    content  the compiled book, gzipped JSON
    """

    fingerprint = models.CharField(primary_key=True, max_length=64)
    kept_at = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        ordering = ["kept_at"]


class SeenChange(OfPerson):
    """Somebody looked at what a change of the law does to a person; each of the case team with an own note.

    change  which one: day:2027-03-05, or book: and the beginnings of both fingerprints
    rule    whose answer changes
    """

    change = models.CharField(max_length=64)
    rule = models.CharField(max_length=80)
    note = EncryptedTextField(_("Notiz"), max_length=500)

    class Meta(OfPerson.Meta):
        ordering = ["entered_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "change", "rule", "entered_by"], name="seen_change_once")
        ]
