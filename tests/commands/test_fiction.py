"""simulate and demo: what is refused, and that nothing of a person's is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from dalil.commands.fiction import demo, simulate
from dalil.errors import DalilError, UsageError


def test_a_setting_without_a_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--set") as refused:
        simulate(tmp_path / "out", seed=1, preset="small", assignments=["incidents"])
    assert refused.value.found == "incidents"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("assignment", ["no_such_setting=1", "incidents=many"])
def test_a_setting_that_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, assignment: str) -> None:
    with pytest.raises(DalilError):
        simulate(tmp_path / "out", seed=1, preset="small", assignments=[assignment])
    assert not (tmp_path / "out").exists()


def test_a_demo_in_a_folder_that_holds_something_else_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="something else"):
        demo(tmp_path, tell=lambda line: None)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_demo_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        demo(tmp_path / "demo", tell=lambda line: None)
    assert (tmp_path / "demo").read_text(encoding="utf-8") == "mine"
