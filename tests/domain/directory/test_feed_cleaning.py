"""Each quirk of real feeds, cleaned: words first, then facts."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.directory.feeds import clean_facts as facts
from alongside.directory.feeds import clean_text as text
from alongside.directory.feeds.vendor import unknown_keys, without_officers


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Â£10 a session", "£10 a session"),
        ("â€˜Contact Usâ€™", "‘Contact Us’"),
        ("â€œteaâ€\x9d", "“tea”"),
        ("cafÃ©", "café"),
        ("Ã‚Â£10", "£10"),
        ("café £5 – naïve", "café £5 – naïve"),
        ("Straße, Łódź, Ünal, বাংলা, ייִדיש", "Straße, Łódź, Ünal, বাংলা, ייִדיש"),
    ],
)
def test_mojibake_is_put_right_and_honest_accents_are_left_alone(written, meant):
    assert text.line(written) == meant


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_ascii_is_never_mistaken_for_mojibake(written):
    assert text.repair_mojibake(written) == written


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("", ""),
        (None, ""),
        ("Tea & a chat\n\nAll welcome", "<p>Tea &amp; a chat</p><p>All welcome</p>"),
        ("&lt;p&gt;Tea&lt;/p&gt;", "<p>Tea</p>"),
        ("<h2>Who</h2><p>You</p>", "<p><strong>Who</strong></p><p>You</p>"),
        ('<p data-x="1" style="color:red" onclick="x()">Tea</p>', "<p>Tea</p>"),
        ("<p>&nbsp;</p><p>Tea\u200b\u00ad</p><p></p>", "<p>Tea</p>"),
        ("<p>Unclosed <b>bold", "<p>Unclosed <b>bold</b></p>"),
        ("a < b", "<p>a &lt; b</p>"),
    ],
)
def test_descriptions_become_safe_html(written, clean):
    assert text.rich(written) == clean


@settings(max_examples=200)
@given(
    st.text(max_size=300)
    | st.from_regex(r"(<[a-z!/]{1,9} ?(on\w+=|href=|style=)?[^>]{0,20}>?|&#x?\w{1,6};?){1,8}")
)
def test_no_html_that_comes_in_can_run(written):
    clean = text.rich(written)
    assert text.rich(clean) == text.rich(text.rich(clean))
    lower = clean.lower()
    for bad in ("<script", "<img", "<svg", "<iframe", "<style", "<object", "<form"):
        assert bad not in lower
    assert "\x00" not in clean


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0117 922 4567", ["0117 922 4567"]),
        ("07700900123", ["07700 900123"]),
        ("+44 (0)20 7946 0123", ["020 7946 0123"]),
        ("00442079460123", ["020 7946 0123"]),
        ("Tel: 0117 922 4567 or 01275 888123", ["0117 922 4567", "01275 888123"]),
        ("In an emergency ring 999 or NHS 111", ["999", "111"]),
        ("Ring us", []),
        ("", []),
        (None, []),
        (1179224567, ["0117 922 4567"]),
    ],
)
def test_phones_with_words_and_with_two_numbers(written, numbers):
    assert [number for number, _ in text.phones(written)] == numbers


def test_an_extension_is_kept_apart():
    assert text.phones("0117 922 4567 ext. 12") == [("0117 922 4567", "12")]


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("www.example-hall.org.uk", "https://www.example-hall.org.uk"),
        ("http:/hall.org.uk", "http://hall.org.uk"),
        ("https://a.org.uk, https://b.org.uk", "https://a.org.uk"),
        ("mailto:tea@hall.org.uk", ""),
        ("tea@hall.org.uk", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://www.nhs.uk/", ""),
        ("http://www.example.com", ""),
        ("https://www.nhs.uk/service/1", "https://www.nhs.uk/service/1"),
        ("n/a", ""),
        (7, ""),
    ],
)
def test_web_addresses_get_a_scheme_and_placeholders_go(written, clean):
    assert text.url(written) == clean


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("mailto:Tea@Hall.org.uk", "tea@hall.org.uk"),
        ("Unknown-123@noemail.invalid", ""),
        ("ring us", ""),
        (None, ""),
    ],
)
def test_mail_addresses(written, clean):
    assert text.email(written) == clean


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-12-19", dt.date(2023, 12, 19)),
        ("19/12/2023", dt.date(2023, 12, 19)),
        ("2023-06-04T23:30:00Z", dt.date(2023, 6, 5)),
        ("2023-06-04T23:30:00+0000", dt.date(2023, 6, 5)),
        ("2023-06-04T23:30:00", dt.date(2023, 6, 4)),
        ("2023-02-31", None),
        ("0001-01-01", None),
        ("soon", None),
        ("", None),
        (20231219, None),
    ],
)
def test_dates(written, day):
    assert facts.date(written) == day


@pytest.mark.parametrize(
    ("opens", "closes", "hours"),
    [
        ("9:00", "17:00", (dt.time(9), dt.time(17))),
        ("09:00:00", "5pm", (dt.time(9), dt.time(17))),
        ("2024-01-01T10:30:00Z", "12.15", (dt.time(10, 30), dt.time(12, 15))),
        ("10:00", "04:00", (dt.time(10), dt.time(16))),
        ("20:00", "06:00", (dt.time(20), None)),
        ("20:00", "24:00", (dt.time(20), dt.time(23, 59))),
        ("", "17:00", (None, None)),
        ("25:00", "26:00", (None, None)),
    ],
)
def test_opening_hours_and_twelve_hour_slips(opens, closes, hours):
    assert facts.hours(opens, closes) == hours


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("MO,WE", ["MO", "WE"]),
        ("Monday", ["MO"]),
        ("Tuesdays and Thursdays", ["TU", "TH"]),
        ("Mon-Fri", ["MO", "TU", "WE", "TH", "FR"]),
        ("Fri to Mon", ["FR", "SA", "SU", "MO"]),
        (["1TU", "-1FR"], ["1TU", "-1FR"]),
        ("Every day", ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]),
        ("Satisfaction guaranteed", []),
        (None, []),
    ],
)
def test_days(written, days):
    assert facts.days(written) == days


@pytest.mark.parametrize(
    ("low", "high", "ages"),
    [(-1, 0, (None, None)), (0, 100, (None, None)), ("18+", "", (18, None)), ("60", 18, (18, 60)), (5, 11, (5, 11)),
     ("16.0", 25.0, (16, 25)), ("old", None, (None, None)), (True, {}, (None, None))],
)  # fmt: skip
def test_ages_that_please_a_validator_are_no_limit(low, high, ages):
    assert facts.ages(low, high) == ages


@pytest.mark.parametrize(
    ("lat", "lon", "found"),
    [
        ("51.5412", "-0.0612", (51.5412, -0.0612, False)),
        (-0.0612, 51.5412, (51.5412, -0.0612, False)),
        (51.54, -0.06, (51.54, -0.06, True)),
        (0, 0, None),
        (100, 101, None),
        ("", None, None),
        (48.85, 2.35, None),
        (float("nan"), 1, None),
    ],
)
def test_coordinates_as_text_swapped_masked_or_abroad(lat, lon, found):
    assert facts.coordinates(lat, lon) == found


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("e81ea", "E8 1EA"),
        ("E8 1EA.", "E8 1EA"),
        ("E8", "E8"),
        ("ABC 1234", ""),
        ("", ""),
        (None, ""),
        (12, ""),
    ],
)
def test_postcodes(written, clean):
    assert facts.postcode(written) == clean


@pytest.mark.parametrize(
    ("words", "has", "lacks"),
    [
        ("Level access and a hearing loop", ["hearing_loop", "step_free"], []),
        ("There is no lift.", [], ["lift"]),
        ("Not wheelchair accessible", [], ["step_free", "wheelchair"]),
        ("Three steps to the door", [], ["step_free"]),
        ("Steps at the front, ramp at the side", ["step_free"], []),
        ("No steps", ["step_free"], []),
        ("Accessible toilet, BSL interpreter, Blue Badge bays", ["accessible_toilet", "bsl", "parking"], []),
        ("Friendly", [], []),
    ],
)
def test_access_read_from_words(words, has, lacks):
    assert facts.access([words]) == (has, lacks)


@settings(max_examples=300)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    )
)
def test_no_value_makes_a_cleaner_stumble(value):
    for clean in (
        text.line,
        text.words,
        text.rich,
        text.email,
        text.url,
        text.phones,
        facts.number,
        facts.date,
        facts.moment,
        facts.time,
        facts.days,
        facts.frequency,
        facts.month_days,
        facts.postcode,
    ):
        clean(value)
    facts.ages(value, value)
    facts.hours(value, value)
    facts.coordinates(value, value)
    json.dumps(text.storable(value), allow_nan=False).encode()


def test_vendor_keys_keep_their_place_and_officers_go():
    place = {"id": "l", "colour": "red", "addresses": [{"attention": "A. Person"}]}
    raw = {"id": "1", "pc_x": {"assured_by": "Ann", "kept": 1}, "empty": "", "assurer_email": "a@b.c"}
    raw["locations"] = [place, {"id": "m"}]
    assert unknown_keys(raw) == {"pc_x": {"kept": 1}, "locations": [{"id": "l", "colour": "red"}]}
    assert without_officers({"a": [{"last_modified_by": "x", "last_modified": "2020"}]}) == {
        "a": [{"last_modified": "2020"}]
    }
