"""Base models: the wall, the audit log and the version check that every row of case data has without asking."""

from collections.abc import Iterable
from functools import cache
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction

from . import audit, tenant
from .inserting import insert_rows
from .sealed import SealedMixin
from .updating import update_rows


class SavedMeanwhile(Exception):
    """A colleague saved this row since it was read; nothing was written.

    theirs  the row as it is now
    mine    the row as it was to be saved
    """

    def __init__(self, *, mine: models.Model, theirs: models.Model) -> None:
        super().__init__(f"{type(mine).__name__} was saved meanwhile")
        self.mine, self.theirs = mine, theirs


class AuditedQuerySet(models.QuerySet):
    """Bulk paths that would pass the audit log by are closed; `bulk_create` writes it in one go."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        self._for_write = True
        with transaction.atomic():
            if args or kwargs.keys() - {"batch_size"}:
                super().bulk_create(rows, *args, **kwargs)
            else:
                insert_rows(self.model, rows, using=self.db)
            audit.write([row.audit_event("created", row.audited_fields()) for row in rows])
        for row in rows:
            row.remember()
        return rows

    def update(self, **kwargs: Any) -> int:
        raise TypeError("update() would pass the audit log by: change the rows and save them")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("delete() would pass the audit log by: delete row by row")

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None, *, are_held: bool = False
    ) -> int:
        """Write the named fields of many rows at once, each with its audit event and the next version.

        batch_size  as in Django; one statement serves any number
        are_held    nobody else could write these rows since they were read: a field that all of them have as it was
                    read is not written again, nor are its indexes
        """
        rows, names = list(objs), tuple(fields)
        self._for_write = True
        for row in rows:
            row.version += 1
        with transaction.atomic():
            written = [name for name in names if not are_held or _has_changed(rows, self.model, name)]
            done = update_rows(self.model, rows, [*written, "version"], using=self.db)
            audit.write([row.audit_event("changed", names) for row in rows])
        for row in rows:
            row.remember()
        return done


def _has_changed(rows: Iterable[Any], model: type[models.Model], name: str) -> bool:
    """Whether one of the rows has another value than was read; also where it was not read."""
    field: Any = model._meta.get_field(name)
    attname: str = field.attname
    return any(attname not in row._as_read or getattr(row, attname) != row._as_read[attname] for row in rows)


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


class WalledQuerySet(AuditedQuerySet):
    """Rows of one organisation."""


class Wall:
    """Makes a manager refuse to be asked without an organisation; `row_security` gives its table a second wall."""

    is_walled = True

    def get_queryset(self) -> Any:
        rows = super().get_queryset()  # type: ignore[misc]
        return rows if tenant.is_lifted() else rows.filter(organisation_id=tenant.current())


OneOrganisationsManager = models.Manager.from_queryset(WalledQuerySet)


class WalledManager(Wall, OneOrganisationsManager):
    """Case data of one organisation."""


class WalledDerivedManager(Wall, models.Manager):
    """Rows of one organisation that are worked out from case data, and so need no audit of their own."""


class AuditedModel(SealedMixin, models.Model):
    """A row whose every save and deletion is in the audit log, in the same transaction."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar = models.Manager.from_queryset(AuditedQuerySet)()

    class Meta:
        abstract = True

    _as_read: dict[str, Any]

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        row = super().from_db(db, field_names, values, **kwargs)
        row.remember()
        return row

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        names = None if fields is None else list(fields)
        super().refresh_from_db(using, names, from_queryset)
        if names is None or "_as_read" not in self.__dict__:
            self.remember()
            return
        # A column that was left out is read when it is asked for: that says nothing of the others.
        read = {getattr(self._meta.get_field(name), "attname", name) for name in names}
        self._as_read |= {name: self.__dict__[name] for name in read & set(_columns(type(self)))}

    def remember(self) -> None:
        """Note the row as it lies in the database, so that `save` knows what changed."""
        kept = self.__dict__
        self._as_read = {name: kept[name] for name in _columns(type(self)) if name in kept}

    def audit_organisation(self) -> UUID | None:
        """Whose chain of events this row belongs to."""
        return getattr(self, "organisation_id", None)

    def audit_subject(self) -> UUID | None:
        """The person this row is about."""
        return getattr(self, "person_id", None)

    def looks(self, user: Any) -> list[tuple[str, str, UUID | None]]:
        """What is seen when this row is opened: kind, id, person. Rows that show no file have none."""
        return []

    def audited_fields(self) -> tuple[str, ...]:
        """Names of the fields that hold something."""
        skipped = {"id", "version", "organisation_id"}
        return tuple(
            field.attname
            for field in self._meta.concrete_fields
            if field.attname not in skipped and self.__dict__.get(field.attname) not in (None, "")
        )

    def audit_event(self, action: str, fields: tuple[str, ...] = ()) -> audit.Event:
        return audit.Event(
            action=action,
            model=self._meta.label_lower,
            object_id=str(self.pk),
            organisation=self.audit_organisation(),
            fields=fields,
            subject=self.audit_subject(),
        )

    def changed_fields(self) -> tuple[str, ...]:
        """Names of the fields that differ from the row as it was read."""
        return tuple(
            field.attname
            for field in self._meta.concrete_fields
            if field.attname in self._as_read
            and field.attname != "version"
            and self.__dict__.get(field.attname) != self._as_read[field.attname]
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row and its audit event; of a row that exists only what changed.

        raises  SavedMeanwhile if a colleague saved it since it was read
        """
        if self._state.adding:
            # A block that keeps all or nothing needs no way back to before this row.
            with transaction.atomic(savepoint=not audit.is_gathering()):
                super().save(*args, **{**kwargs, "force_insert": True})
                audit.write([self.audit_event("created", self.audited_fields())])
        elif changed := self.changed_fields():
            self._save_changed(changed)
        self.remember()

    def _save_changed(self, changed: tuple[str, ...]) -> None:
        with transaction.atomic():
            theirs = type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
            if theirs is None or theirs.version != self.version:
                raise SavedMeanwhile(mine=self, theirs=theirs or self)
            self.version += 1
            super().save(update_fields=[*changed, "version"])
            audit.write([self.audit_event("changed", changed)])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            audit.write([self.audit_event("deleted")])
            return super().delete(*args, **kwargs)


class TenantModel(AuditedModel):
    """A row of one organisation, unseen by every other."""

    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+", editable=False)

    objects: ClassVar = WalledManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._state.adding and self.organisation_id is None and not args:
            self.organisation_id = tenant.current_or_none()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not tenant.is_lifted() and self.organisation_id != tenant.current():
            raise tenant.NoTenant(f"{type(self).__name__} belongs to another organisation")
        super().save(*args, **kwargs)
