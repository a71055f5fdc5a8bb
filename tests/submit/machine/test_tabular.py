"""Cells and rows as machines read them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dalil.submit.machine.tabular import cell_of, write_json, write_rows


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "true"), (False, "false"), (-36.5, "-36.5"), (0, "0"), ("-36.5", "'-36.5"),
     (datetime(2016, 10, 1, 8, 0, 0, 5), "2016-10-01T08:00:00Z"), (["a", "b"], "a;b"), (["=a"], "'=a"), ([], "")],
)  # fmt: skip
def test_a_value_is_text_and_no_formula(value: Any, cell: str) -> None:
    assert cell_of(value) == cell


def test_rows_end_as_rfc_4180_says_and_those_of_fiction_say_so(tmp_path: Path) -> None:
    assert write_rows(tmp_path / "a.csv", ("x", "y"), [("1", 'a,"b'), ("2", "ج")], fictional=True) == 2
    expected = 'x,y,FICTIONAL\r\n1,"a,""b",FICTIONAL\r\n2,ج,FICTIONAL\r\n'
    assert (tmp_path / "a.csv").read_bytes() == expected.encode()


def test_a_table_without_rows_has_its_head(tmp_path: Path) -> None:
    assert write_rows(tmp_path / "a.csv", ("x",), [], fictional=False) == 0
    assert (tmp_path / "a.csv").read_bytes() == b"x\r\n"


def test_what_json_has_no_word_for_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "a.json", {"x": float("nan")})
