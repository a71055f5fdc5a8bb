from __future__ import annotations

from datetime import datetime

import pytest
from tests.cases import AROUND_ALEPPO, settings_of

from dalil.casefile.facts import Facts
from dalil.casefile.sections import Party
from dalil.casefile.settings import Settings
from dalil.locate.candidates import locate_name
from dalil.locate.gazetteer import Gazetteer
from dalil.locate.place_text import written_place
from dalil.locate.stage import Parties, locate
from dalil.units import Point

# An invented country: two provinces 200 km apart, each with a Tel Amber; Qasr is the seat of both a district and a
# province; the second list of neighbourhoods repeats the first a few metres off.
PLACES = [
    ("P1", "Qasr", "القصر", [], "", 36.00, 37.00, "Qasr", "Qasr"),
    ("P2", "Tel Amber", "تل عنبر", ["القصر : تل عنبر"], "", 36.20, 37.10, "", "Qasr"),
    ("P3", "Tel Amber", "تل عنبر", ["الوادي : تل عنبر"], "", 34.20, 37.10, "", "Wadi"),
    ("P4", "Wadi", "الوادي", [], "", 34.00, 37.00, "Wadi", "Wadi"),
    ("P5", "Sahel", "الساحل", [], "neighbourhood", 36.01, 37.02, "Qasr", "Qasr"),
    ("P6", "QASR : Sahel", "مدينة القصر : حي الساحل", [], "", 36.0105, 37.0203, "", ""),
    ("P7", "Upper Nahr", "نهر فوقاني", [], "village", 36.30, 37.20, "", "Qasr"),
    ("P8", "Karm", "الكرم", ["Tel Amber"], "", 36.25, 37.15, "", "Qasr"),
]
COLUMNS = ("place_id", "name", "name_ar", "other_names", "kind", "latitude", "longitude", "admin1", "admin2")
ROWS = [{key: value or None for key, value in zip(COLUMNS, row, strict=True)} for row in PLACES]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(ROWS)


def found(gazetteer: Gazetteer, place: str | None, place_ar: str | None = None) -> list[str]:
    """Ids of the candidates that could not be told apart."""
    located = locate_name(gazetteer, place, place_ar)
    return [] if located is None else [each.place.place_id for each in located.candidates[: located.tied]]


@pytest.mark.parametrize(
    ("place", "place_ar", "ids"),
    [
        ("Tel Amber, Qasr", None, ["P2"]),
        ("Tell Amber village, Wadi district", None, ["P3"]),
        (None, "تل عنبر، محافظة الوادي", ["P3"]),
        ("Telamber (Wadi)", None, ["P3"]),
        ("Tel Amber", None, ["P2", "P3"]),
        ("Al-Qasr", "القصر", ["P1"]),
        ("Qasr city", None, ["P1"]),
        ("Sahel neighbourhood, Qasr", None, ["P5", "P6"]),
        ("al-Sahel", "حي الساحل", ["P5", "P6"]),
        ("Nahr, Qasr", None, ["P7"]),
        ("Karm camp, Qasr", None, ["P8"]),
        ("Qasr, Sahel, Qasr", None, ["P5", "P6"]),
        ("Nowhere at all", None, []),
        ("", None, []),
    ],
)
def test_names_and_the_places_they_mean(
    gazetteer: Gazetteer, place: str | None, place_ar: str | None, ids: list[str]
) -> None:
    assert sorted(found(gazetteer, place, place_ar)) == ids


def test_an_ambiguous_name_reaches_as_far_as_its_candidates(gazetteer: Gazetteer) -> None:
    located = locate_name(gazetteer, "Tel Amber", None)
    assert located is not None
    assert located.point == Point(36.20, 37.10)  # of equals the first id
    assert located.radius_m == pytest.approx(1_500 + 222_390, rel=0.001)  # two degrees of latitude


def test_two_lists_of_one_place_give_the_middle(gazetteer: Gazetteer) -> None:
    located = locate_name(gazetteer, "Sahel, Qasr", None)
    assert located is not None
    assert (located.point.latitude, located.point.longitude) == (pytest.approx(36.01025), pytest.approx(37.02015))
    assert located.radius_m < 750


def test_an_unknown_place_in_a_known_province_is_somewhere_in_it(gazetteer: Gazetteer) -> None:
    located = locate_name(gazetteer, "Zubbufa, Qasr", None)
    assert located is not None
    assert located.candidates == ()
    assert located.point == Point(36.00, 37.00)  # its seat
    assert located.radius_m > 20_000


def test_a_sub_district_among_the_other_names_is_no_name(gazetteer: Gazetteer) -> None:
    assert "P8" not in found(gazetteer, "Tel Amber, Qasr")


