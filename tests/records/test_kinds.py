"""The plain formats: what must be filled, what refers to what, and what nobody may read off a column's class."""

from __future__ import annotations

import pytest

from dalil.records import GROUPS, KINDS, TABLES, TOLL_COLUMNS, Column, Kind, Sensitivity, Type, kind_for_stem

S, T = Sensitivity, Type
COLUMNS = [(kind, column) for kind in KINDS.values() for column in kind.columns]


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("reports", "reports"),
        ("Reports", "reports"),
        ("reports-2016-10", "reports"),
        ("aleppo_reports", "reports"),
        ("site_status", "site_status"),
        ("site status", "site_status"),
        ("site_status_2016", "site_status"),
        ("sites_2016", "sites"),
        ("outside-findings", "outside_findings"),
    ],
)
def test_the_stem_of_a_file_says_what_it_holds(stem: str, kind: str) -> None:
    found = kind_for_stem(stem)
    assert found is not None
    assert found.stem == kind


@pytest.mark.parametrize("stem", ["", "report", "reportsx", "myreports", "notes", "2016"])
def test_a_stem_that_only_resembles_one_says_nothing(stem: str) -> None:
    assert kind_for_stem(stem) is None


def test_of_two_kinds_that_fit_the_longer_name_wins() -> None:
    found = kind_for_stem("reports_of_site_status")
    assert found is not None
    assert found.stem == "site_status"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.stem)
def test_no_column_stands_twice(kind: Kind) -> None:
    names = [name for column in kind.columns for name, _ in column.fact_columns]
    assert len(names) == len(set(names))
    assert len({column.name for column in kind.columns}) == len(kind.columns)


def test_what_is_referred_to_is_a_table() -> None:
    assert [(kind.stem, column.name) for kind, column in COLUMNS if column.refers and column.refers not in TABLES] == []


def test_only_codes_have_a_closed_vocabulary() -> None:
    closed = [(kind.stem, column.name) for kind, column in COLUMNS if column.one_of]
    assert closed
    for kind, column in COLUMNS:
        assert bool(column.one_of) <= (column.type in (T.CODE, T.CODES)), (kind.stem, column.name)
        assert len(set(column.one_of)) == len(column.one_of), (kind.stem, column.name)


def test_nobody_hands_in_json() -> None:
    assert [(kind.stem, column.name) for kind, column in COLUMNS if column.type is T.JSON] == []


def test_points_come_in_pairs() -> None:
    for kind in KINDS.values():
        assert ("latitude" in kind.by_name) == ("longitude" in kind.by_name), kind.stem


def test_the_end_of_an_interval_is_a_moment_beside_it() -> None:
    ends = [(kind, column) for kind, column in COLUMNS if column.end]
    assert [(kind.stem, column.name, column.end) for kind, column in ends] == [
        ("reports", "earliest", "latest"),
        ("reports", "latest", "latest"),
    ]
    assert all(kind.by_name[column.end].type is T.MOMENT for kind, column in ends)


@pytest.mark.parametrize("word", ["name", "name_ar", "father", "taken_by", "translated_by", "analyst", "identified_by"])
def test_a_column_of_a_person_is_never_open(word: str) -> None:
    """Names of places and parties are another matter: their kinds are named here."""
    open_to_all = {"places", "sites", "actors"}
    classes = {kind.stem: kind.by_name[word].sensitivity for kind in KINDS.values() if word in kind.by_name}
    assert classes
    for stem, sensitivity in classes.items():
        assert stem in open_to_all or sensitivity in (S.NAME, S.IDENTITY, S.PERSON), stem


def test_identities_become_no_table() -> None:
    sealed = [kind for kind in KINDS.values() if kind.sealed]
    assert [kind.stem for kind in sealed] == ["identities"]
    assert all(kind.table not in TABLES for kind in sealed)
    assert {column.sensitivity for column in sealed[0].columns} == {S.PERSON, S.IDENTITY}


def test_where_an_observer_stands_is_protected() -> None:
    for stem in ("sightings", "transmissions", "testimonies"):
        for column in KINDS[stem].columns:
            if column.name in ("post", "latitude", "longitude", "bearing_deg", "distance_m"):
                assert column.sensitivity is S.PROTECTED_PLACE, (stem, column.name)


def test_tolls_are_whole_numbers_of_every_group() -> None:
    assert len(TOLL_COLUMNS) == 2 * len(GROUPS) * 2
    assert TOLL_COLUMNS[:2] == ("killed_total_min", "killed_total_max")
    reports = KINDS["reports"].by_name
    assert {(reports[name].type, reports[name].sensitivity) for name in TOLL_COLUMNS} == {(T.INTEGER, S.COUNT)}


def test_free_text_is_not_a_code() -> None:
    """What people wrote leaves as free text or not at all."""
    for name in ("narrative", "text", "note", "translation", "transcript"):
        for kind in KINDS.values():
            column: Column | None = kind.by_name.get(name)
            assert column is None or column.sensitivity in (S.FREE_TEXT, S.IDENTITY), (kind.stem, name)
