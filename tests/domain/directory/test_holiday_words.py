"""What words say of bank holidays: plainly on, plainly off, or not known. Anything that hedges is not known."""

import json
from typing import Any

import pytest

from alongside.directory.feeds.holiday_words import SAYING, of_service, on_bank_holidays
from alongside.directory.feeds.read_v3 import read_service
from tests.domain.directory import feed_records as made

CLOSED = """
Mondays except bank holidays
Every Tuesday, excluding bank holidays.
Closed on bank holidays
Closed bank holidays.
Mon-Fri 9am-5pm (not bank holidays)
Monday to Friday 9-5 excl. bank holidays
Mon - Fri 9 - 5, exc bank hols
We do not meet on bank holidays.
The group doesn't run on Bank Holidays or during school holidays
Not on public holidays
The service is available from 10 am to 6pm weekdays. The service is not available on public holidays.
Open 8am-5pm, Monday-Friday (Not including Bank Holidays)
Closed weekends and bank holidays
Closed: Saturdays, Sundays and Bank Holidays
Open Monday to Friday, closed Christmas Day and all bank holidays
No sessions on bank holidays
There is no club on bank holidays
Bank holidays: closed
Weekly with the exception of bank holidays
Every Monday unless it is a bank holiday
Weekdays only, excluding public and bank holidays
On bank holidays we do not meet
The walk does not take place on bank holidays
Term time only, not bank holidays
"""
MEETS = """
Open every day including bank holidays
Every Monday, including Bank Holidays.
Open bank holidays
Seven days a week incl. bank holidays
We meet every Monday, even on bank holidays
Open weekends and bank holidays
Bank holidays: open
"""
NOT_KNOWN = """
Closed on some bank holidays
Open most bank holidays
Usually closed on bank holidays
Closed on the August bank holiday
Closed for the Easter bank holiday
Not on bank holiday Mondays
Not on the bank holiday weekend
Times vary on bank holidays
Please check on bank holidays
Open bank holidays 10am to 2pm
Saturday, Sunday and bank holidays: 10am-1pm
Closed on bank holidays except Good Friday
All year round including weekends and bank holidays, except on Christmas Day
The office is closed on bank holidays
Phone line open 9-5 excluding bank holidays
We reply within three working days, excluding bank holidays
Referrals are taken Monday to Friday except bank holidays
Half price tickets except on bank holidays
Free swimming for over-60s, not on bank holidays
Give us 48 hours' notice (not including bank holidays)
Our office is open 9 to 5. Closed on bank holidays.
A helpline for all. Staffed 9:30 to 3:30. Closed on bank holidays.
We are not closed on bank holidays
Open bank holidays - closed Christmas Day
Closed bank holidays. Open bank holidays.
Closed at weekends including bank holidays
Only open on bank holidays
Bank holiday activities for families
If it is a bank holiday we meet on Tuesday
Free parking on bank holidays
We do not charge for parking on bank holidays
Bus passes can be used at any time at weekends and bank holidays
No one should be alone on bank holidays
We run trips to the coast on bank holidays
Bank holidays
A good walk, and home in time for tea
"""


def of(block: str) -> list[str]:
    return block.strip().splitlines()


@pytest.mark.parametrize("words", of(CLOSED))
def test_it_is_plainly_not_on(words: str) -> None:
    assert on_bank_holidays([words]) == "closed"


@pytest.mark.parametrize("words", of(MEETS))
def test_it_is_plainly_on(words: str) -> None:
    assert on_bank_holidays([words]) == "meets"


@pytest.mark.parametrize("words", of(NOT_KNOWN))
def test_what_is_not_plain_is_not_known(words: str) -> None:
    assert on_bank_holidays([words]) == ""


def test_two_words_that_disagree_are_not_known() -> None:
    assert on_bank_holidays(["Closed on bank holidays", "Including bank holidays"]) == ""
    assert on_bank_holidays(["Closed on bank holidays", "Most bank holidays"]) == ""


def test_bank_holiday_mondays_are_all_there_are_for_what_only_meets_on_mondays() -> None:
    assert of_service([("Not on bank holiday Mondays", ["MO"])], "") == "closed"
    assert of_service([("Not on bank holiday Mondays", ["MO"]), ("", ["TU"])], "") == ""


def test_the_words_of_its_times_come_before_its_own() -> None:
    assert of_service([("Including bank holidays", ["MO"])], "Closed on bank holidays.") == "meets"
    assert of_service([("Ring first", ["MO"])], "Closed on bank holidays.") == "closed"
    assert of_service([("Most bank holidays", ["MO"])], "Closed on bank holidays.") == ""


@pytest.mark.parametrize(("value", "line"), SAYING.items())
def test_what_we_write_ourselves_is_read_whatever_stands_beside_it(value: str, line: str) -> None:
    assert on_bank_holidays([line]) == value
    assert of_service([(f"Most bank holidays\n{line}", ["MO"])], "") == value


@pytest.mark.parametrize("key", ["description", "notes"])
def test_a_feed_says_it_in_its_schedules_or_in_its_own_words(key: str) -> None:
    raw = made.service("1", schedules=[made.weekly("MO", **{key: "Not on bank holidays"})])
    assert read_service(raw).bank_holidays == "closed"
    assert read_service(
        made.service("1", description="<p>Tea.</p><p>Also on bank holidays.</p>")
    ).bank_holidays == ("meets")
    assert read_service(made.service("1")).bank_holidays == ""


def test_of_bristols_four_that_mention_them_one_is_plain(shared_data: Any) -> None:
    """The others have an exception, other hours, or mean one of several telephone lines."""
    page = json.loads((shared_data / "directory/feeds/bristol-v1-services-page1.json").read_text())
    found = {one.name: one.bank_holidays for one in map(read_service, page["content"])}
    assert {name: says for name, says in found.items() if says} == {"Bristol Mental Health": "closed"}
