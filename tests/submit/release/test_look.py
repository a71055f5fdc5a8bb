from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from dalil.casefile.facts import Facts
from dalil.errors import UsageError
from dalil.intake import KnownPeople
from dalil.submit.release.look import Look, around, look_path, write_looks
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


def test_it_lies_beside_the_submission_for_its_owner_alone(tmp_path: Path) -> None:
    path = look_path(tmp_path / "out")
    write_looks(path, [Look("address", "report", "narrative", "Alpha/1", "=cmd", "see =cmd there")])
    assert path == tmp_path / "out.look.csv" and stat.S_IMODE(path.stat().st_mode) == 0o600
    with path.open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["id"] == "Alpha/1" and row["found"] == "'=cmd"  # no program runs it as a formula


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out.look.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError):
        write_looks(tmp_path / "out.look.csv", [])


def test_it_quotes_what_stands_around_in_one_line() -> None:
    assert around("a" * 50 + "\nX\n" + "b" * 50, 51, 52) == "a" * 39 + " X " + "b" * 39


def test_what_the_commission_may_have_and_may_find_somebody_is_on_it(facts: Facts, receiver: Receiver) -> None:
    text = "See https://x.example/1, by @room_77; call 0944123456. Darwish wept."
    facts.query("UPDATE report SET narrative = ? WHERE report_id = 'Alpha/1'", [text])
    released = cut(facts, receiver, known=KnownPeople({"a": ("Qasim Darwish",)}))
    assert [(look.kind, look.found) for look in released.looks] == [
        ("address", "https://x.example/1"), ("account", "@room_77"), ("word of a sealed name", "Darwish")
    ]  # fmt: skip
    assert {(look.table, look.column, look.id) for look in released.looks} == {("report", "narrative", "Alpha/1")}
    kept = released.facts.value("SELECT narrative FROM report WHERE report_id = 'Alpha/1'")
    assert kept == "See https://x.example/1, by @room_77; call […]. Darwish wept."
