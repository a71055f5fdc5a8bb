"""Capture tables: reading, adding up, joining lists, and what is refused."""

import numpy as np
import pytest

from dalil.count.estimate.table import add_tables, read_table, table_from_counts
from dalil.errors import Refused, UsageError

TABLE = table_from_counts("ABC", {(1, 0, 0): 5, (0, 1, 0): 4, (1, 1, 0): 3, (1, 1, 1): 2, (0, 0, 1): 0})


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_counts():
    assert TABLE.observed == 14
    assert TABLE.on_list().tolist() == [10, 9, 2]
    assert TABLE.shared().tolist() == [[10, 5, 2], [5, 9, 2], [2, 2, 2]]
    assert TABLE.times_listed().tolist() == [0, 9, 3, 2]
    assert TABLE.codes.tolist() == [2, 1, 3, 7]


@pytest.mark.parametrize("name", ["Frequency", "Count", "count", "n"])
def test_any_name_of_the_last_column(tmp_path, name):
    table = read_table(written(tmp_path, f"A,B,{name}\n1,0,3\n0,1,2\n"))
    assert table.lists == ("A", "B")
    assert table.observed == 5


def test_repeated_rows_are_added_and_missing_ones_are_zero(tmp_path):
    table = read_table(written(tmp_path, "A,B,n\n1,0,3\n1,0,4\n0,1,0\n"))
    assert table.combinations.tolist() == [[1, 0]]
    assert table.counts.tolist() == [7]


def test_blank_lines_spaces_and_byte_order_mark(tmp_path):
    table = read_table(written(tmp_path, "\ufeffA, B ,n\n\n 1,0, 3\n0,1,2.0\n"))
    assert (table.lists, table.observed) == (("A", "B"), 5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("A,B,n\n", "no rows"),
        ("n\n3\n", "no capture table"),
        ("1,0,4\n0,1,2\n", "no header"),
        ("A,A,n\n1,0,4\n", "each once"),
        ("A,,n\n1,0,4\n", "each once"),
        ("A,B,n\n1,0\n", "number of cells"),
        ("A,B,n\n2,0,4\n", "neither 0 nor 1"),
        ("A,B,n\n1,x,4\n", "not a number"),
        ("A,B,n\n1,0,2.5\n", "whole number"),
        ("A,B,n\n1,0,-2\n", "out of range"),
        ("A,B,n\n1,0,nan\n", "whole number"),
        ("A,B,n\n1,0,inf\n", "whole number"),
        ("A,B,n\n0,0,9\n1,0,2\n", "on no list"),
    ],
)
def test_what_is_no_capture_table_is_refused(tmp_path, text, said):
    with pytest.raises(Refused, match=said):
        read_table(written(tmp_path, text))


def test_the_line_is_named(tmp_path):
    with pytest.raises(Refused) as caught:
        read_table(written(tmp_path, "A,B,n\n1,0,3\n1,x,3\n"))
    assert caught.value.where == "table.csv, line 3"


def test_nobody_on_no_list_is_allowed(tmp_path):
    assert read_table(written(tmp_path, "A,B,n\n0,0,0\n1,0,2\n")).observed == 2


def test_other_encodings_are_refused(tmp_path):
    with pytest.raises(Refused, match="read as text"):
        read_table(written(tmp_path, "é,B,n\n1,0,2\n", "latin-1"))


def test_missing_file(tmp_path):
    with pytest.raises(UsageError, match="cannot be opened"):
        read_table(tmp_path / "none.csv")


def test_keep_forgets_cases_on_other_lists_only():
    kept = TABLE.keep("BC")
    assert kept.observed == 9
    assert kept.on_list().tolist() == [9, 2]


def test_join_takes_the_union():
    joined = TABLE.join({"BC": ["B", "C"]})
    assert joined.lists == ("A", "BC")
    assert joined.combinations.tolist() == [[0, 1], [1, 0], [1, 1]]
    assert joined.counts.tolist() == [4, 5, 5]


def test_adding_tables_adds_counts():
    both = add_tables([TABLE, TABLE])
    assert both.observed == 28
    assert np.array_equal(both.combinations, TABLE.combinations)
