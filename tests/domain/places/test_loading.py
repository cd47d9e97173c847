"""Loading postcodes and areas from files of every kind they come in."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from django.db import connections

from alongside.places.loading import (
    CannotLoad,
    load_areas,
    load_bundled_postcodes,
    load_postcodes,
)
from alongside.places.models import Area, AreaFigure, Postcode, PostcodeSource
from alongside.places.queries import look_up, postcode_source

pytestmark = pytest.mark.usefixtures("committing_db")

CODE_POINT = (
    '"E8 1EA",10,534870,184694,"E92000001","","","","E09000012","E05009372"\n'
    '"NW12DB",10,530019,182893,"E92000001","","","","E09000007","E05013665"\n'
)
ONSPD = (
    "pcds,dointr,doterm,east1m,north1m,lad25cd,wd25cd,lsoa21cd\n"
    "E8 1EA,198001,,534870,184694,E09000012,E05009372,E01001762\n"
    "NW1 1BB,198001,199806,529500,183000,E09000007,E05013665,E01000951\n"
    "AB99 1ZZ,201001,,,,S99999999,S99999999,S99999999\n"
    "BT1 1AA,198001,,146000,530000,N09000003,N08000313,\n"
    "IM1 1AA,198001,,0,0,M99999999,M99999999,\n"
)


def test_the_bundled_postcodes_keep_the_areas_that_were_known():
    before = look_up("E8 1EA").areas
    done = load_bundled_postcodes(outcodes={"e8"})
    assert done.postcodes == Postcode.objects.count() > 700
    assert look_up("E8 1EA").areas == before != type(before)()
    assert look_up("NW1 2DB").status == "unknown"


def test_code_point_open_comes_in_from_a_zip_with_wards_and_authorities(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "codepo_gb.zip", "w") as archive:
        archive.writestr("Data/CSV/e.csv", CODE_POINT)
        archive.writestr("Doc/licence.txt", "OGL")
    seen: list[tuple[int, int]] = []
    done = load_postcodes(tmp_path / "codepo_gb.zip", lambda n, total: seen.append((n, total)))
    assert (done.format, done.postcodes, done.knows_endings) == ("code_point_open", 2, False)
    assert look_up("NW1 2DB").areas.local_authority == "E09000007"
    assert seen[-1][0] == seen[-1][1]


def test_onspd_knows_which_postcodes_have_ended_and_leaves_out_the_rest_of_the_isles(tmp_path: Path):
    (tmp_path / "ONSPD_NOV_2026_UK.csv").write_text(ONSPD)
    done = load_postcodes(tmp_path)
    assert (done.format, done.postcodes, done.retired, done.skipped) == ("onspd", 3, 1, 2)
    assert done.knows_endings
    assert look_up("NW1 1BB").status == "retired"
    assert look_up("AB99 1ZZ").point is None
    source = postcode_source()
    assert source is not None
    assert source.knows_endings


def test_endings_survive_a_later_code_point_open(tmp_path: Path):
    (tmp_path / "onspd.csv").write_text(ONSPD)
    load_postcodes(tmp_path / "onspd.csv")
    (tmp_path / "codepoint.csv").write_text(CODE_POINT)
    done = load_postcodes(tmp_path / "codepoint.csv")
    assert (done.retired, done.knows_endings) == (1, True)
    assert look_up("NW1 1BB").status == "retired"


def test_a_postcode_named_twice_is_kept_once_and_live(tmp_path: Path):
    again = ONSPD.splitlines()[1].replace(",198001,,", ",197001,197501,")
    with gzip.open(tmp_path / "onspd.csv.gz", "wt") as stream:
        stream.write(ONSPD + again + "\n")
    assert load_postcodes(tmp_path / "onspd.csv.gz").postcodes == 3
    assert look_up("E8 1EA").is_live


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.csv", None, "There is no file"),
        ("list.csv", b"name,colour\nred,1\n", "neither OS Code-Point Open nor ONSPD"),
        ("empty.csv", b"", "neither OS Code-Point Open nor ONSPD"),
        ("onspd.csv", b"pcds,doterm\nE8 1EA,\n", "no columns for easting"),
        ("only_bt.csv", b"BT1 1AA,10,1,1\n", "no postcode of Great Britain"),
        ("broken.csv.gz", b"\x1f\x8bnot really", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_and_nothing_is_lost(
    tmp_path: Path, name: str, content: bytes | None, reason: str
):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    before = (Postcode.objects.count(), PostcodeSource.objects.count())
    with pytest.raises(CannotLoad, match=reason) as refused:
        load_postcodes(path)
    assert "\n" not in str(refused.value)
    assert (Postcode.objects.count(), PostcodeSource.objects.count()) == before


def test_the_new_table_has_the_names_and_grants_of_the_old_one():
    load_bundled_postcodes(outcodes={"EC2V"})
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'places_postcode' ORDER BY 1")
        assert [name for (name,) in cursor.fetchall()] == ["places_postcode_loc", "places_postcode_pkey"]
        cursor.execute("SELECT has_table_privilege('places_postcode', 'SELECT')")
        assert cursor.fetchone() == (True,)


def test_areas_load_from_a_folder_as_ons_publishes_them(shared_data: Path):
    done = load_areas(shared_data / "geo")
    assert done.areas == 412
    central = Area.objects.get(code="E01001762")
    assert central.ward is not None
    assert (central.name, central.ward.name, central.msoa21_id) == (
        "Hackney 017D",
        "Hackney Central",
        "E02000361",
    )
    assert central.outline["type"] == "Polygon"
    assert central.west < central.centroid.easting < central.east
    assert AreaFigure.objects.get(area=central, indicator="lonely_modelled").modelled


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "holds no outlines"),
        ({"a.geojson": "{}"}, "not the GeoJSON it should be"),
        ({"a.geojson": json.dumps({"features": []})}, "none with an ONS area code"),
    ],
)
def test_a_folder_without_areas_is_refused(tmp_path: Path, files: dict[str, str], reason: str):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(CannotLoad, match=reason):
        load_areas(tmp_path)
