"""The facts: built beside, renamed into place, equal when their hashes are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from dalil.casefile.facts import FACTS_FORMAT, Facts, arrow_schema, building, reading
from dalil.errors import Refused
from dalil.records import TABLES


def test_rows_come_back_as_they_went_in() -> None:
    facts = Facts.in_memory()
    facts.append("incident", [{"incident_id": "a", "objects_hit": ["school"], "earliest": datetime(2016, 7, 1)}])
    assert facts.rows("SELECT incident_id, objects_hit, earliest, kind FROM incident") == [
        {"incident_id": "a", "objects_hit": ["school"], "earliest": datetime(2016, 7, 1), "kind": None}
    ]


def test_unknown_column_is_an_error_not_a_loss() -> None:
    with pytest.raises(KeyError, match="colour"):
        Facts.in_memory().append("incident", [{"incident_id": "a", "colour": "red"}])


def test_hash_ignores_the_order_of_insertion_and_sees_a_value() -> None:
    one, two, three = Facts.in_memory(), Facts.in_memory(), Facts.in_memory()
    one.append("label", [{"report_id": "a", "party": "p"}, {"report_id": "b", "party": "q"}])
    two.append("label", [{"report_id": "b", "party": "q"}, {"report_id": "a", "party": "p"}])
    three.append("label", [{"report_id": "b", "party": "q"}, {"report_id": "a", "party": "q"}])
    assert one.table_hash("label") == two.table_hash("label") != three.table_hash("label")


def test_replace_empties_first() -> None:
    facts = Facts.in_memory()
    facts.append("label", [{"report_id": "a"}])
    assert facts.replace("label", [{"report_id": "b"}]) == 1
    assert facts.rows("SELECT report_id FROM label") == [{"report_id": "b"}]


def test_an_interrupted_build_leaves_the_old_facts(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    with building(path, fresh=True) as facts:
        facts.append("label", [{"report_id": "a"}])
    with pytest.raises(RuntimeError), building(path) as facts:
        facts.replace("label", [])
        raise RuntimeError
    with reading(path) as facts:
        assert facts.value("SELECT count(*) FROM label") == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["facts.duckdb"]


def test_a_reader_does_not_block_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    with building(path, fresh=True):
        pass
    with reading(path) as old:
        with building(path) as facts:
            facts.append("label", [{"report_id": "a"}])
        assert old.value("SELECT count(*) FROM label") == 0


@pytest.mark.parametrize(
    "change",
    ["UPDATE meta SET format = 99", "DROP TABLE party", "ALTER TABLE party ADD COLUMN more INTEGER",
     "ALTER TABLE party DROP COLUMN name_ar"],
)  # fmt: skip
def test_facts_of_another_version_are_refused(tmp_path: Path, change: str) -> None:
    path = tmp_path / "facts.duckdb"
    with building(path, fresh=True) as facts:
        facts.query(change)
    with pytest.raises(Refused, match="another version"), reading(path):
        pass


def test_facts_of_another_version_are_not_built_upon(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    with building(path, fresh=True) as facts:
        facts.query("UPDATE meta SET format = 0")
    with pytest.raises(Refused) as caught, building(path):
        pass
    assert caught.value.do.startswith(f"run: dalil rebuild {tmp_path}")
    with building(path, fresh=True) as facts:
        assert facts.value("SELECT format FROM meta") == FACTS_FORMAT


def test_what_differs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    with building(path, fresh=True) as facts:
        facts.query("ALTER TABLE party ADD COLUMN more INTEGER")
        facts.query("DROP TABLE label")
    with pytest.raises(Refused) as caught, reading(path):
        pass
    assert caught.value.found == "other columns in label, party"


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    with building(path, fresh=True):
        pass
    with reading(path) as facts, pytest.raises(duckdb.InvalidInputException):
        facts.append("label", [{"report_id": "a"}])


def test_what_a_killed_build_left_is_put_away(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    left = [tmp_path / "facts.building.duckdb", tmp_path / "facts.building.duckdb.wal"]
    for each in left:
        each.write_bytes(b"half of it")
    with building(path, fresh=True):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["facts.duckdb"]


def test_a_build_goes_on_from_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "facts.duckdb"
    for name in ("a", "b"):
        with building(path) as facts:
            facts.append("label", [{"report_id": name}])
    with reading(path) as facts:
        assert facts.rows("SELECT report_id FROM label ORDER BY 1") == [{"report_id": "a"}, {"report_id": "b"}]


def test_arrow_tables_go_in_as_rows_do() -> None:
    schema = pa.schema([field for field in arrow_schema(TABLES["label"]) if field.name in ("report_id", "party")])
    one, two = Facts.in_memory(), Facts.in_memory()
    assert one.append("label", pa.table({"report_id": ["a"], "party": ["p"]}, schema=schema)) == 1
    two.append("label", [{"report_id": "a", "party": "p"}])
    assert one.table_hash("label") == two.table_hash("label")
    with pytest.raises(KeyError, match="colour"):
        one.append("label", pa.table({"colour": ["red"]}))


def test_a_value_of_another_type_is_an_error_not_a_guess() -> None:
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        Facts.in_memory().append("incident", [{"incident_id": "a", "earliest": "last week"}])


def test_a_hash_tells_nothing_from_empty_and_a_list_from_its_order() -> None:
    def hashed(objects: list[str] | None) -> str:
        facts = Facts.in_memory()
        facts.append("incident", [{"incident_id": "a", "objects_hit": objects}])
        return facts.table_hash("incident")

    assert len({hashed(None), hashed([]), hashed(["home", "school"]), hashed(["school", "home"])}) == 4


def test_every_table_has_a_hash() -> None:
    hashes = Facts.in_memory().hashes()
    assert hashes.keys() == TABLES.keys()
    # Of nothing: SHA-256 of no bytes, whatever the columns.
    assert len(set(hashes.values())) == 1


def test_a_query_without_a_row_gives_no_value() -> None:
    assert Facts.in_memory().value("SELECT report_id FROM label") is None


def test_no_rows_are_no_error() -> None:
    facts = Facts.in_memory()
    assert facts.append("label", []) == 0
    assert facts.replace("label", []) == 0
