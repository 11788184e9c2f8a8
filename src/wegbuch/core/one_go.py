"""Rows of many tables in one question to the database, whose text is built once.

For a page that shows a little of everything, building the questions costs ten times as much as asking them. The text is
kept for each organisation, because its wall stands in it; only what is `Given` changes from one time to the next.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.models.functions import JSONObject, RowNumber

from . import among, tenant

OF, PLACE, ROW = "one_go_of", "one_go_place", "one_go_row"
FIELDS: Mapping[type, models.Field] = {
    UUID: models.UUIDField(),
    datetime: models.DateTimeField(),
    date: models.DateField(),
}


class Given(models.Expression):
    """A value that is named when the text is built, and given when it is asked."""

    def __init__(self, name: str, output_field: models.Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def value(self, given: Mapping[str, Any], connection: Any) -> Any:
        return self.output_field.get_db_prep_value(given[self.name], connection)


class GivenIds(Given):
    """Any number of ids, to be one of: `filter(pk__in=ids)`. However many they are, the text stays the same."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return f"({among.LISTED[connection.vendor]})", [self]

    def value(self, given: Mapping[str, Any], connection: Any) -> Any:
        ids: Iterable[UUID] = given[self.name]
        return among.packed(str(self.output_field.get_db_prep_value(each, connection)) for each in ids)


@dataclass(frozen=True)
class Text:
    """The question of one organisation to one database; models: what its rows are, None for plain values."""

    sql: str
    parameters: Sequence[Any]
    models: Mapping[str, type[models.Model] | None]


@dataclass(frozen=True)
class OneGo:
    """Questions that are asked together. What is given: ids, days, times, or a list of ids.

    questions  from what is given, by name, to querysets by name: of rows without times, or of `values`
    """

    questions: Callable[..., Mapping[str, models.QuerySet]]
    _texts: dict[tuple[UUID, str], Text] = field(default_factory=dict)

    def ask(self, *, using: str, **given: Any) -> dict[str, list[Any]]:
        """The rows of every question, each in its order. given: what the questions hang on.

        raises  NoTenant also where the wall is lifted: the text that is kept must hold it
        """
        if tenant.is_lifted():
            raise tenant.NoTenant("rows in one go are those of one organisation")
        asked = (tenant.current(), using)
        text = self._texts.get(asked)
        if text is None:
            text = self._texts[asked] = self._build(using, given)
        connection = connections[using]
        parameters = [each.value(given, connection) if isinstance(each, Given) else each for each in text.parameters]
        with connection.cursor() as cursor:
            cursor.execute(text.sql, parameters)
            lines = sorted(cursor.fetchall(), key=lambda line: line[1])
        found: dict[str, list[Any]] = {name: [] for name in text.models}
        for name, _place, row in lines:
            found[name].append(_read(text.models[name], json.loads(row), using))
        return found

    def _build(self, using: str, given: Mapping[str, Any]) -> Text:
        names = {name: _named(name, value) for name, value in given.items()}
        questions = self.questions(**names)
        first, *others = (_as_lines(name, rows) for name, rows in questions.items())
        together = first.union(*others, all=True)
        sql, parameters = together.query.get_compiler(using).as_sql()
        kinds = {name: None if rows.query.values_select else rows.model for name, rows in questions.items()}
        return Text(sql, parameters, kinds)


def _named(name: str, value: Any) -> Given:
    if isinstance(value, list):
        return GivenIds(name, FIELDS[UUID])
    return Given(name, FIELDS[type(value)])


def _as_lines(name: str, rows: models.QuerySet) -> models.QuerySet:
    """Rows as lines that tables of all kinds have in common: name, place in their order, content."""
    columns = rows.query.values_select or [column.attname for column in rows.model._meta.concrete_fields]
    order: Any = rows.query.order_by or rows.model._meta.ordering
    place = models.Window(RowNumber(), order_by=list(order)) if order else models.Value(1)
    content = JSONObject(**{column: models.F(column) for column in columns})
    lines: Any = models.QuerySet(rows.model, query=rows.query.chain())
    return lines.order_by().annotate(**{OF: models.Value(name), PLACE: place, ROW: content}).values_list(OF, PLACE, ROW)


def _read(model: type[models.Model] | None, content: dict[str, Any], using: str) -> Any:
    if model is None:
        return content
    columns = model._meta.concrete_fields
    return model.from_db(
        using, [column.attname for column in columns], [_value(each, content[each.attname]) for each in columns]
    )


def _value(column: Any, value: Any) -> Any:
    """As the field reads it from its own table."""
    if hasattr(column, "from_db_value"):
        return column.from_db_value(value, None, None)
    return column.to_python(value)
