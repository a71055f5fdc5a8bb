"""From records to capture tables: copies are no captures, whoever copied whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.count.lists import ListedRecord, capture_tables, first_hand
from dalil.errors import UsageError

A1 = ListedRecord("a/1", "A")
B1 = ListedRecord("b/1", "B")
COPY = ListedRecord("c/1", "C", origin="a/1")
ALONE = ListedRecord("b/2", "B")
ONE_UNIT = {"a/1": "u1", "b/1": "u1", "c/1": "u1", "b/2": "u2"}


def cells(captures, stratum="all", draw=0):
    table = captures.tables[stratum][draw]
    return {tuple(map(int, row)): int(n) for row, n in zip(table.combinations, table.counts, strict=True)}


def test_a_copy_is_no_capture():
    found = capture_tables([A1, B1, COPY, ALONE], [ONE_UNIT])
    assert cells(found) == {(1, 1, 0): 1, (0, 1, 0): 1}
    assert found.copies == {"C": 1}


def test_the_switch_shows_the_harm():
    assert cells(capture_tables([A1, B1, COPY, ALONE], [ONE_UNIT], count_copies=True)) == {(1, 1, 1): 1, (0, 1, 0): 1}


def test_a_copy_of_a_copy_is_a_copy():
    second = ListedRecord("d/1", "D", origin="c/1")
    assert first_hand([second, COPY, A1]) == [A1]


def test_records_of_one_outside_source_are_one_capture():
    first, second = ListedRecord("b/1", "B", origin="post"), ListedRecord("a/1", "A", origin="post")
    assert first_hand([first, second]) == [second]


def test_copies_in_a_ring_are_one_capture():
    first, second = ListedRecord("a/1", "A", origin="b/1"), ListedRecord("b/1", "B", origin="a/1")
    tail = ListedRecord("c/1", "C", origin="b/1")
    assert first_hand([tail, first, second]) == [first]


def test_a_unit_of_copies_only_is_counted_apart():
    found = capture_tables([A1, COPY], [{"a/1": "u1", "c/1": "u2"}])
    assert cells(found) == {(1, 0): 1}
    assert found.only_copies == [1]


def test_one_table_a_draw_all_with_the_same_lists():
    apart = {"a/1": "u1", "b/1": "u3", "b/2": "u2"}
    found = capture_tables([A1, B1, ALONE], [{"a/1": "u1", "b/1": "u1", "b/2": "u2"}, apart], lists=["A", "B", "Z"])
    assert cells(found, draw=0) == {(1, 1, 0): 1, (0, 1, 0): 1}
    assert cells(found, draw=1) == {(1, 0, 0): 1, (0, 1, 0): 2}
    assert {table.lists for table in found.tables["all"]} == {("A", "B", "Z")}


def test_two_records_of_one_list_in_a_unit_count_once():
    assert cells(capture_tables([B1, ALONE], [{"b/1": "u", "b/2": "u"}])) == {(1,): 1}


def test_a_unit_is_in_the_stratum_of_most_of_its_captures():
    records = [
        ListedRecord("1", "A", None, "east"),
        ListedRecord("2", "B", None, "west"),
        ListedRecord("3", "C", None, "west"),
    ]
    found = capture_tables(records, [dict.fromkeys("123", "u")])
    assert cells(found, "west") == {(1, 1, 1): 1}
    assert cells(found, "east") == {}
    even = capture_tables(records[:2], [dict.fromkeys("12", "u")])
    assert cells(even, "east") == {(1, 1): 1}


def test_a_record_without_a_unit_is_refused():
    with pytest.raises(UsageError, match="leaves records out") as caught:
        capture_tables([A1, B1], [{"a/1": "u"}])
    assert caught.value.found == "1 of 2 records without one"


RECORDS = st.lists(
    st.builds(
        ListedRecord,
        st.integers(0, 30).map(str),
        st.sampled_from("ABC"),
        st.none() | st.integers(0, 30).map(str) | st.sampled_from(["post", "file"]),
    ),
    unique_by=lambda record: record.record_id,
    min_size=1,
)


@settings(deadline=None)
@given(RECORDS, st.randoms())
def test_the_order_of_records_does_not_matter(records, random):
    shuffled = random.sample(records, len(records))
    assert set(first_hand(shuffled)) == set(first_hand(records))


@settings(deadline=None)
@given(RECORDS)
def test_of_records_that_go_back_to_one_thing_one_stands(records):
    kept = first_hand(records)
    assert kept
    ids = {record.record_id for record in records}
    outside = [record.origin for record in kept if record.origin is not None and record.origin not in ids]
    assert len(outside) == len(set(outside))
    assert all(record in kept for record in records if record.origin is None)


@settings(deadline=None)
@given(RECORDS)
def test_copies_add_overlap_and_never_units(records):
    unit = {record.record_id: str(int(record.record_id) // 3) for record in records}
    plain, harmed = (capture_tables(records, [unit], count_copies=harm).tables["all"][0] for harm in (False, True))
    assert plain.observed <= harmed.observed
    assert plain.on_list().sum() <= harmed.on_list().sum()
