"""Pieces of pages that stay the same for many requests: rendered once, kept by what they show."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 500  # of one piece; then all of them are made anew


class KeptNode(template.Node):
    """Its content sees nothing of the page but the named values, so it cannot tell more than they do."""

    def __init__(self, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self._kept: dict[tuple[Hashable, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self.values.items()}
        mark = (get_language(), *given.values())
        found = self._kept.get(mark)
        return found if found is not None else self._render(context, mark, given)

    def _render(self, context: template.Context, mark: tuple[Hashable, ...], given: dict[str, Any]) -> SafeString:
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[mark] = made = self.nodelist.render(context.new(given))
        return made


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Render the content once for these values: `{% kept doors=frame.areas %} … {% endkept %}`.

    The values must be hashable and must tell nothing about the people we support.
    """
    _name, *words = token.split_contents()
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError("kept takes name=value pairs only")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)
