"""What of a person's arrival is done. What is to be done is worked out from the lawbook, never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.core.sealed import EncryptedTextField

from .of_person import OfPerson


class MarkState(models.TextChoices):
    DONE = "done", _("erledigt")
    NOT_NEEDED = "not_needed", _("nicht nötig")


class ChecklistMark(OfPerson):
    """A point of the arrival checklist is settled. Codes: lawbook arrival_steps, never those of level 3."""

    item = models.CharField(max_length=48)
    state = models.CharField(max_length=12, choices=MarkState.choices, default=MarkState.DONE)
    on = models.DateField()
    note = EncryptedTextField(_("Notiz"), max_length=200)

    class Meta(OfPerson.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="checklist_mark_once")]
