"""The 64 bytes at the start of every stored file."""

import pytest

from dalil.errors import CannotProceed, VerificationFailed
from dalil.vault.files.header import HEADER_LENGTH, Header


def test_the_header_is_one_line_of_64_bytes():
    assert Header("object", "none").encode() == b"DALIL 1 object none" + b" " * 44 + b"\n"


@pytest.mark.parametrize(
    "header", [Header("object", "none"), Header("sealed", "age"), Header("keys", "none", "a" * 32)]
)
def test_what_was_written_is_read(header):
    assert len(header.encode()) == HEADER_LENGTH
    assert Header.decode(header.encode(), "here") == header


@pytest.mark.parametrize("raw", [b"", b"DALIL 1 object none\n", b"x" * 64, b"dalil 1 object none".ljust(63) + b"\n"])
def test_other_bytes_are_no_header(raw):
    with pytest.raises(VerificationFailed, match="does not begin with its header"):
        Header.decode(raw, "here")


def test_a_newer_format_says_what_to_install():
    with pytest.raises(CannotProceed, match="format") as raised:
        Header.decode(b"DALIL 2 object none".ljust(63) + b"\n", "here")
    assert "pip install --upgrade dalil" in raised.value.do
    assert raised.value.found == "format 2"


def test_another_protection_is_refused():
    with pytest.raises(CannotProceed, match="protected") as raised:
        Header("object", "age").demand("object", "none", "here")
    assert (raised.value.expected, raised.value.found) == ("none", "age")


def test_another_kind_is_refused():
    with pytest.raises(VerificationFailed, match="another kind"):
        Header("sealed", "none").demand("object", "none", "here")
