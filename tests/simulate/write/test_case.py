"""The output is a case that the program itself can open, in its own formats."""

from __future__ import annotations

import csv
from pathlib import Path

from dalil.casefile.settings import read_settings
from dalil.commands import case as cases
from dalil.records.kinds import KINDS, kind_for_stem
from dalil.simulate import simulate
from dalil.simulate.write.tables import COLUMNS


def test_case_toml_loads(small: Path):
    settings = read_settings(small / "case.toml")
    assert settings.fictional
    assert [party.id for party in settings.parties] == ["toruvia", "naharat", "selvane", "dahr"]
    assert settings.to.isoformat() == "2019-04-20"


def test_case_toml_says_who_flies_what_and_nothing_of_any_attack(small: Path):
    aircraft = {a.id: a for a in read_settings(small / "case.toml").sky.aircraft}
    assert (aircraft["Su-24"].operators, aircraft["Mi-8"].operators) == (("toruvia", "naharat"), ("naharat",))
    assert {name: a.aircraft_class for name, a in aircraft.items() if a.aircraft_class != "fixed_wing"} == {
        "Mi-8": "helicopter",
        "MQ-9": "drone",
    }
    assert all(a.operators and set(a.operators) <= {"toruvia", "naharat", "selvane"} for a in aircraft.values())


def test_columns_are_those_of_the_contract():
    for stem, columns in COLUMNS.items():
        assert set(columns) <= set(KINDS[stem].by_name), stem


def test_every_table_handed_in_is_recognised_by_its_name(small: Path):
    for path in (small / "raw").rglob("*.csv"):
        kind = kind_for_stem(path.stem)
        assert kind is not None and kind.stem == path.stem


def test_closed_vocabularies_hold(siege: Path):
    for path in (siege / "raw").rglob("*.csv"):
        coded = {c.name: c.one_of for c in KINDS[path.stem].columns if c.one_of}
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for name, allowed in coded.items():
                    assert set(filter(None, row.get(name, "").split(";"))) <= set(allowed), (path, name, row[name])


def test_required_columns_are_filled(siege: Path):
    for path in (siege / "raw").rglob("*.csv"):
        required = [c.name for c in KINDS[path.stem].columns if c.required]
        with path.open(encoding="utf-8", newline="") as stream:
            assert all(row[name] for row in csv.DictReader(stream) for name in required), path


def test_a_case_takes_every_row_without_a_refusal(tmp_path: Path):
    simulate(tmp_path / "out", 6, "small", {"war.incidents": "25", "media.rasters": "0", "media.copies": "0.2"})
    cases.new(tmp_path / "case", {}, settings=tmp_path / "out" / "case.toml")
    added = cases.add(tmp_path / "case", [tmp_path / "out" / "raw"], as_=None, organisation=None, mapping=None)
    assert (added.refused, added.whole_files_refused) == (0, 0)
    assert added.records == added.rows > 1_000
    assert [(file.file, file.refusals) for file in added.files if file.values_refused] == []
    assert not any(file.unknown for file in added.files)
