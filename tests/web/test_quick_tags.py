"""Tags that remember: `url`, `translate` and `blocktranslate` draw what Django's own draw, in every language."""

from __future__ import annotations

import uuid

import pytest
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from alongside.web.addresses import address
from alongside.web.components.icons import LINES, icon
from alongside.web.components.templatetags import quick

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
PLAIN = Engine(builtins=["django.templatetags.i18n"])
TEMPLATES = [
    '{% url "connector:case" key %}',
    "{% url 'connector:case' case_id=key %}",
    '{% url "connector:letter-write" key "no_answer" %}',
    '{% url name key %}',
    '{% url "public:home" %}',
    '{% url "connector:case" key as there %}[{{ there }}]',
    '{% translate "Save" %} {% translate "Save" %}',
    '{% translate "Save"|upper %}{% translate word %}{% translate "Save" as said %}{{ said }}',
    '{% translate "May" context "month name" %}{% translate "Save" noop %}',
    "{% translate '100%% & <more>' %}",
    "{% blocktranslate %}for {{ word }} & <b>100%</b>{% endblocktranslate %}",
    "{% blocktranslate trimmed count days=days with who=word %}{{ who }}: {{ days }} day{% plural %}"
    "{{ who }}: {{ days }} days{% endblocktranslate %}",
    "{% autoescape off %}{% translate '<b>' %}{% url 'connector:case' key %}{% endautoescape %}",
]  # fmt: skip


def context(key=ONE, word="<i>Ada</i>", days=1):
    return Context({"key": key, "word": word, "days": days, "name": "connector:case"})


def test_the_tags_are_ours():
    assert "alongside.web.components.templatetags.quick" in engines["django"].engine.builtins
    assert set(quick.register.tags) == {"url", "translate", "trans", "blocktranslate", "blocktrans"}


@pytest.mark.parametrize("text", TEMPLATES)
def test_they_draw_what_djangos_draw_for_one_and_then_for_another(text):
    ours, plain = engines["django"].engine.from_string(text), PLAIN.from_string(text)
    for language in ("en-gb", "tr", "he", "en-gb"):
        with translation.override(language):
            for given in ({}, {"key": OTHER, "word": "b & c", "days": 3}):
                assert ours.render(context(**given)) == plain.render(context(**given))


def test_a_page_that_is_not_there_is_no_address():
    for text in (
        '{% url "connector:nothing" key %}',
        '{% url "connector:case" %}',
        '{% url "connector:case" "x" %}',
    ):
        with pytest.raises(NoReverseMatch):
            engines["django"].engine.from_string(text).render(context())
    with pytest.raises(TemplateSyntaxError):
        engines["django"].engine.from_string("{% url %}")


def test_addresses_are_those_of_reverse():
    for name, keys, words in (
        ("connector:case", (ONE,), ()),
        ("connector:case", (OTHER,), ()),
        ("connector:letter-write", (ONE,), ("no_answer",)),
        ("public:home", (), ()),
    ):
        assert address(name, *keys, words=words) == reverse(name, args=[*keys, *words])


def test_every_icon_is_drawn_and_a_name_without_one_draws_no_line():
    for name in LINES:
        assert icon(name).count("<svg") == 1
        assert LINES[name] in icon(name)
    assert "as-icon--turns" in icon("back")
    assert icon('"><script>') == icon("no such name")
