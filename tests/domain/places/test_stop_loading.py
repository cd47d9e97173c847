"""Loading the register of stops from files as they come, and from files as they should not be."""

import gzip
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.db import IntegrityError, connections, transaction

from alongside.places.geo import Point
from alongside.places.loading import CannotLoad, load_stops
from alongside.places.loading.opening import parts_of
from alongside.places.loading.stop_file import recognise
from alongside.places.models import Stop, StopSource

committing = pytest.mark.usefixtures("committing_db")

HEADINGS = (
    "ATCOCode,NaptanCode,PlateCode,CleardownCode,CommonName,CommonNameLang,ShortCommonName,ShortCommonNameLang,"
    "Landmark,LandmarkLang,Street,StreetLang,Crossing,CrossingLang,Indicator,IndicatorLang,Bearing,NptgLocalityCode,"
    "LocalityName,ParentLocalityName,GrandParentLocalityName,Town,TownLang,Suburb,SuburbLang,LocalityCentre,GridType,"
    "Easting,Northing,Longitude,Latitude,StopType,BusStopType,TimingStatus,DefaultWaitTime,Notes,NotesLang,"
    "AdministrativeAreaCode,CreationDateTime,ModificationDateTime,RevisionNumber,Modification,Status"
)
NAMES = HEADINGS.split(",")


def row(code: str, **told: str) -> str:
    """A row of the national file: a marked bus stop in use at Hackney Town Hall, but for what is told."""
    usual = {
        "ATCOCode": code, "CommonName": "Mare Street", "Easting": "534870", "Northing": "184694", "StopType": "BCT",
        "BusStopType": "MKD", "ModificationDateTime": "2026-03-02T10:00:00", "Modification": "rev", "Status": "active",
    }  # fmt: skip
    return ",".join((usual | told).get(name, "") for name in NAMES)


def file_of(place: Path, *rows: str, name: str = "Stops.csv", headings: str = HEADINGS) -> Path:
    path = place / name
    path.write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
    return path


def held() -> dict[str, tuple[str, str, Point]]:
    return {stop.code: (stop.kind, stop.name, stop.loc) for stop in Stop.objects.order_by("pk")}


@committing
def test_the_national_file_comes_in_with_what_is_in_use_and_of_a_kind_one_walks_to(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        row("490000001A"),
        row("490000001B", Indicator="opp"),
        row("490000002A", Status="inactive"),
        row("490000003A", StopType="TXR"),
        row("490000004A", StopType="BCT", BusStopType="FLX"),
        row("910GHACKNYC", StopType="RLY", CommonName="Hackney Central Rail Station", Easting="534973",
            Northing="184955", ModificationDateTime="2026-05-04T09:00:00"),
        row("490000005A", Easting="", Northing="", Longitude="-0.0561", Latitude="51.5452", CommonName="Graham Road"),
    )  # fmt: skip
    seen: list[tuple[int, int]] = []
    done = load_stops(path, lambda n, total: seen.append((n, total)))
    assert (done.stops, done.before, done.not_in_use, done.other_kinds, done.unusable) == (4, 0, 1, 2, 0)
    assert str(done.changed_on) == "2026-05-04"
    assert seen[-1][0] == seen[-1][1]
    stops = held()
    assert stops["490000001A"] == ("bus", "Mare Street", Point(534_870, 184_694))
    assert stops["910GHACKNYC"][:2] == ("train", "Hackney Central")
    assert abs(stops["490000005A"][2].easting - 534_900) < 100
    source = StopSource.objects.latest("pk")
    assert (source.name, source.stops, str(source.changed_on)) == ("Stops.csv", 4, "2026-05-04")


@committing
def test_headings_may_stand_in_any_order_and_case_behind_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "stops.csv"
    path.write_bytes(
        b"\xef\xbb\xbfstatus,STOPTYPE,latitude,Longitude,Common Name,atco_code\r\n"
        b'act,BCT,51.5452,-0.0561,"Mare Street, Narrow Way",490000001a\r\n'
    )
    assert load_stops(path).stops == 1
    assert held()["490000001A"][1] == "Mare Street, Narrow Way"


