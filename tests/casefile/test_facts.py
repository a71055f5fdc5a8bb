"""The facts: built beside, renamed into place, equal when their hashes are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dalil.casefile.facts import Facts, building, reading
from dalil.errors import Refused


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
