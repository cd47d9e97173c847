"""Django's `url`, `translate` and `blocktranslate`, which remember what never changes: same words, same HTML.

A page of fifty rows has two hundred addresses and five hundred words. An address is put together by `web.addresses`, a
word is looked up once in each language, and the text between the tags is read once. Anything but the plain form of a
tag (`as …`, `context …`, keyword arguments, keys of other kinds) is Django's own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.utils.translation import get_language

from alongside.web.addresses import address

register = template.Library()


class QuickURLNode(URLNode):
    """`{% url "door:page" key … %}`; the name may be a variable."""

    def render(self, context: Context) -> str:
        """The address."""
        name, keys = self.view_name.resolve(context), [one.resolve(context) for one in self.args]
        if context.autoescape and isinstance(name, str) and all(type(key) is UUID for key in keys):
            return address(name, *keys)
        return super().render(context)


class QuickTranslateNode(TranslateNode):
    """`{% translate "words" %}`."""

    said: dict[tuple[str | None, bool], str]

    def render(self, context: Context) -> str:
        """The words in the language of the page."""
        key = (get_language(), context.autoescape)
        found = self.said.get(key)
        if found is None:
            found = self.said[key] = super().render(context)
        return found


class QuickBlockTranslateNode(BlockTranslateNode):
    """`{% blocktranslate %}…{% endblocktranslate %}`."""

    read: dict[int, tuple[str, tuple[str, ...]]]

    def render_token_list(self, tokens: list[Token]) -> tuple[str, list[str]]:
        """The message and the names in it."""
        found = self.read.get(id(tokens))
        if found is None:
            message, names = super().render_token_list(tokens)
            found = self.read[id(tokens)] = message, tuple(names)
        return found[0], list(found[1])


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """As Django's."""
    node = django_url(parser, token)
    if not node.kwargs and not node.asvar:
        node.__class__ = QuickURLNode
    return node


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> TranslateNode:
    """As Django's."""
    node: Any = do_translate(parser, token)
    whole = node.filter_expression
    if not (node.asvar or node.message_context or node.noop or whole.filters or whole.var.lookups):
        node.__class__, node.said = QuickTranslateNode, {}
    return node


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> BlockTranslateNode:
    """As Django's."""
    node: Any = do_block_translate(parser, token)
    node.__class__, node.read = QuickBlockTranslateNode, {}
    return node
