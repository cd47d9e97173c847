"""Draws Django forms as GOV.UK Frontend markup: settings name it as FORM_RENDERER.

`{{ form.field.as_field_group }}` gives label, hint, error and control; `{{ form }}` gives all fields. A page may hold
a hundred boxes and a select fifty options, so single elements are put together here instead of by a template each.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe


class GovukRenderer(DjangoTemplates):
    """Groups from our own templates, plain elements from the functions below, the rest from Django's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Ours come through the site's engine, so that its filters and components work in them."""
        if template_name.startswith("django/forms/"):
            return super().get_template(template_name)
        return get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw a plain element at once; anything else by its template."""
        draw = PLAIN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def escape(value: Any) -> str:
    """Text made safe for a page; what is safe already stays. Django's own goes through lazy wrappers: too slow here."""
    if isinstance(value, Promise):
        value = str(value)
    return str(value.__html__()) if hasattr(value, "__html__") else html.escape(str(value))


def attributes(attrs: Mapping[str, Any]) -> str:
    """` name="value"` of each; True stands alone, False is left out."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _box(widget: Mapping[str, Any]) -> SafeString:
    value = {} if widget["value"] is None else {"value": widget["value"]}
    given = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
    return mark_safe(f"<input{attributes(given)}>")  # noqa: S308 – all parts are escaped


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    given = {"name": widget["name"], **widget["attrs"]}
    return mark_safe(f"<select{attributes(given)}>{groups}</select>")  # noqa: S308 – all parts are escaped


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    inside = "".join(_option(option) for option in options)
    return f'<optgroup label="{escape(name)}">{inside}</optgroup>' if name else inside


def _option(option: Mapping[str, Any]) -> str:
    given = {"value": _value(option["value"]), **option["attrs"]}
    return f"<option{attributes(given)}>{escape(option['label'])}</option>"


def _value(value: Any) -> Any:
    return "" if value is None else value


PLAIN: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{
        f"django/forms/widgets/{kind}.html": _box
        for kind in ("input", "text", "number", "email", "password", "hidden", "date", "time", "checkbox")
    },
    "django/forms/widgets/select.html": _select,
}


def choices(kind: str, boxes: Iterable[Any], hints: Mapping[str, Any]) -> SafeString:
    """Radios or checkboxes (`kind`) with their labels, and the hints of some of them by value."""
    return mark_safe("".join(_choice(kind, box, hints) for box in boxes))  # noqa: S308 – all parts are escaped


def _choice(kind: str, box: Any, hints: Mapping[str, Any]) -> str:
    data, mark = box.data, escape(box.id_for_label)
    value = _value(data["value"])
    hint = hints.get(str(value), "")
    given = {
        "class": f"govuk-{kind}__input",
        "id": box.id_for_label,
        "name": data["name"],
        "type": data["type"],
        "value": value,
        "checked": bool(data["selected"]),
        "disabled": bool(data["attrs"].get("disabled")),
        "aria-describedby": f"{box.id_for_label}_hint" if hint else False,
    }
    told = f'<div class="govuk-hint govuk-{kind}__hint" id="{mark}_hint">{escape(hint)}</div>' if hint else ""
    return (
        f'<div class="govuk-{kind}__item"><input{attributes(given)}>'
        f'<label class="govuk-label govuk-{kind}__label" for="{mark}">{escape(box.choice_label)}</label>{told}</div>'
    )
