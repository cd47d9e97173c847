"""A backup from before an erasure is brought back: the marks find who was erased, and they are erased again."""

import os
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection

from alongside.cli.rights import command
from alongside.core import tenancy
from alongside.core.postgres import dumps, embedded
from alongside.people.models import Person
from alongside.rights import erasing
from alongside.rights.actions import erasures
from alongside.rights.models import Erasure, Tombstone
from tests import database, given
from tests.cast import assemble, found_partnership
from tests.domain.rights.test_erasure import CANARY, texts_of_the_database
from tests.factories.casework import AT
from tests.factories.people import a_person
from tests.factories.rights import an_erasure

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="dumps are those of the embedded server"
)


@pytest.fixture
def restored_into():
    """Databases that are thrown away afterwards, with the connections back where they were."""
    made, before = [], connection.settings_dict["NAME"]
    yield made
    database.point_connections_at(before)
    for name in made:
        database.drop(name)


def a_person_with_a_case(cast, name):
    person = a_person(by=cast.owner, given_name=name, family_name=name)
    case = given.consented_case(cast.owner, person=person)
    given.held_conversation(cast.owner, case=case)
    return person


def run(*arguments):
    result = CliRunner().invoke(command, [*arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_whom_a_backup_brings_back_is_erased_again_and_nobody_else(
    committing_db, settings, tmp_path, restored_into
):
    settings.ALONGSIDE_VAR = tmp_path
    place = found_partnership(f"backup-{uuid4().hex[:6]}")
    with tenancy.within(place.pk, actor="test"):
        cast = assemble(place)
        gone = a_person_with_a_case(cast, CANARY)
        stays = a_person_with_a_case(cast, "Zqstays")
    server = embedded.ensure_running(embedded.default_data_dir())
    backup = tmp_path / "before.dump"
    dumps.dump(server, connection.settings_dict["NAME"], backup)

    with tenancy.within(place.pk, actor="test"):
        erasures.confirm(erasure=an_erasure(cast.owner, person=gone), by=cast.safeguarding_lead, at=AT)
    with tenancy.within(place.pk, actor="test"):
        assert dict(texts_of_the_database()) == {}
    marks = tmp_path / "kept-beside-the-backups.txt"
    marks.write_text(run("tombstones"))
    erasing.marks_file().unlink()  # as on a new machine

    name = f"restored_{os.getpid()}"
    restored_into.append(name)
    connection.close()
    dumps.restore(server, name, backup)
    database.point_connections_at(name)
    with tenancy.within(place.pk, actor="test"):
        assert dict(texts_of_the_database()), "the backup brought her back"
        assert not Tombstone.objects.exists()

    assert "0 erased again" in run("reapply"), "without the marks nobody can tell"
    assert "1 to erase again" in run("reapply", "--from", str(marks), "--dry-run")
    assert "1 erased again" in run("reapply", "--from", str(marks))
    with tenancy.within(place.pk, actor="test"):
        assert dict(texts_of_the_database()) == {}
        assert Person.objects.get(pk=gone.pk).name == "Erased"
        assert Person.objects.get(pk=stays.pk).given_name == "Zqstays"
        assert [one.cause for one in Erasure.objects.all()] == ["restored"]
        assert Tombstone.objects.count() == 1
    assert "0 erased again" in run("reapply", "--from", str(marks)), "twice is once"


SOMEBODY = "31aa61e3-0ef6-4ea5-83cb-9aab4070fc4d"


@pytest.mark.parametrize(
    "line", ["nonsense", f"{SOMEBODY} zz 2026-01-01", f"{SOMEBODY} {'a' * 64} yesterday"]
)
def test_a_file_that_holds_no_marks_is_refused_by_its_line_and_nobody_is_erased(db, settings, tmp_path, line):
    settings.ALONGSIDE_VAR = tmp_path
    file = tmp_path / "odd.txt"
    file.write_text(f"\n{line}\n")
    result = CliRunner().invoke(command, ["reapply", "--from", str(file)])
    assert "line 2" in str(result.exception)


def test_a_file_that_is_not_there_is_said(db, settings, tmp_path):
    settings.ALONGSIDE_VAR = tmp_path
    result = CliRunner().invoke(command, ["reapply", "--from", str(tmp_path / "none.txt")])
    assert "cannot be read" in str(result.exception)
