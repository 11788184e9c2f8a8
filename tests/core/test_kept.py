"""Pieces of pages that are rendered once and kept: they know nothing but what they are kept by."""

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import override_settings

TEMPLATE = "{% kept doors=doors %}{% for door in doors %}{{ door }};{% endfor %}{{ name }}{% endkept %}"


def template(source=TEMPLATE):
    return engines["django"].from_string(source)


def test_the_same_values_show_the_same():
    page = template()
    assert [page.render({"doors": ("Heute", "Menschen")}) for _ in range(2)] == ["Heute;Menschen;"] * 2


def test_the_second_time_nothing_is_rendered():
    class Counted(str):
        times = 0

        def __str__(self):
            Counted.times += 1
            return "Heute"

    page, door = template("{% kept door=door %}{{ door.strip }}{{ door|stringformat:'s' }}{% endkept %}"), Counted("x")
    page.render({"door": door})
    before = Counted.times
    page.render({"door": door})
    assert 0 < before == Counted.times


def test_another_value_shows_anew():
    page = template()
    page.render({"doors": ("Heute",)})
    assert page.render({"doors": ("Menschen",)}) == "Menschen;"


def test_what_is_not_named_is_not_seen():
    assert template().render({"doors": (), "name": "Mariam Habibi"}) == ""


def test_values_are_made_safe_as_everywhere():
    assert template().render({"doors": ("<b>",)}) == "&lt;b&gt;;"


def test_what_is_kept_is_forgotten_when_it_grows_too_long(monkeypatch):
    from wegbuch.core.templatetags import kept

    monkeypatch.setattr(kept, "MOST", 2)
    page = template()
    for number in range(5):
        page.render({"doors": (number,)})
    assert len(page.template.nodelist[0]._kept) <= 2


def test_each_language_is_kept_by_itself():
    page = template("{% kept %}{% get_current_language as language %}{{ language }}{% endkept %}")
    shown = [page.render({})]
    with override_settings(LANGUAGE_CODE="en"):
        from django.utils import translation

        with translation.override("en"):
            shown.append(page.render({}))
    assert shown == ["de", "en"]


@pytest.mark.parametrize("words", ["doors", "doors=doors areas"])
def test_a_word_without_a_value_is_refused(words):
    with pytest.raises(TemplateSyntaxError):
        template(f"{{% kept {words} %}}{{% endkept %}}")


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(TypeError):
        template().render({"doors": ["Heute"]})
