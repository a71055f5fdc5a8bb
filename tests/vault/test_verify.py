"""Forgeries, each found by its numbered check and by no accident."""

import json
import shutil

import pytest

from dalil.errors import UsageError
from dalil.units import sha256_of
from dalil.vault.keys.own import Keys
from dalil.vault.log.entry import FIRST, Checkpoint, Entry, canonical, hash_of
from dalil.vault.log.merkle import Tree, leaf_hash
from dalil.vault.log.writer import LogWriter
from dalil.vault.session import vault_of, writing
from dalil.vault.verify import TITLES, verify_case


@pytest.fixture
def sealed_case(case, keys, seal):
    with writing(case, keys) as session:
        seal(session, {"a": b"first", "b": b"second"})
        seal(session, {"c": b"third"})
    return case


@pytest.fixture
def chain(sealed_case, keys):
    """Entries: open, settings, secret, seal a, seal b, seal c; a checkpoint after 1, 2, 3, 5 and 6."""
    return sealed_case / "log" / f"{keys.fingerprint}.jsonl"


@pytest.fixture
def checkpoints(sealed_case, keys):
    return sealed_case / "log" / f"{keys.fingerprint}.checkpoints.jsonl"


def failed(case):
    return {check.number for check in verify_case(case) if not check.passed}


def write_lines(path, lines):
    path.write_bytes(b"".join(line + b"\n" for line in lines))


def test_a_sound_case_passes_all_fourteen(sealed_case):
    checks = verify_case(sealed_case)
    assert [check.number for check in checks] == list(range(1, 16)) == list(TITLES)
    assert all(check.passed for check in checks)
    assert all(check.notes == () for check in checks)


def test_swapped_entries(sealed_case, chain):
    lines = chain.read_bytes().splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    write_lines(chain, lines)
    assert failed(sealed_case) == {7, 9}


def test_swapped_entries_renumbered_and_linked_anew(sealed_case, chain):
    lines = chain.read_bytes().splitlines()
    bodies = [Entry.decode(line).body for line in lines]
    bodies[3], bodies[4] = bodies[4], bodies[3]
    forged, previous = [], FIRST
    for line, body in zip(lines, bodies, strict=True):
        entry = Entry.decode(line)
        forged.append(Entry(entry.number, previous, entry.time, entry.kind, entry.nonce, body).encode())
        previous = hash_of(forged[-1])
    write_lines(chain, forged)
    assert failed(sealed_case) == {9}


def test_a_chain_cut_below_its_last_checkpoint(sealed_case, chain):
    write_lines(chain, chain.read_bytes().splitlines()[:-1])
    assert failed(sealed_case) == {9}


def test_checkpoints_taken_away(sealed_case, checkpoints):
    checkpoints.unlink()
    assert 9 in failed(sealed_case)


def test_signed_again_by_another_key(sealed_case, chain, checkpoints, keys):
    thief = Keys.make()
    tree = Tree(map(leaf_hash, chain.read_bytes().splitlines()))
    forged = [
        Checkpoint.sign(thief, keys.fingerprint, point.size, tree.root(point.size), point.time).encode()
        for point in map(Checkpoint.decode, checkpoints.read_bytes().splitlines())
    ]
    write_lines(checkpoints, forged)
    assert failed(sealed_case) == {8}


def test_the_whole_chain_written_again_by_another_key(sealed_case, chain, checkpoints, keys):
    thief = Keys.make()
    first, *rest = (Entry.decode(line) for line in chain.read_bytes().splitlines())
    body = {**first.body, "public_key": thief.public_key}
    lines = [Entry(0, FIRST, first.time, "open", first.nonce, body).encode()]
    for entry in rest:
        lines.append(Entry(entry.number, hash_of(lines[-1]), entry.time, entry.kind, entry.nonce, entry.body).encode())
    root = Tree(map(leaf_hash, lines)).root()
    write_lines(chain, lines)
    write_lines(checkpoints, [Checkpoint.sign(thief, keys.fingerprint, len(lines), root, first.time).encode()])
    assert failed(sealed_case) == {6}


@pytest.mark.parametrize("name", ["previous", "nonce"])
def test_a_changed_case_of_hexadecimal_digits(sealed_case, chain, name):
    lines = chain.read_bytes().splitlines()
    fields = json.loads(lines[2])
    lines[2] = canonical({**fields, name: fields[name].upper()})
    write_lines(chain, lines)
    assert 5 in failed(sealed_case)


def test_a_changed_case_of_a_signature(sealed_case, checkpoints):
    lines = checkpoints.read_bytes().splitlines()
    fields = json.loads(lines[-1])
    lines[-1] = canonical({**fields, "signature": fields["signature"].upper()})
    write_lines(checkpoints, lines)
    assert 8 in failed(sealed_case)


def test_another_spelling_of_the_same_line(sealed_case, chain):
    lines = chain.read_bytes().splitlines()
    lines[2] = json.dumps(json.loads(lines[2])).encode()
    write_lines(chain, lines)
    assert {5, 9} <= failed(sealed_case)