@committing
def test_rows_that_cannot_be_used_are_told_with_their_line_and_why_and_the_others_come_in(
    tmp_path: Path,
) -> None:
    path = file_of(
        tmp_path,
        row("490000001A"),
        row("490000002A", Easting="", Northing=""),
        row("490000003A", Easting="east", Northing="1"),
        row("490000004A", Easting="0", Northing="0"),
        row("490000005A", Easting="", Northing="", Longitude="2.35", Latitude="48.85"),
        row("490000006A", GridType="I"),
        row("490000007A", Longitude="-3.2", Latitude="55.9"),
        row("", CommonName="Nowhere"),
        row("490000009A", CommonName=" "),
        row("490000010A", CommonName="x" * 121),
        row("490000011A", Status="perhaps"),
        "490000012A,short",
        row("490000013A") + ",more",
        row("490000001A", CommonName="Again"),
        row("a code", CommonName="Odd"),
        row("490000014A", Easting="", Northing="", Longitude="-6.26", Latitude="53.35"),
        "",
        row("490000015A"),
    )
    done = load_stops(path)
    assert list(held()) == ["490000001A", "490000015A"]
    assert held()["490000001A"][1] == "Mare Street"
    assert done.unusable == 15
    told = dict(done.unused)
    assert told == {
        "line 3": "it has no position",
        "line 4": "its easting and northing are not numbers",
        "line 5": "it has no position",
        "line 6": "its position is outside Great Britain",
        "line 7": "its position is outside Great Britain",
        "line 8": "its two positions lie 527 km apart",
        "line 9": "it has no ATCO code",
        "line 10": "it has no name",
        "line 11": "its name has 121 characters",
        "line 12": "nobody knows the status “perhaps”",
        "line 13": "it has 2 columns, the first row 43",
        "line 14": "it has 44 columns, the first row 43",
        "line 15": "490000001A is named before, and that row is taken",
        "line 16": "“A CODE” is not an ATCO code",
        "line 17": "its position is outside Great Britain",
    }


@committing
def test_a_quote_that_nobody_closes_costs_the_rows_it_swallows_and_says_which(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        row("490000001A"),
        row("490000002A", CommonName='"Mare Street'),
        row("490000003A"),
        row("490000004A", CommonName='Graham" Road'),
        row("490000005A"),
    )
    done = load_stops(path)
    assert list(held()) == ["490000001A", "490000005A"]
    assert [spot for spot, _why in done.unused] == ["lines 3 to 5"]


@committing
@pytest.mark.parametrize("form", ["csv", "zip", "gz", "folder"])
def test_it_comes_in_plain_zipped_or_as_a_folder_beside_files_that_are_no_stops(
    tmp_path: Path, form: str
) -> None:
    text = "\n".join((HEADINGS, row("490000001A"), "")).encode()
    path = tmp_path / f"naptan.{form}"
    if form == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("Stops.csv", text)
            archive.writestr("StopAreas.csv", "StopAreaCode,Name\n1,x\n")
    elif form == "gz":
        path = tmp_path / "naptan.csv.gz"
        path.write_bytes(gzip.compress(text))
    elif form == "folder":
        path.mkdir()
        (path / "010.csv").write_bytes(text)
        (path / "020.csv").write_bytes(text.replace(b"490000001A", b"490000002A"))
    else:
        path.write_bytes(text)
    assert load_stops(path).stops == (2 if form == "folder" else 1)


@committing
def test_loading_twice_gives_the_same_and_a_newer_file_replaces_all_of_the_older(tmp_path: Path) -> None:
    first = file_of(tmp_path, row("490000001A"), row("490000002A"))
    load_stops(first)
    once = held()
    assert load_stops(first).before == 2
    assert held() == once
    load_stops(file_of(tmp_path, row("490000003A"), name="newer.csv"))
    assert list(held()) == ["490000003A"]


