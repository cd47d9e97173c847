"""The page on which a steward names the young carers' service."""

from alongside.caring.models import YoungCarersService
from tests.factories.directory import a_service

PAGE = "/steward/young-carers/"


def test_a_steward_finds_a_service_and_names_it_and_may_name_another(cast, client_as):
    steward = client_as(cast.steward)
    first, second = a_service("Hackney Young Carers"), a_service("City Young Carers")
    assert "None is named yet" in steward.get(PAGE).content.decode()
    found = steward.get(PAGE, {"q": "young"}).content.decode()
    assert "Hackney Young Carers" in found
    for service in (first, second):
        steward.post(PAGE, {"service": str(service.pk)})
    assert YoungCarersService.objects.get().service == second


def test_what_is_not_in_the_directory_is_not_named(cast, client_as):
    steward = client_as(cast.steward)
    for wrong in ("", "x", "00000000-0000-0000-0000-000000000000"):
        steward.post(PAGE, {"service": wrong})
    assert not YoungCarersService.objects.exists()
    assert "Nothing of that name" in steward.get(PAGE, {"q": "pony"}).content.decode()