def test_a_repeated_checkpoint(sealed_case, checkpoints):
    checkpoints.write_bytes(checkpoints.read_bytes() + checkpoints.read_bytes().splitlines()[-1] + b"\n")
    assert failed(sealed_case) == {9}


def replace(case, content, by):
    """Put other bytes behind a name in the vault."""
    path = vault_of(case).path_of(sha256_of(content))
    header = path.read_bytes()[:64]
    path.chmod(0o600)
    path.write_bytes(header + by)


def test_an_original_replaced(sealed_case):
    replace(sealed_case, b"first", b"fir5t")
    (check,) = (check for check in verify_case(sealed_case) if not check.passed)
    assert (check.number, check.expected, check.found) == (3, sha256_of(b"first"), sha256_of(b"fir5t"))
    assert check.where.endswith(sha256_of(b"first"))


def test_all_problems_are_listed(sealed_case):
    replace(sealed_case, b"first", b"fir5t")
    replace(sealed_case, b"third", b"th1rd")
    (check,) = (check for check in verify_case(sealed_case) if not check.passed)
    assert len(check.problems) == 2
    assert check.found.endswith("(and 1 more)")


def test_an_original_taken_away(sealed_case):
    vault_of(sealed_case).path_of(sha256_of(b"first")).unlink()
    assert failed(sealed_case) == {11}


def test_an_original_of_another_size_says_so(sealed_case):
    replace(sealed_case, b"first", b"")
    assert failed(sealed_case) == {3, 11}


def test_details_taken_away(sealed_case, chain):
    pack = Entry.decode(chain.read_bytes().splitlines()[3]).body["pack"]
    vault_of(sealed_case).path_of(pack).unlink()
    assert failed(sealed_case) == {10}


@pytest.mark.parametrize(
    ("header", "number"),
    [(b"DALIL 2 object none", 2), (b"DALIL 1 object age", 2), (b"DALIL 1 sealed none", 2), (b"dalil 1 object none", 2)],
)
def test_headers(sealed_case, header, number):
    path = vault_of(sealed_case).path_of(sha256_of(b"first"))
    path.chmod(0o600)
    path.write_bytes(header.ljust(63) + b"\nfirst")
    assert failed(sealed_case) == {number}


@pytest.mark.parametrize(
    "name", ["vault/x", "vault/zz/x", "vault/ab/x", "log/x.jsonl.bak", "sealed/x", "vault/ab/" + "AB" * 32]
)
def test_strays(sealed_case, name):
    path = sealed_case / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert failed(sealed_case) == {1}


def test_a_link_is_no_original(sealed_case, tmp_path):
    path = vault_of(sealed_case).path_of(sha256_of(b"first"))
    shutil.copy(path, tmp_path / "elsewhere")
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert failed(sealed_case) == {1, 11}


def test_what_desktops_leave_is_mentioned_only(sealed_case):
    (sealed_case / "log" / ".DS_Store").write_bytes(b"x")
    assert failed(sealed_case) == set()
    assert ".DS_Store" in verify_case(sealed_case)[0].found


def test_changed_settings(sealed_case):
    (sealed_case / "case.toml").write_text("changed")
    assert failed(sealed_case) == {13}


def test_missing_settings(sealed_case):
    (sealed_case / "case.toml").unlink()
    assert failed(sealed_case) == {13}


def test_a_set_aside_end_that_was_changed_or_lost(sealed_case, chain, keys):
    chain.write_bytes(chain.read_bytes() + b"torn")
    with writing(sealed_case, keys):
        pass
    (aside,) = (sealed_case / "log").glob("*.set-aside")
    aside.chmod(0o600)
    aside.write_bytes(b"other")
    assert failed(sealed_case) == {14}
    aside.unlink()
    assert failed(sealed_case) == {14}


def test_an_interrupted_end_is_a_note(sealed_case, chain):
    chain.write_bytes(chain.read_bytes() + b"torn")
    assert failed(sealed_case) == set()
    assert "4 bytes of an interrupted command" in verify_case(sealed_case)[8].found


def test_an_emptied_log(sealed_case):
    for path in (sealed_case / "log").iterdir():
        path.unlink()
    assert 6 in failed(sealed_case)


def test_a_newer_format_of_the_log_says_what_to_install(tmp_path, keys, monkeypatch):
    monkeypatch.setattr(LogWriter, "_opening", lambda self, _: {"format": 2, "public_key": keys.public_key})
    (tmp_path / "case.toml").write_text("x")
    LogWriter(tmp_path / "log", vault_of(tmp_path), keys)
    check = verify_case(tmp_path)[5]
    assert not check.passed
    assert "install a newer dalil" in check.found


def test_a_folder_that_is_no_case(tmp_path):
    with pytest.raises(UsageError, match="not a case folder"):
        verify_case(tmp_path)


def test_progress_counts_every_file(sealed_case):
    sizes = []
    verify_case(sealed_case, sizes.append)
    stored = [path for name in ("vault", "sealed") for path in (sealed_case / name).rglob("*") if path.is_file()]
    assert sum(sizes) == sum(path.stat().st_size for path in stored)
