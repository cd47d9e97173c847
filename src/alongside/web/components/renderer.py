"""Draws Django forms as GOV.UK Frontend markup: settings name it as FORM_RENDERER.

`{{ form.field.as_field_group }}` gives label, hint, error and control; `{{ form }}` gives all fields.
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template


class GovukRenderer(DjangoTemplates):
    """Groups from our own templates, single elements (`django/forms/widgets/…`) from Django's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Ours come through the site's engine, so that its filters and components work in them."""
        if template_name.startswith("django/forms/"):
            return super().get_template(template_name)
        return get_template(template_name)