@pytest.mark.parametrize(
    ("text", "names", "contexts", "kind"),
    [
        ("Kafr Naya town, Mintaqat Azaz district, Aleppo Governorate", ("kafr naya",), ("azaz", "aleppo"), "town"),
        ("حي الصاخور، حلب", ("الصاخور",), ("حلب",), "neighbourhood"),
        ("Al Rai town (Choban Bey)", ("al rai",), ("choban bey",), "town"),
        ("near the old mill, Raqqa", ("old mill",), ("raqqa",), None),
        ("Northern Hills Governorate", ("hills",), (), "province"),
        ("A camp/B camp", ("a camp", "b camp"), (), None),
        ("District", ("district",), (), None),
    ],
)
def test_a_written_place_taken_apart(text: str, names: tuple, contexts: tuple, kind: str | None) -> None:
    found_ = written_place(text)
    assert (found_.names, found_.contexts, found_.kind) == (names, contexts, kind)


REPORTS = [
    ("L/1", datetime(2016, 10, 1), None, None, 36.1, 37.1, ["Red Air Force"]),
    ("L/2", datetime(2016, 10, 1), "Tel Amber, Qasr", None, None, None, ["red air force", "Blues"]),
    ("L/3", datetime(2016, 10, 1), "Nowhere at all", None, None, None, None),
    ("L/4", datetime(2015, 10, 1), None, "تل عنبر، الوادي", None, None, ["Reds and Blues"]),
    ("L/5", datetime(2016, 12, 31), None, None, 30.0, 30.0, ["Greens"]),
]
PARTIES = (
    Party(id="reds", name="The Reds", aliases=("Reds", "Red Air Force")),
    Party(id="blues", name="The Blues", name_ar="الزرق", aliases=("Blues",)),
)


@pytest.fixture
def settings() -> Settings:
    return settings_of(zone="Asia/Damascus", area=AROUND_ALEPPO)


def reported() -> Facts:
    facts = Facts.in_memory()
    names = ("report_id", "earliest", "place", "place_ar", "latitude", "longitude", "parties_alleged")
    rows = [dict(zip(names, row, strict=True)) for row in REPORTS]
    same = {"organisation": "L", "source_sha256": "0"}
    facts.append("report", [row | same | {"latest": row["earliest"], "source_row": n} for n, row in enumerate(rows)])
    return facts


@pytest.fixture
def located(settings: Settings) -> Facts:
    facts = reported()
    facts.append("place", [row | {"source_row": number, "source_sha256": "0"} for number, row in enumerate(ROWS)])
    locate(facts, settings.model_copy(update={"parties": PARTIES}))
    return facts


def test_every_report_is_located_or_said_to_be_nowhere(located: Facts) -> None:
    columns = "report_id, located_by, candidates, in_period, in_area, in_scope"
    assert located.query(f"SELECT {columns} FROM location ORDER BY report_id").fetchall() == [
        ("L/1", "point", 0, True, True, True),
        ("L/2", "gazetteer", 1, True, True, True),
        ("L/3", "none", 0, True, False, False),
        ("L/4", "gazetteer", 1, False, False, False),
        ("L/5", "point", 0, True, False, False),
    ]


def test_candidates_are_kept_in_their_order(located: Facts) -> None:
    rows = located.query("SELECT report_id, place_id FROM place_candidate WHERE rank = 1 ORDER BY 1").fetchall()
    assert rows == [("L/2", "P2"), ("L/4", "P3")]


def test_parties_alleged_as_written_and_as_meant(located: Facts) -> None:
    assert located.query("SELECT * FROM report_party ORDER BY 1, 2").fetchall() == [
        ("L/1", "Red Air Force", "reds"),
        ("L/2", "Blues", "blues"),
        ("L/2", "red air force", "reds"),
        ("L/4", "Reds and Blues", "blues+reds"),
        ("L/5", "Greens", None),
    ]


def test_locating_twice_is_locating_once(located: Facts, settings: Settings) -> None:
    before = [located.table_hash(table) for table in ("location", "place_candidate", "report_party", "party")]
    locate(located, settings.model_copy(update={"parties": PARTIES}))
    assert [located.table_hash(table) for table in ("location", "place_candidate", "report_party", "party")] == before


def test_without_an_area_every_place_is_in_it(settings: Settings) -> None:
    facts = reported()
    locate(facts, settings.model_copy(update={"area": None}))
    assert facts.value("SELECT count(*) FROM location WHERE in_area") == 5


@pytest.mark.parametrize(
    ("written", "meant"),
    [("الزرق", "blues"), ("THE REDS", "reds"), ("Reds / Blues", "blues+reds"), ("Reds or Greens", None), ("", None)],
)
def test_a_party_by_any_of_its_names(written: str, meant: str | None) -> None:
    assert Parties(PARTIES).meant_by(written) == meant
