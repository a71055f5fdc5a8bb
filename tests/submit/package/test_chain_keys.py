"""A chain's name leads to the key that signs it, through changes that both the old and the new key signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dalil.submit.package.chain_keys import check_chain_keys, keys_file, write_chain_keys
from dalil.vault.files.store import Store
from dalil.vault.keys.own import Keys
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.writer import LogWriter


@pytest.fixture
def changed(tmp_path: Path) -> tuple[Path, LogWriter, Checkpoint]:
    """The folder PROOF of a chain whose key changed twice."""
    log = LogWriter(tmp_path / "log", Store(tmp_path / "vault"), Keys.make("first"))
    log.append("add", {"sha256": "aa" * 32})
    log.change_key(Keys.make("second"))
    log.append("add", {"sha256": "bb" * 32})
    log.change_key(Keys.make("third"))
    log.append("add", {"sha256": "cc" * 32})
    proof = tmp_path / "PROOF"
    proof.mkdir()
    (chain,) = log.chains()
    write_chain_keys(proof, chain, log.checkpoint())
    return proof, log, log.checkpoint()


def test_changes_are_followed(changed: tuple[Path, LogWriter, Checkpoint]) -> None:
    proof, log, point = changed
    assert len((proof / keys_file(log.chain)).read_text().splitlines()) == 3
    assert check_chain_keys(proof, {log.chain: point}) == []


def test_a_chain_whose_key_never_changed_needs_no_file(tmp_path: Path) -> None:
    log = LogWriter(tmp_path / "log", Store(tmp_path / "vault"), Keys.make("first"))
    (chain,) = log.chains()
    write_chain_keys(tmp_path, chain, log.checkpoint())
    assert not (tmp_path / keys_file(log.chain)).exists()
    assert check_chain_keys(tmp_path, {log.chain: log.checkpoint()}) == []


@pytest.mark.parametrize("dropped", [0, 1, 2])
def test_a_change_that_is_left_out_breaks_the_way(changed: tuple[Path, LogWriter, Checkpoint], dropped: int) -> None:
    proof, log, point = changed
    file = proof / keys_file(log.chain)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for number, line in enumerate(lines) if number != dropped))
    assert len(check_chain_keys(proof, {log.chain: point})) == 1


def test_without_the_file_another_key_is_a_stranger(changed: tuple[Path, LogWriter, Checkpoint]) -> None:
    proof, log, point = changed
    (proof / keys_file(log.chain)).unlink()
    (problem,) = check_chain_keys(proof, {log.chain: point})
    assert problem.found.startswith("another key, and no changes")


def test_nobody_takes_a_chain_by_naming_its_key(changed: tuple[Path, LogWriter, Checkpoint], tmp_path: Path) -> None:
    """Whoever knows a public key can write an opening entry with it, and a change to a key of their own."""
    proof, log, point = changed
    theirs = LogWriter(tmp_path / "theirs", Store(tmp_path / "their vault"), Keys.make("stranger"))
    theirs.change_key(Keys.make("stranger two"))
    (chain,) = theirs.chains()
    write_chain_keys(proof, chain, theirs.checkpoint())
    stolen = (proof / keys_file(theirs.chain)).read_text().splitlines()
    own = (proof / keys_file(log.chain)).read_text().splitlines()
    (proof / keys_file(log.chain)).write_text("\n".join([own[0], stolen[1]]) + "\n")
    (problem,) = check_chain_keys(proof, {log.chain: point})
    assert "did not sign" in problem.found


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "nothing\n", json.dumps({"entry": "{}", "path": [], "checkpoint": ""})]
)
def test_nonsense_is_a_problem(changed: tuple[Path, LogWriter, Checkpoint], content: str) -> None:
    proof, log, point = changed
    (proof / keys_file(log.chain)).write_text(content)
    assert len(check_chain_keys(proof, {log.chain: point})) == 1
