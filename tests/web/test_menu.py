"""The menu: few entries however much a role looks after, and always where one is."""

import alongside.web.urls  # noqa: F401  brings every page in
from alongside.partnerships.enums import Role
from alongside.web.menu import by_section, menu_at
from alongside.web.page import Section, menu_for

MOST_IN_A_ROW = 9


def test_no_row_of_a_menu_is_longer_than_one_can_take_in() -> None:
    for role in Role:
        for page in menu_for(role):
            menu = menu_at(role, page.url_name)
            assert len(menu.entries) <= MOST_IN_A_ROW, role
            assert len(menu.within) <= MOST_IN_A_ROW, page.url_name


def test_every_page_of_the_menu_is_reached_from_the_first_row_in_two_steps() -> None:
    for role in Role:
        reached = {entry.url_name for entry in menu_at(role, "").entries}
        for first in list(reached):
            reached |= {entry.url_name for entry in menu_at(role, first).within}
        assert reached == {page.url_name for page in menu_for(role)}, role


def test_a_section_is_one_entry_that_opens_its_pages() -> None:
    away = menu_at(Role.STEWARD, "steward:home")
    assert [entry.label for entry in away.entries].count(Section.DIRECTORY.value) == 1
    assert (away.section, away.within) == (None, [])

    inside = menu_at(Role.STEWARD, "steward:entries")
    assert inside.section is Section.DIRECTORY
    assert [(entry.url_name, entry.here) for entry in inside.within if entry.here] == [
        ("steward:entries", "page")
    ]
    assert [(str(entry.label), entry.here) for entry in inside.entries if entry.here] == [
        ("The directory", "true")
    ]


def test_a_page_below_one_of_the_menu_says_where_it_is() -> None:
    below = menu_at(Role.STEWARD, "steward:entry-new")
    assert [(entry.url_name, entry.here) for entry in below.within if entry.here] == [
        ("steward:entries", "true")
    ]
    assert [entry for entry in menu_at(Role.STEWARD, "account_login").entries if entry.here] == []


def test_a_section_with_one_page_for_a_role_is_that_page() -> None:
    labels = {str(entry.label) for entry in menu_at(Role.PROGRAMME_LEAD, "").entries}
    assert "What people look for" in labels
    assert str(Section.DIRECTORY.value) not in labels


def test_the_stewards_home_lists_every_page_under_its_section() -> None:
    listed = [page.url_name for _heading, pages in by_section(Role.STEWARD) for page in pages]
    assert sorted(listed) == sorted(page.url_name for page in menu_for(Role.STEWARD))
