"""`/steward/entries/sheet/`: bring in a list kept as a spreadsheet: our template, then a look at each cell."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.core import clock
from alongside.directory.actions.sheets import look
from alongside.directory.feeds.sheet import COLUMNS, LARGEST, CannotReadSheet, words_known
from alongside.directory.models import Feed
from alongside.partnerships.enums import Role
from alongside.web.forms import typed
from alongside.web.page import page, render
from alongside.web.requests import MemberRequest


class SheetForm(forms.Form):
    """What the list is called, and the file."""

    name = forms.CharField(
        label=_("What is this list called?"),
        help_text=_(
            "The next time, give the same name: what is not in the list any more then leaves the directory."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "lists", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, or an Excel workbook (.xlsx)"),
        error_messages={"required": _("Choose the file."), "empty": _("This file is empty.")},
    )
    marks_optional = False

    def clean_file(self) -> UploadedFile:
        """Not larger than we read."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_t("This file is larger than 5 MB. Send us the list in parts."))
        return file


@page("steward", "entries/sheet/", roles={Role.STEWARD})
def sheet_new(request: MemberRequest) -> HttpResponse:
    """Show what a table must look like; a POST keeps one to be looked at."""
    form = SheetForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = look(
                name=form.cleaned_data["name"],
                file_name=file.name or "",
                content=file.read(),
                by=request.member,
                at=clock.now(),
            )
        except CannotReadSheet as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("steward:sheet", sheet.pk)
    context = {
        "form": form,
        "columns": COLUMNS,
        "words": words_known(),
        "lists": Feed.objects.exclude(source__startswith="http")
        .order_by("name")
        .values_list("name", flat=True),
    }
    return render(request, "steward/sheet_new.html", context)
