"""Identities: no clear text anywhere, one destroyable key a person, the original back byte for byte."""

import hashlib
import json
import os
from base64 import b64decode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dalil.errors import Refused, UsageError
from dalil.vault.identities.sealed import Identities, Row, finish_destroying
from dalil.vault.session import writing
from dalil.vault.verify import verify_case

TABLE = "witness,name,contact\r\nW1,PLANTED ONE,+0\r\nW2,زرع PLANTED TWO,+1\r\nW1,PLANTED AGAIN,\r\n".encode()


def row(person, text):
    start = TABLE.index(text)
    return Row(f"Org/{person}", start, start + len(text))


ROWS = [
    row("W1", b"W1,PLANTED ONE,+0"),
    row("W2", "W2,زرع PLANTED TWO,+1".encode()),
    row("W1", b"W1,PLANTED AGAIN,"),
]


@pytest.fixture
def sealed(session):
    return session.identities.seal_table(session.log, TABLE, ROWS, "PLANTED list.csv")


def again(session):
    """The identities as a later command reads them."""
    return Identities(session.log, session.sealed, session.secret)


def test_the_original_comes_back_byte_for_byte(session, sealed):
    opened = again(session).open(sealed.name)
    assert opened.raw == TABLE
    assert opened.file_name == "PLANTED list.csv"
    assert sealed.persons == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.binary(max_size=300), st.data())
def test_any_cut_gives_the_original_back(session, raw, data):
    edges = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    rows = [Row(f"P{at % 2}", start, end) for at, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=False))]
    name = session.identities.seal_table(session.log, raw, rows).name
    assert session.identities.open(name).raw == raw


def test_nothing_is_on_disk_in_clear(session, sealed, case, monkeypatch):
    session.identities.seal_whole(session.log, b"PLANTED victims", "PLANTED.csv")
    for path in case.rglob("*"):
        assert b"PLANTED" not in str(path).encode()
        assert b"Org/W1" not in (content := path.read_bytes() if path.is_file() else b"")
        assert b"PLANTED" not in content


def test_nothing_is_ever_written_in_clear(session, monkeypatch):
    """Temporary files included: every byte that goes to the disk is looked at."""
    written = []
    original = os.write
    monkeypatch.setattr(os, "write", lambda fd, content: (written.append(bytes(content)), original(fd, content))[1])
    session.identities.seal_table(session.log, TABLE, ROWS, "PLANTED list.csv")
    assert written
    assert not any(b"PLANTED" in content or b"Org/W1" in content for content in written)


def test_destroying_a_key_takes_that_person_and_nobody_else(session, sealed, case):
    session.identities.destroy(session.log, "Org/W1")
    pieces = again(session).open(sealed.name).pieces
    assert pieces == (
        b"witness,name,contact\r\n", None, b"\r\n", "W2,زرع PLANTED TWO,+1".encode(), b"\r\n", None, b"\r\n"
    )  # fmt: skip
    with pytest.raises(Refused, match="gone"):
        _ = again(session).open(sealed.name).raw
    checks = verify_case(case)
    assert all(check.passed for check in checks)
    assert "1 keys destroyed: the content is gone" in checks[11].notes


def test_the_entry_stands_before_the_key_goes(session, sealed, monkeypatch):
    """Killed in between, the log says what the next command has to finish."""
    monkeypatch.setattr(session.sealed, "remove", lambda name: None)
    session.identities.destroy(session.log, "Org/W1")
    monkeypatch.undo()
    assert [check.number for check in verify_case(session.case) if not check.passed] == [12]
    assert finish_destroying(session.log, session.sealed) == 1
    assert all(check.passed for check in verify_case(session.case))


def test_withdrawn_consent_is_not_undone_by_another_file(session, sealed):
    session.identities.destroy(session.log, "Org/W1")
    for identities in (session.identities, again(session)):
        with pytest.raises(Refused, match="consent was withdrawn") as raised:
            identities.seal_table(session.log, TABLE + b"more", ROWS)
        assert "PLANTED" not in str(raised.value)
        assert "W1" not in str(raised.value)


@pytest.mark.parametrize("person", ["Org/W9", "W1"])
def test_a_person_without_a_key_cannot_be_destroyed(session, sealed, person):
    with pytest.raises(Refused, match="No key of this person"):
        session.identities.destroy(session.log, person)


def test_twice_is_refused(session, sealed):
    session.identities.destroy(session.log, "Org/W1")
    with pytest.raises(Refused, match="No key of this person"):
        again(session).destroy(session.log, "Org/W1")


def test_the_same_table_twice_changes_nothing_and_says_so(session, sealed, case):
    before = sorted(path for path in case.rglob("*"))
    for identities in (session.identities, again(session)):
        second = identities.seal_table(session.log, TABLE, ROWS)
        assert (second.name, second.new) == (sealed.name, False)
    assert sorted(path for path in case.rglob("*")) == before


def test_a_person_keeps_one_key_over_several_tables(session, sealed):
    other = session.identities.seal_table(session.log, b"W1 again", [Row("Org/W1", 0, 8)])
    session.identities.destroy(session.log, "Org/W1")
    assert again(session).open(other.name).pieces == (b"", None, b"")


def payload_length(row):
    """Bytes of an age file after its header, whose length is random on purpose."""
    return len(b64decode(row).split(b"\n--- ", 1)[1].split(b"\n", 1)[1])


def test_a_short_and_a_long_row_cannot_be_told_apart(session):
    table = b"a" + b"b" * 200
    sealed = session.identities.seal_table(session.log, table, [Row("Org/X", 0, 1), Row("Org/Y", 1, 201)])
    short, long = json.loads(session.sealed.read(sealed.name))["rows"]
    assert payload_length(short) == payload_length(long)


@pytest.mark.parametrize("rows", [[(0, 5), (4, 8)], [(-1, 2)], [(5, 3)], [(0, len(TABLE) + 1)]])
def test_rows_that_overlap_or_lie_outside_are_refused(session, rows):
    with pytest.raises(UsageError, match="overlap or lie outside"):
        session.identities.seal_table(session.log, TABLE, [Row("Org/W1", *row) for row in rows])


def test_a_whole_file(session):
    sealed = session.identities.seal_whole(session.log, b"all of it", "victims.csv")
    assert again(session).open(sealed.name).raw == b"all of it"
    assert not session.identities.seal_whole(session.log, b"all of it").new


def test_the_log_holds_no_plain_hash_of_the_original(session, sealed, case):
    """A plain hash would let anyone who guesses a short file confirm the guess."""
    plain = hashlib.sha256(TABLE).hexdigest().encode()
    assert not any(plain in path.read_bytes() for path in case.rglob("*") if path.is_file())


def test_a_new_session_opens_what_an_earlier_one_sealed(case, keys):
    with writing(case, keys) as session:
        name = session.identities.seal_table(session.log, TABLE, ROWS).name
    with writing(case, keys) as session:
        assert session.identities.open(name).raw == TABLE
