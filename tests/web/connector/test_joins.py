"""The pages of joining: found, proposed, both side by side, confirmed by another, led on, taken apart."""

from __future__ import annotations

import pytest
from django.urls import reverse

from alongside.joining.models import Join
from alongside.people.models import Person
from tests import given
from tests.factories.joining import WHY, a_proposal, joined, two_records
from tests.factories.people import a_person


@pytest.fixture
def both(cast):
    return two_records(cast.owner, address="9 B Road", postcode="N1 1AA")


def url(name, *args):
    return reverse(f"connector:{name}", args=args)


def test_from_the_page_of_a_person_to_one_record_and_back(cast, client_as, both):
    kept, gone = both
    case = given.open_case(cast.owner, person=kept)
    mine, theirs = client_as(cast.owner), client_as(cast.colleague)
    assert "Is this person here twice?" in mine.get(url("case", case.pk)).content.decode()
    found = mine.get(url("join-find", kept.pk)).content.decode()
    assert url("join-propose", kept.pk, gone.pk) in found
    assert "same date of birth" in found
    page = mine.get(url("join-propose", kept.pk, gone.pk)).content.decode()
    assert "07700 900123" in page
    assert "07700 900124" in page
    sent = mine.post(url("join-propose", kept.pk, gone.pk), {"goes_on": str(kept.pk), "reason": WHY})
    join = Join.objects.get()
    assert sent["Location"] == url("join", join.pk)
    assert "A colleague must look at both records" in mine.get(url("join", join.pk)).content.decode()
    assert "One pair of records waits for you." in theirs.get(url("people")).content.decode()
    shown = theirs.get(url("join", join.pk))
    assert WHY in shown.content.decode()
    form = shown.context["form"]
    assert {"of_phone", "of_family_name", "of_address"} <= set(form.fields)
    sent = {"looked": "on", "seen": form["seen"].value(), "of_phone": "gone", "of_address": "kept"}
    assert theirs.post(url("join", join.pk), sent).status_code == 302
    person = Person.objects.get(pk=kept.pk)
    assert (person.phone, person.postcode) == ("+447700900124", "E8 1EA")
    led = mine.get(url("person-details", gone.pk))
    assert (led.status_code, led["Location"]) == (302, url("person-details", kept.pk))
    assert client_as(cast.stranger).get(url("person-details", gone.pk)).status_code == 404
    page = mine.get(url("join-apart", join.pk)).content.decode()
    assert "go back" in page
    mine.post(url("join-apart", join.pk), {"reason": "Her sister."})
    assert "Taken apart again" in mine.get(url("join", join.pk)).content.decode()
    assert mine.get(url("person-details", gone.pk)).status_code == 200


def test_who_proposed_it_cannot_confirm_it_by_sending_the_form(cast, client_as, both):
    join = a_proposal(cast.owner, both=both)
    said = client_as(cast.owner).post(url("join", join.pk), {"looked": "on", "seen": "1.1"}, follow=True)
    assert "A colleague must look at both records" in said.content.decode()
    assert Join.objects.get().is_proposed


def test_an_old_page_is_not_confirmed_and_a_mangled_one_neither(cast, client_as, both):
    join = a_proposal(cast.owner, both=both)
    for seen in ("7.7", "x", "", "1.²", "1.1.1"):
        said = client_as(cast.colleague).post(
            url("join", join.pk), {"looked": "on", "seen": seen}, follow=True
        )
        assert "changed while you looked" in said.content.decode()
    assert "Look at both records and say so here" in client_as(cast.colleague).post(
        url("join", join.pk), {"seen": "1.1"}
    ).content.decode()  # fmt: skip
    assert Join.objects.get().is_proposed


def test_they_are_two_people(cast, client_as, both):
    join = a_proposal(cast.owner, both=both)
    said = client_as(cast.colleague).post(url("join-refuse", join.pk), {"answer": "Twins"}, follow=True)
    assert "They are two people." in said.content.decode()
    assert (
        both[1].name
        not in client_as(cast.owner)
        .get(url("join-find", both[0].pk))
        .content.decode()
        .split("It may be one of these")[1]
        .split("Or look for")[0]
    )
    again = client_as(cast.colleague).post(url("join-refuse", join.pk), follow=True)
    assert "has decided this already" in again.content.decode()


def test_what_must_be_settled_first_is_said_and_there_is_no_button(cast, client_as, both):
    from tests.factories.caring import a_caring

    a_caring(given.open_case(cast.owner, person=both[0]), cast.owner, cared_for=both[1])
    join = a_proposal(cast.owner, both=both)
    page = client_as(cast.colleague).get(url("join", join.pk)).content.decode()
    assert "To be settled first" in page
    assert "Join the two records" not in page


def test_nobody_proposes_with_somebody_they_may_not_see(cast, client_as, both):
    hidden = a_person(by=cast.stranger)
    for one, other in ((both[0], hidden), (hidden, both[0]), (both[0], both[0])):
        assert client_as(cast.owner).get(url("join-propose", one.pk, other.pk)).status_code == 404


def test_the_list_and_the_search_stand_empty_with_words(cast, client_as, both):
    assert (
        "Nothing waits for a second pair of eyes" in client_as(cast.owner).get(url("joins")).content.decode()
    )
    page = client_as(cast.owner).get(url("join-find", both[0].pk) + "?q=zzzz").content.decode()
    assert "Nobody else you may see is found by “zzzz”." in page


def test_the_list_costs_the_same_for_one_and_for_many(cast, client_as, django_assert_max_num_queries):
    visitor = client_as(cast.owner)
    for count in (1, 4):
        for _ in range(count):
            joined(cast.owner, cast.colleague)
        with django_assert_max_num_queries(22):
            visitor.get(url("joins"))
