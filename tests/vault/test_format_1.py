"""A case written by dalil 0.1.0, the first with format 1, opens in every later version.

`format_1.tar.gz` holds a fictional case and the key that signed it: two originals, a table of identities with one
person destroyed, a torn end set aside, a decision. It is never made anew: a version that cannot open it must say what
to do, and keep a way to read it.
"""

import tarfile
from pathlib import Path

import pytest

from dalil.vault.keys.own import open_keys
from dalil.vault.session import log_of, vault_of, writing
from dalil.vault.verify import verify_case

FROZEN = Path(__file__).with_name("format_1.tar.gz")


@pytest.fixture
def frozen(tmp_path):
    with tarfile.open(FROZEN) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "format_1"


def test_it_verifies(frozen):
    assert [check for check in verify_case(frozen / "case") if not check.passed] == []


def test_its_log_and_originals_are_read(frozen):
    log, vault = log_of(frozen / "case"), vault_of(frozen / "case")
    assert [entry.kind for entry in log.entries()] == [
        "open", "settings", "secret", "seal", "seal", "identity", "identity", "sealed_file", "destroy", "set_aside",
        "decide",
    ]  # fmt: skip
    originals = {entry.details["file_name"]: vault.read(entry.details["sha256"]) for entry in log.entries("seal")}
    assert originals == {"a.txt": b"an original\n", "b.txt": b"another\n"}
    assert list(log.organisations().values()) == ["Fictional organisation"]


def test_it_is_gone_on_with_under_its_key(frozen):
    keys = open_keys(frozen, environment={})
    with writing(frozen / "case", keys) as session:
        session.log.append("decide", {"reason": "later"})
        (sealed,) = (entry.body["sealed"][0] for entry in session.log.entries("sealed_file"))
        assert session.identities.open(sealed).pieces == (b"witness,name\n", None, b"\n", b"W2,Somebody Else", b"\n")
    assert [check for check in verify_case(frozen / "case") if not check.passed] == []
