"""Opening a case for writing: locked, tidied, settings sealed."""

import pytest

from dalil.errors import CannotProceed
from dalil.units import sha256_of
from dalil.vault.session import last_settings, log_of, sealed_of, vault_of, writing


def test_settings_are_sealed_when_they_changed_and_only_then(case, keys):
    sealed = []
    for text in ("one", "one", "two", "one"):
        (case / "case.toml").write_text(text)
        with writing(case, keys) as session:
            sealed.append(session.tidied.settings)
    assert sealed == [True, False, True, True]
    assert last_settings(log_of(case)) == {keys.fingerprint: sha256_of(b"one")}
    assert vault_of(case).read(sha256_of(b"two")) == b"two"


def test_a_case_without_settings_opens(tmp_path, keys):
    with writing(tmp_path, keys) as session:
        assert not session.tidied.settings


def test_only_one_writer(session, keys):
    with pytest.raises(CannotProceed, match="Another command"), writing(session.case, keys):
        pass


def test_leftovers_of_an_interrupted_command_are_removed_and_counted(case, keys):
    with writing(case, keys):
        pass
    for name in ("vault", "sealed", "log"):
        (case / name / ".new-1-0").write_bytes(b"half")
    (case / "log" / f"{keys.fingerprint}.jsonl").open("ab").write(b"torn")
    with writing(case, keys) as session:
        assert session.tidied.temporary == 3
        assert session.tidied.set_aside == (sha256_of(b"torn"),)
    assert not list(case.rglob(".new-*"))


def test_the_secret_is_made_once(case, keys):
    with writing(case, keys) as session:
        first = session.secret.key
    with writing(case, keys) as session:
        assert session.secret.key == first
    assert len(list(log_of(case).entries("secret"))) == 1


def test_a_destruction_that_was_interrupted_is_finished(case, keys):
    with writing(case, keys) as session:
        name = session.sealed.put_bytes(b"a key").sha256
        session.log.append("noted", {}, sealed=[name])
        session.log.append("destroy", {"person": "ab"}, destroyed=[name])
    with writing(case, keys) as session:
        assert session.tidied.destroyed == 1
    assert not sealed_of(case).has(name)
