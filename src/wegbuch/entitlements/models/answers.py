"""What was asked and answered for the rules; the newest answer to a question counts, the older ones stay."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.cases.models import Origin, RelativeAbroad
from wegbuch.core.sealed import EncryptedTextField

from .of_person import OfPerson


class Answer(OfPerson):
    """An answer to a question of the lawbook, about the person or about somebody of her family abroad.

    fact     name in the lawbook, never of level 3
    content  JSON: {"value": …}, or {} where it is not known any more
    reason   why, where a fact is a legal judgement
    """

    relative = models.ForeignKey(RelativeAbroad, models.CASCADE, null=True, blank=True, related_name="+")
    fact = models.CharField(max_length=48)
    content = EncryptedTextField()
    reason = EncryptedTextField(_("Warum?"))
    origin = models.CharField(_("Woher"), max_length=12, choices=Origin.choices, default=Origin.CLIENT)
    known_on = models.DateField(_("Stand"))

    class Meta(OfPerson.Meta):
        ordering = ["entered_at"]
        indexes = [models.Index(fields=["person", "fact"], name="answer_of_person")]


class SealedAnswer(OfPerson):
    """An answer of level 3, or a tick that would betray one. Even which question it answers lies sealed.

    content  JSON: {"fact": …, "value": …, "reason": …, "origin": …, "known_on": …} or {"mark": …, "state": …}
    """

    content = EncryptedTextField()

    class Meta(OfPerson.Meta):
        ordering = ["entered_at"]
        indexes = [models.Index(fields=["person", "entered_at"], name="sealed_answer_of_person")]
