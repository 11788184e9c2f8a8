"""The index behind the one search field."""

from typing import ClassVar

from django.db import models

from wegbuch.core.models import WalledDerivedManager

from .people import Person


class SearchToken(models.Model):
    """One key under which a person is found: a folded word, a skeleton, a day, a number, a room."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("access.Organisation", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="search_tokens")
    kind = models.CharField(max_length=10)
    token = models.CharField(max_length=80)

    objects: ClassVar = WalledDerivedManager()

    class Meta:
        base_manager_name = "objects"
        # By kind first: SQLite looks at the beginning of an index to learn how many rows share a key. Birth dates are
        # spread; beginning with birth years, a million people made it read every key of the organisation.
        indexes = [models.Index(fields=["organisation", "kind", "token", "person"], name="search_token")]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "token"], name="search_token_once")]
