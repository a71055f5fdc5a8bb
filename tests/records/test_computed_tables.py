"""What stages declare: units in names, ends in pairs, and nothing that leads to whoever watched."""

from __future__ import annotations

import pytest

from dalil.records import KINDS, TABLES, Column, Sensitivity, Table, Type
from dalil.records.attribute_tables import TABLES_ATTRIBUTE
from dalil.records.count_tables import TABLES_COUNT
from dalil.records.link_tables import TABLES_LINK
from dalil.records.sky_tables import TABLES_SKY

S, T = Sensitivity, Type
STAGES = (*TABLES_LINK, *TABLES_SKY, *TABLES_ATTRIBUTE, *TABLES_COUNT)
COMPUTED = [TABLES[name] for name in TABLES if name not in {kind.table for kind in KINDS.values()}]
COLUMNS = [(table, column) for table in COMPUTED for column in table.columns]


def named(table: Table) -> dict[str, Column]:
    return {column.name: column for column in table.columns}


def test_what_a_stage_declares_is_in_the_facts_and_in_its_order() -> None:
    order = list(TABLES)
    for declared in (TABLES_LINK, TABLES_SKY, TABLES_ATTRIBUTE, TABLES_COUNT):
        places = [order.index(table.name) for table in declared]
        assert places == sorted(places)
        assert all(TABLES[table.name] is table for table in declared)


@pytest.mark.parametrize("table", COMPUTED, ids=lambda table: table.name)
def test_the_two_ends_of_an_interval_come_together(table: Table) -> None:
    names = set(named(table))
    for low, high in (("low", "high"), ("_low", "_high"), ("_min", "_max")):
        ends = {name.removesuffix(low) for name in names if name.endswith(low)}
        others = {name.removesuffix(high) for name in names if name.endswith(high)}
        assert ends == others, (low, high)


def test_times_are_moments_and_say_so_in_their_names() -> None:
    wrong = [(t.name, c.name) for t, c in COLUMNS if c.name.endswith("_at") and c.type not in (T.MOMENT, T.ID)]
    # Where an aircraft landed, and the factor at which a grade falls: no times.
    assert wrong == [("attribution", "grade_falls_at")]
    assert [(t.name, c.name) for t, c in COLUMNS if c.name.endswith("_local") and c.type is not T.TEXT] == []


@pytest.mark.parametrize("unit", ["_m", "_s", "_deg", "_ms"])
def test_what_has_a_unit_is_a_number(unit: str) -> None:
    found = [(t.name, c.name, c.type) for t, c in COLUMNS if c.name.endswith(unit)]
    assert found
    assert [each for each in found if each[2] not in (T.NUMBER, T.METRES, T.INTEGER)] == []


def test_a_bearing_leads_to_whoever_took_it() -> None:
    for table, column in COLUMNS:
        if "heading" in column.name or "bearing" in column.name:
            assert column.sensitivity is S.PROTECTED_PLACE, (table.name, column.name)


def test_no_post_stands_in_a_table_that_a_figure_may_name() -> None:
    posts = [(t.name, t.public) for t, c in COLUMNS if c.name == "post"]
    assert posts == [("post_clock", False)]
    assert not TABLES["sighting_reading"].public
    assert {c.sensitivity for c in TABLES["sighting_reading"].columns if c.name in ("latitude", "longitude")} == {
        S.PROTECTED_PLACE
    }


def test_presence_and_whose_it_was_are_findings_apart() -> None:
    present = named(TABLES["sky_present"])
    assert not {name for name in present if "party" in name or "operator" in name}
    assert "party_id" in named(TABLES["sky_evidence"])


def test_draws_are_numbered_and_part_of_the_key() -> None:
    for table in COMPUTED:
        if "draw" in named(table):
            assert "draw" in table.key, table.name
            assert named(table)["draw"].type is T.INTEGER


def test_draws_are_public_only_where_a_figure_reads_them() -> None:
    """Draws behind evidence stay in the case; those behind a figure are public, for its query reads them."""
    assert not TABLES["sky_draw"].public
    assert all(TABLES[name].public for name in ("rate_draw", "targeting_draw", "second_strike_draw", "estimate_draw"))


def test_what_a_person_wrote_is_free_text_also_in_a_computed_table() -> None:
    for name in ("review", "line_review", "decision"):
        columns = named(TABLES[name])
        assert columns["reason"].sensitivity is S.FREE_TEXT
        assert columns["by"].sensitivity is S.NAME


def test_whom_a_table_accuses_is_a_party() -> None:
    accused = {"party", "party_id", "alleged", "parties_alleged", "tied_party", "operator_id", "operators_reported"}
    # Names of tables of the parties themselves, and of the code book, are keys.
    keys = {("party", "party_id"), ("report_party", "party_id")}
    for table, column in COLUMNS:
        if column.name in accused and (table.name, column.name) not in keys:
            assert column.sensitivity is S.PARTY, (table.name, column.name)


@pytest.mark.parametrize("table", STAGES, ids=lambda table: table.name)
def test_nothing_computed_is_required_or_closed(table: Table) -> None:
    assert not any(column.required or column.fact or column.end for column in table.columns)
