"""What the reference says can be checked by hand, checked by hand."""

import re
import subprocess
from pathlib import Path

import pytest

from dalil.units import sha256_of
from dalil.vault.identities.sealed import Row
from dalil.vault.session import vault_of, writing

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "log.md"


@pytest.fixture
def sealed_case(case, keys, seal):
    with writing(case, keys) as session:
        seal(session, {"a": b"first", "b": b"second"})
        session.identities.seal_table(session.log, b"W1,Somebody", [Row("o/W1", 0, 11)])
    return case


def by_hand(case):
    (script,) = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    run = subprocess.run(["bash", "-c", script], cwd=case, capture_output=True, text=True, check=False)
    return run.stdout.splitlines() + run.stderr.splitlines()


def test_a_sound_case(sealed_case):
    before = sorted(sealed_case.rglob("*"))
    assert by_hand(sealed_case) == ["Signature Verified Successfully"]
    assert sorted(sealed_case.rglob("*")) == before


def test_a_changed_original(sealed_case):
    path = vault_of(sealed_case).path_of(sha256_of(b"first"))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"T")
    assert by_hand(sealed_case)[0].startswith("CHANGED vault/")


def test_a_changed_entry(sealed_case, keys):
    path = sealed_case / "log" / f"{keys.fingerprint}.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"kind":"seal"', b'"kind":"sea1"', 1))
    assert by_hand(sealed_case)[0].startswith("BROKEN")


def test_a_changed_checkpoint(sealed_case, keys):
    path = sealed_case / "log" / f"{keys.fingerprint}.checkpoints.jsonl"
    path.write_bytes(re.sub(rb'"size":(\d+)', rb'"size":9\1', path.read_bytes()))
    assert "Signature Verified Successfully" not in by_hand(sealed_case)


WRITING = re.compile(r'(?:\bItem|\b(?:log|writer)\.(?:append|extend))\(\s*"([a-z_]+)"')


def test_every_kind_that_is_written_is_listed():
    listed = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))
    source = PAGE.parents[2] / "src" / "dalil"
    written = {kind for path in source.rglob("*.py") for kind in WRITING.findall(path.read_text(encoding="utf-8"))}
    assert {"open", "seal", "identity", "destroy"} <= written
    assert written <= listed