@committing
def test_the_new_table_has_the_names_grants_and_rules_of_the_old_one(tmp_path: Path) -> None:
    load_stops(file_of(tmp_path, row("490000001A")))
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'places_stop' ORDER BY 1")
        names = [name for (name,) in cursor.fetchall()]
        assert {"places_stop_loc", "places_stop_pkey"} <= set(names)
        assert not any("incoming" in name for name in names)
        cursor.execute("SELECT has_table_privilege('places_stop', 'SELECT')")
        assert cursor.fetchone() == (True,)
    with pytest.raises(IntegrityError, match="places_stop_kind"), transaction.atomic():
        Stop.objects.create(code="1", kind="taxi", name="Taxis", loc=Point(1.0, 1.0))


@committing
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.csv", None, "There is no file"),
        ("list.csv", b"name,colour\nred,1\n", "not the national register of stops"),
        ("empty.csv", b"", "not the national register of stops"),
        ("noise.csv", bytes(range(256)) * 40, "not the national register of stops"),
        ("utf16.csv", "ATCOCode,CommonName,StopType".encode("utf-16"), "not the national register"),
        ("page.csv", b"<!doctype html><title>Sign in</title>", "not the national register of stops"),
        ("flat.csv", b"ATCOCode,CommonName,StopType\n1,x,BCT\n", "no columns for Easting and Northing"),
        ("headed.csv", HEADINGS.encode(), "holds no stop in use of Great Britain"),
        ("bad.csv", f"{HEADINGS}\n{row('1', Easting='x')}\n".encode(), r"line 2, its easting and northing are not"),
        ("endless.csv", f'{HEADINGS},"\n{row("1")}\n'.encode() * 3_000, "holds no stop in use"),
        ("endless_row.csv", f'{HEADINGS}\n"'.encode() + b"x,\n" * 90_000, "holds no stop in use"),
        ("one_line.csv", HEADINGS.encode() + b"\n" + b"x" * 200_000, "line 2 is longer than any row"),
        ("broken.csv.gz", b"\x1f\x8bnot really", "cannot be read"),
        ("half.csv.gz", gzip.compress((HEADINGS + "\n" + (row("1") + "\n") * 2_000).encode())[:-400], "to its end"),
        ("half.zip", b"PK\x03\x04" + b"x" * 100, "not the national register of stops"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_in_one_line_and_nothing_is_lost(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    load_stops(file_of(tmp_path, row("490000001A"), name="good.csv"))
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    before = (held(), StopSource.objects.count())
    with pytest.raises(CannotLoad, match=reason) as refused:
        load_stops(path)
    assert "\n" not in str(refused.value)
    assert (held(), StopSource.objects.count()) == before


@committing
def test_names_are_read_whatever_program_wrote_them_and_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "stops.csv"
    hostile = "<script>alert(1)</script>\\N\\.\\t{}"
    lines = [
        HEADINGS,
        row("1", CommonName="Café Royal"),
        row("2", CommonName=hostile),
        row("3", CommonName="=1+1"),
    ]
    path.write_bytes("\n".join(lines).encode("cp1252"))
    load_stops(path)
    assert [name for _kind, name, _loc in held().values()] == ["Café Royal", hostile, "=1+1"]
    path.write_bytes("\n".join([HEADINGS, row("1", CommonName="Ynys Môn – Café")]).encode())
    load_stops(path)
    assert held()["1"][1] == "Ynys Môn – Café"


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as stream:
            stream.write(HEADINGS + "\n")
            stream.writelines(row(f"49{n:08}") + "\n" for n in range(rows))
        assert list(parts_of(path))
        tracemalloc.start()
        for _block in recognise(path).blocks(lambda _done: None):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    small, large = peak(25_000), peak(75_000)
    assert large < small * 1.5
