"""The pages for anyone speak the language one chose; a draft says so, and nobody is given one unasked."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from scripts.translations import PLURAL, load, missing

from tests.factories.directory import a_service
from tests.page_habits import WatchfulClient

DRAFT = b"as-about-language"


def test_the_chosen_language_is_on_the_next_page(client: Client, partnership: Any) -> None:
    response = client.get("/language/tr/", headers={"referer": "http://testserver/crisis/?a=1"})
    assert response.url == "/crisis/?a=1"
    page = client.get("/crisis/")
    assert b'<html lang="tr" dir="ltr"' in page.content
    assert page.headers["Content-Language"] == "tr"


def test_a_link_on_a_poster_opens_its_page_in_that_language(client: Client, partnership: Any) -> None:
    response = client.get("/language/he/?next=/ask-for-help/")
    assert response.url == "/ask-for-help/"
    assert b'<html lang="he" dir="rtl"' in client.get("/ask-for-help/").content


@pytest.mark.parametrize("code", ["xx", "en", "tr-tr", "de"])
def test_a_language_we_do_not_speak_is_not_found(code: str, client: Client, partnership: Any) -> None:
    assert client.get(f"/language/{code}/").status_code == 404


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "\\\\evil"]
)
def test_it_never_leads_to_another_site(address: str, client: Client, partnership: Any) -> None:
    url = client.get("/language/tr/", {"next": address}, headers={"referer": address}).url
    assert url == "/"


def test_a_mangled_cookie_leaves_english(client: Client, partnership: Any) -> None:
    client.cookies["language"] = '"><script>'
    page = client.get("/crisis/").content
    assert b'<html lang="en-gb"' in page
    assert b"<script>" not in page


def test_a_draft_says_so_and_leads_back_to_english(client: Client, partnership: Any) -> None:
    client.cookies["language"] = "pl"
    page = client.get("/crisis/").content.decode()
    assert "See this page in English" in page


def test_a_browser_that_asks_for_a_draft_is_offered_it_and_given_english(
    client: Client, partnership: Any
) -> None:
    page = client.get("/crisis/", headers={"accept-language": "tr-TR,tr;q=0.9,en;q=0.5"}).content.decode()
    assert '<html lang="en-gb"' in page
    assert "Bu sayfa Türkçe de var" in page


def test_who_chose_english_is_offered_nothing(client: Client, partnership: Any) -> None:
    client.cookies["language"] = "en-gb"
    assert DRAFT not in client.get("/crisis/", headers={"accept-language": "tr"}).content


def test_a_translation_a_speaker_has_checked_is_given_to_a_browser_that_asks_for_it(
    client: Client, partnership: Any, settings: Any
) -> None:
    settings.DRAFT_LANGUAGES = frozenset({"bn", "pl", "so", "he"})
    page = client.get("/crisis/", headers={"accept-language": "tr,en;q=0.5"}).content
    assert b'<html lang="tr"' in page
    assert DRAFT not in page


@pytest.mark.parametrize("asked", ["", "*", "xx", "q=;;,", "en-US", "e" * 3000, "de,fr"])
def test_whatever_a_browser_says_there_is_a_page(asked: str, client: Client, partnership: Any) -> None:
    assert b'<html lang="en-gb"' in client.get("/crisis/", headers={"accept-language": asked}).content


def test_pages_for_members_speak_english(cast: Any) -> None:
    client = WatchfulClient()
    client.force_login(cast.owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "tr"
    assert b'<html lang="en-gb"' in client.get("/connector/").content


def test_a_page_without_a_translation_speaks_english_and_says_so(client: Client, partnership: Any) -> None:
    client.cookies["language"] = "he"
    page = client.get("/about/").content.decode()
    assert '<html lang="en-gb" dir="ltr"' in page
    assert "הדף הזה באנגלית בלבד" in page


@pytest.mark.parametrize("code", sorted(PLURAL))
def test_every_sentence_of_the_residents_path_has_its_translation(code: str) -> None:
    assert missing(code) == [], "run scripts/translations.py extract, and fill in what is empty"


@pytest.mark.parametrize("code", sorted(PLURAL))
def test_every_translation_keeps_the_places_for_names_and_numbers(code: str) -> None:
    places = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = []
    for message in load(code):
        told = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        asked = message.id if isinstance(message.id, (tuple, list)) else [message.id]
        if not message.id:
            continue
        most = {place for text in asked for place in places.findall(text)}
        for text in told:
            found = set(places.findall(text))
            if found - most or (found != most and not isinstance(message.id, (tuple, list))):
                wrong.append((message.id, text))
    assert wrong == []


def test_pages_in_another_language_hold_no_english_of_ours(client: Client, partnership: Any) -> None:
    service = a_service(
        "Kulüp", description="Her salı birlikte yemek yeriz ve sohbet ederiz.", at=[(534870, 184694)]
    )
    client.cookies["language"] = "tr"
    for address in (
        "/",
        "/find/",
        "/find/?q=kul%C3%BCp",
        f"/services/{service.pk}/",
        f"/services/{service.pk}/wrong/",
        f"/services/{service.pk}/wrong/?thanks=1",
        f"/organisations/{service.organization_id}/",
        "/befriending/nobody-knows-this/",
        "/shortlist/",
        "/ask-for-help/",
    ):
        page = client.get(address).content.decode()
        if "?q=" in address:
            assert "Kaydet" in page, "a result is drawn"
        text = " ".join(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())
        found = [words for words in ENGLISH if words in text]
        assert found == [], address


ENGLISH = (
    "Find something",
    "Ring us",
    "Talk to",
    "near you",
    "Save",
    "Open to",
    "What ",
    "Which ",
    "the list",
    " and ",
)
"""Words of ours that would show on nearly every page that had lost its translation."""


def test_caches_keep_the_languages_apart(client: Client, partnership: Any) -> None:
    assert {"Cookie", "Accept-Language"} <= {
        part.strip() for part in client.get("/crisis/").headers["Vary"].split(",")
    }


def test_every_language_offered_has_a_catalogue_that_is_built() -> None:
    from django.conf import settings

    for code, _name in settings.LANGUAGES:
        built = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.mo"
        assert code == settings.LANGUAGE_CODE or built.exists(), f"{built}: run `make assets`"


def test_a_day_is_said_as_the_language_says_it() -> None:
    import datetime as dt

    from alongside.web.components import words

    with translation.override("pl"):
        assert words.short_day(dt.date(2026, 12, 1), today=dt.date(2026, 11, 1)) == "1 grudnia"
