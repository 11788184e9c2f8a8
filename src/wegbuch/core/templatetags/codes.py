"""Words for codes in templates."""

from django import template

from wegbuch.core import codes

register = template.Library()


@register.filter
def word(code: str, list_name: str) -> str:
    """The German word for a code of a list: `{{ row.status|word:"residence_statuses" }}`."""
    return codes.label(list_name, str(code)) if code not in ("", None) else ""


@register.filter
def short_word(code: str, list_name: str) -> str:
    return codes.short(list_name, str(code)) if code not in ("", None) else ""
