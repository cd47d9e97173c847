"""Log lines say what went wrong and never about whom."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from alongside.cli import frame
from alongside.core.logs import without_rows
from alongside.partnerships.models import User
from alongside.people.models import Person
from tests.factories.people import a_person

SHOWN = "zqcanary@example.org"


def _refused_row(cast: Any) -> IntegrityError:
    """The wall keeps PostgreSQL from quoting people's rows; accounts stand outside of it."""
    User.objects.create(email=SHOWN, password="!")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create(email=SHOWN, password="!")
    assert SHOWN in str(refused.value), "PostgreSQL no longer quotes rows: this can go"
    return refused.value


def test_a_refused_row_about_a_person_is_not_quoted_by_the_database(cast: Any) -> None:
    person = a_person(by=cast.owner, contact_note="Zqcanary")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Person.objects.filter(pk=person.pk).update(given_name="")
    assert "Zqcanary" not in str(refused.value)


def _formatter() -> logging.Formatter:
    how = settings.LOGGING["formatters"]["line"]
    made: logging.Formatter = import_string(how["()"])(how["format"], style=how["style"])
    return made


def test_a_row_that_the_database_refused_is_not_quoted_in_the_log(cast: Any) -> None:
    error = _refused_row(cast)
    record = logging.LogRecord(
        "x", logging.ERROR, "f", 1, "Failed: %s", (str(error),), (type(error), error, error.__traceback__)
    )
    line = _formatter().format(record)
    assert SHOWN not in line
    assert "already exists" not in line
    assert "violates unique constraint" in line
    assert "Traceback" in line


def test_nor_in_the_log_of_the_command_line(
    cast: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_VAR", str(tmp_path))
    reason, _code = frame.reason_for(_refused_row(cast))
    assert SHOWN not in reason + (tmp_path / "log" / "alongside.log").read_text()


def test_a_traceback_without_rows_stays_as_it_is() -> None:
    text = "Traceback (most recent call last):\n  File x\nValueError: details follow\n"
    assert without_rows(text) == text
    cause = "a.Error: no\nDETAIL:  (Ayten)\n\nThe above exception was the direct cause of"
    assert without_rows(f"{cause}\nb.Error: no\nDETAIL:  (Ayten\n\nAydın)") == (
        "a.Error: no\n\nThe above exception was the direct cause of\nb.Error: no\n"
    )


def test_nobodys_address_is_logged_when_they_fail_to_sign_in(
    cast: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(10):
        client.post("/account/login/", {"login": cast.owner.user.email, "password": "wrong"})
    client.post("/account/password/reset/", {"email": cast.owner.user.email})
    assert cast.owner.user.email not in caplog.text


def test_a_page_for_members_is_kept_by_no_browser(cast: Any, client_as: Callable[[Any], Client]) -> None:
    answer = client_as(cast.owner).get(reverse("connector:worklist"))
    assert answer["Cache-Control"] == "no-store, private"
