"""Lines of a log: one spelling each."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.vault.log.entry import FIRST, Checkpoint, Entry, Malformed, canonical

ENTRY = Entry(0, FIRST, "2016-12-22T10:00:00Z", "open", "0" * 32, {"format": 1})
LINE = ENTRY.encode()


def test_an_entry_is_written_as_canonical_json():
    assert LINE.startswith(b'{"body":{"format":1},"kind":"open","nonce":"0000')
    assert LINE.endswith(b'"time":"2016-12-22T10:00:00Z"}')
    assert Entry.decode(LINE) == ENTRY


def with_field(name, value):
    return canonical({**json.loads(LINE), name: value})


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"\xff",
        LINE[:-1],
        LINE + b" ",
        LINE.replace(b'"number":0', b'"number":0.0'),
        LINE.replace(b'"number":0', b'"number": 0'),
        LINE.replace(b'"number":0', b'"number":0,"number":0'),
        with_field("number", True),
        with_field("number", "0"),
        with_field("previous", "A" * 64),
        with_field("previous", "a" * 63),
        with_field("time", "2016-12-22 10:00:00"),
        with_field("kind", "Open"),
        with_field("nonce", ""),
        with_field("body", []),
        with_field("body", {"pack": "a" * 64}),
        with_field("body", {"pack": "a" * 64, "details": "a" * 64, "line": -1}),
        with_field("body", {"pack": "A" * 64, "details": "a" * 64, "line": 0}),
        with_field("body", {"destroyed": "a" * 64}),
        with_field("body", {"sealed": ["a"]}),
        with_field("more", 1),
        with_field("body", {"share": 0.5}),
        LINE.replace(b'"format":1', b'"format":1234567890123456789'),
        LINE.replace(b'"format":1', b'"format":NaN'),
        LINE.replace(b'"format":1', b'"format":"\\ud800"'),
        LINE.replace(b'"format":1', b'"format":"\\u0061"'),
    ],
)
def test_anything_else_is_malformed(line):
    with pytest.raises(Malformed):
        Entry.decode(line)


@given(st.binary(max_size=120))
def test_no_bytes_break_the_reader(line):
    for reader in (Entry, Checkpoint):
        with pytest.raises(Malformed):
            reader.decode(line)


bodies = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), bodies, max_size=4))
def test_what_is_canonical_by_the_library_is_canonical_for_the_reader(body):
    body = {name: value for name, value in body.items() if name not in ("pack", "destroyed", "sealed", "set_aside")}
    line = Entry(1, "0" * 64, "2016-12-22T10:00:00Z", "open", "0" * 32, body).encode()
    assert Entry.decode(line).encode() == line
    spaced = json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False).encode()
    with pytest.raises(Malformed):
        Entry.decode(spaced)


def test_a_deep_nest_is_malformed_not_a_crash():
    with pytest.raises(Malformed):
        Entry.decode(b"[" * 100_000)


@pytest.fixture
def checkpoint(keys):
    return Checkpoint.sign(keys, keys.fingerprint, 3, bytes(32), "2016-12-22T10:00:00Z")


def test_a_checkpoint_is_read_as_written(checkpoint, keys):
    read = Checkpoint.decode(checkpoint.encode())
    assert read == checkpoint
    assert read.signed_by(keys.public_key)


@pytest.mark.parametrize(
    ("name", "value"), [("size", 4), ("root", "1" * 64), ("time", "2016-12-22T10:00:01Z"), ("chain", "1" * 32)]
)
def test_the_signature_covers_every_field(checkpoint, keys, name, value):
    changed = canonical({**json.loads(checkpoint.encode()), name: value})
    assert not Checkpoint.decode(changed).signed_by(keys.public_key)


@pytest.mark.parametrize(
    ("name", "value"), [("size", 0), ("size", True), ("format", "dalil checkpoint 2"), ("key", "")]
)
def test_a_checkpoint_with_impossible_fields_is_malformed(checkpoint, name, value):
    with pytest.raises(Malformed):
        Checkpoint.decode(canonical({**json.loads(checkpoint.encode()), name: value}))


def test_the_same_signature_in_capitals_is_malformed(checkpoint):
    fields = json.loads(checkpoint.encode())
    with pytest.raises(Malformed):
        Checkpoint.decode(canonical({**fields, "signature": fields["signature"].upper()}))
