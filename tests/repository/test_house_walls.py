"""The import contracts of pyproject.toml, and a canary for each: the import that must make it fail."""

from copy import deepcopy
from typing import Any

import pytest
from importlinter.application.use_cases import _register_contract_types, read_user_options
from importlinter.configuration import configure, settings
from importlinter.domain.contract import registry

CANARIES = {
    "layers": ("alongside.core.ids", "alongside.people.models"),
    "doors": ("alongside.web.public.healthz", "alongside.web.steward.home"),
    "machinery": ("alongside.web.forms", "alongside.web.public.healthz"),
    "rules": ("alongside.people.rules", "alongside.people.models"),
    "numerics": ("alongside.numerics", "django"),
    "rooms": ("alongside.people.models", "alongside.people.actions"),
}


@pytest.fixture(scope="module")
def options() -> Any:
    configure()
    found = read_user_options("pyproject.toml")
    _register_contract_types(found)
    return found


@pytest.fixture(scope="module")
def imports(options: Any) -> Any:
    return settings.GRAPH_BUILDER.build(
        root_package_names=["alongside"],
        include_external_packages=True,
        exclude_type_checking_imports=False,
        cache_dir=None,
    )


def is_kept(options: Any, contract_id: str, graph: Any) -> bool:
    described = next(c for c in options.contracts_options if c["id"] == contract_id)
    contract = registry.get_contract_class(described["type"])(
        name=described["name"], session_options=options.session_options, contract_options=described
    )
    return contract.check(graph=deepcopy(graph), verbose=False).kept


def test_each_contract_has_a_canary(options: Any):
    assert {contract["id"] for contract in options.contracts_options} == set(CANARIES)


@pytest.mark.parametrize("contract_id", sorted(CANARIES))
def test_a_contract_holds_and_one_wrong_import_breaks_it(options: Any, imports: Any, contract_id: str):
    assert is_kept(options, contract_id, imports)
    importer, imported = CANARIES[contract_id]
    wrong = deepcopy(imports)
    wrong.add_import(importer=importer, imported=imported, line_number=1, line_contents="import canary")
    assert not is_kept(options, contract_id, wrong)


def test_a_room_that_no_contract_names_breaks_the_house(options: Any, imports: Any):
    with_a_shed = deepcopy(imports)
    with_a_shed.add_module("alongside.shed")
    assert not is_kept(options, "layers", with_a_shed)
