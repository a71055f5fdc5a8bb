"""Two cases joined: the union is valid, nothing is overwritten, destroyed keys stay destroyed."""

import shutil

import pytest
from tests.vault.authority import Authority

from dalil.errors import Refused, VerificationFailed
from dalil.vault.identities.sealed import Row
from dalil.vault.join import Joined, join_case
from dalil.vault.keys.own import Keys
from dalil.vault.log.timestamp import read_roots, stamp
from dalil.vault.session import log_of, vault_of, writing
from dalil.vault.verify import verify_case


@pytest.fixture
def other(tmp_path, seal):
    """Another organisation's case, under its own key."""
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "case.toml").write_text("other settings")
    theirs = Keys.make()
    with writing(folder, theirs, organisation="Other") as session:
        seal(session, {"shared": b"shared", "theirs": b"theirs"}, "Other")
    return folder, theirs


@pytest.fixture
def mine(case, keys, seal):
    with writing(case, keys, organisation="Mine") as session:
        seal(session, {"shared": b"shared", "mine": b"mine"}, "Mine")
    return case


def join(case, keys, other):
    with writing(case, keys) as session:
        return join_case(case, other, session.log)


def names(case):
    return sorted(entry.details["file_name"] for entry in log_of(case).entries("seal"))


def test_the_union_is_valid(mine, keys, other):
    joined = join(mine, keys, other[0])
    # Their chain: open, settings, secret, two files. Their vault: settings, two packs, two files, one of them here too.
    their = other[1].fingerprint
    nothing = ((their, "secret", 1), (their, "settings", 1))
    assert joined == Joined(chains=1, entries=5, originals=4, sealed=1, without_effect=nothing)
    assert names(mine) == ["mine", "shared", "shared", "theirs"]
    assert all(check.passed for check in verify_case(mine))
    assert sorted(log_of(mine).organisations().values()) == ["Mine", "Other"]


def test_joining_again_changes_nothing(mine, keys, other):
    join(mine, keys, other[0])
    assert join(mine, keys, other[0]) == Joined(0, 0, 0, 0)
    assert len(list(log_of(mine).entries("join"))) == 1


def test_later_entries_of_a_known_chain_come_in(mine, keys, other, seal):
    join(mine, keys, other[0])
    with writing(*other) as session:
        seal(session, {"later": b"later"}, "Other")
    assert join(mine, keys, other[0]).entries == 1
    assert "later" in names(mine)
    assert all(check.passed for check in verify_case(mine))


def test_an_interrupted_join_is_completed(mine, keys, other, seal):
    join(mine, keys, other[0])
    with writing(*other) as session:
        seal(session, {"later": b"later"}, "Other")
    name = f"{other[1].fingerprint}.jsonl"
    whole = (other[0] / "log" / name).read_bytes()
    (mine / "log" / name).write_bytes(whole[:-30])
    assert all(check.passed for check in verify_case(mine))
    assert join(mine, keys, other[0]).entries == 1
    assert (mine / "log" / name).read_bytes() == whole
    assert all(check.passed for check in verify_case(mine))


def test_one_key_used_in_two_copies_is_refused(mine, keys, other, seal, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(other[0], copy)
    for folder, name in ((other[0], "here"), (copy, "there")):
        with writing(folder, other[1]) as session:
            seal(session, {name: name.encode()}, "Other")
    join(mine, keys, other[0])
    with pytest.raises(Refused, match="different entries under one key"):
        join(mine, keys, copy)
    assert all(check.passed for check in verify_case(mine))


def test_a_later_copy_of_ones_own_work_is_refused(mine, keys, seal, tmp_path):
    shutil.copytree(mine, tmp_path / "copy")
    with writing(tmp_path / "copy", keys) as session:
        seal(session, {"later": b"later"}, "Mine")
    with pytest.raises(Refused, match="later copy of your own work"):
        join(mine, keys, tmp_path / "copy")
    assert join(tmp_path / "copy", keys, mine) == Joined(0, 0, 0, 0)


def test_a_changed_case_is_not_joined(mine, keys, other):
    path = other[0] / "log" / f"{other[1].fingerprint}.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"settings"', b'"sattings"'))
    with pytest.raises(VerificationFailed):
        join(mine, keys, other[0])
    assert len(log_of(mine).chains()) == 1


def test_a_changed_original_is_not_taken(mine, keys, other):
    for name in vault_of(other[0]).names():
        path = vault_of(other[0]).path_of(name)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(VerificationFailed):
        join(mine, keys, other[0])
    assert len(log_of(mine).chains()) == 1
    assert all(check.passed for check in verify_case(mine))


def test_a_destroyed_key_does_not_come_back(mine, keys, tmp_path):
    with writing(mine, keys) as session:
        session.identities.seal_table(session.log, b"W1,Somebody", [Row("o/W1", 0, 11)])
    shutil.copytree(mine, tmp_path / "copy")
    with writing(mine, keys) as session:
        session.identities.destroy(session.log, "o/W1")
    join(mine, keys, tmp_path / "copy")
    assert all(check.passed for check in verify_case(mine))


def test_set_aside_ends_come_along(mine, keys, other):
    path = other[0] / "log" / f"{other[1].fingerprint}.jsonl"
    path.write_bytes(path.read_bytes() + b"torn")
    with writing(*other):
        pass
    join(mine, keys, other[0])
    assert len(list((mine / "log").glob("*.set-aside"))) == 1
    assert all(check.passed for check in verify_case(mine))


def test_stamps_over_their_checkpoints_come_too_and_still_hold(mine, keys, other, tmp_path):
    pytest.importorskip("rfc3161_client", reason="time stamps need the extra 'sign'")
    (tmp_path / "tsa").mkdir()
    authority = Authority.make(tmp_path / "tsa")
    with writing(*other) as session:
        points = session.log.heads()
    stamp(other[0] / "log", points, "http://tsa.invalid/", ask=authority)
    assert join(mine, keys, other[0]).stamps == 2  # the request and the answer
    checks = verify_case(mine, roots=read_roots(authority.folder / "ca.pem"))
    assert all(check.passed for check in checks) and checks[-1].found == "1 time stamps"
