"""Lists of a district on their way in."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.access.roles import Role
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField


class ImportProfile(TenantModel):
    """How columns with these headings were understood last time."""

    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "fingerprint"], name="import_profile_once")]


class ImportRunQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own lists, all of the organisation for a lead; the lines of a list are shown to nobody else anyway."""
        return self.all() if Role.LEAD in user.roles else self.uploaded_by(user)

    def uploaded_by(self, user: User) -> Self:
        return self.filter(uploaded_by=user)


class ImportRun(TenantModel):
    """One uploaded list: its sheets, the columns as understood, how many lines end how.

    outline  all about its sheets but the lines, which lie in blocks; notes  what there is to say about the file
    mapping  columns: field → column from 0; form: form of support; workers: ids of the case team to be;
             begun: whether people of it may be in
    """

    class State(models.TextChoices):
        MAPPING = "mapping", _("Spalten prüfen")
        CHECKED = "checked", _("geprüft, noch nicht übernommen")
        DONE = "done", _("übernommen")
        CANCELLED = "cancelled", _("verworfen")

    file_name = EncryptedTextField()
    file_hash = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(default=0)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    counts = models.JSONField(default=dict)
    outline = EncryptedTextField()
    notes = EncryptedTextField()

    objects: ClassVar = WalledManager.from_queryset(ImportRunQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_begun(self) -> bool:
        """Whether it is on its way in, or stopped half-way."""
        return bool(self.mapping.get("begun")) and self.state == self.State.CHECKED

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("cases:list", args=[self.pk])


class ImportBlock(TenantModel):
    """Some hundred lines of one sheet as they stand in the file, sealed; thrown away once the list is in."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="+")
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    lines = EncryptedTextField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["run", "sheet", "number"], name="import_block_once")]


class ImportPortion(TenantModel):
    """Lines that go in together: how they are read and what becomes of them, sealed; families stay whole.

    tally  how many lines end how, are shown where, wait, and have a case
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="+")
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    readings = EncryptedTextField()
    fates = EncryptedTextField()
    tally = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        ordering = ["first_line"]
        constraints = [models.UniqueConstraint(fields=["run", "first_line"], name="import_portion_once")]
