"""The secret of a case: for its recipients only, and what salts are made of."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.errors import CannotProceed, UsageError
from dalil.vault.identities.secret import find_secret, grant, make_secret, salt_for
from dalil.vault.keys.own import Keys
from dalil.vault.log.writer import LogWriter


def test_a_salt_is_an_hmac():
    message = (2).to_bytes(8, "big") + b"ab" + (1).to_bytes(8, "big") + b"c"
    assert salt_for(b"k" * 32, "ab", b"c") == hmac.digest(b"k" * 32, message, "sha256")


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_other_parts_give_another_salt(parts, others):
    assert (salt_for(b"key", *parts) == salt_for(b"key", *others)) == (parts == others)


def test_only_recipients_find_the_secret(session):
    secret = make_secret(session.log, session.sealed)
    assert find_secret(session.log, session.sealed, session.log.keys).key == secret.key
    with pytest.raises(CannotProceed, match="not sealed to your key"):
        find_secret(session.log, session.sealed, Keys.make())


def test_access_is_given_by_encrypting_the_secret_anew(session):
    colleague = Keys.make()
    secret = make_secret(session.log, session.sealed)
    grant(session.log, session.sealed, secret, [session.log.keys.recipient, colleague.recipient])
    for keys in (session.log.keys, colleague):
        assert find_secret(session.log, session.sealed, keys).key == secret.key


def test_a_log_without_one_has_none(tmp_path, session):
    log = LogWriter(tmp_path / "log", session.vault, session.log.keys)
    assert find_secret(log, session.sealed, session.log.keys) is None


def test_what_is_no_recipient_is_refused(session):
    with pytest.raises(UsageError, match="not an age recipient"):
        make_secret(session.log, session.sealed, ["somebody@example.org"])


def test_another_case_cannot_open_what_was_sealed(session):
    one, other = (make_secret(session.log, session.sealed) for _ in range(2))
    assert one.unseal(one.seal(b"x")) == b"x"
    with pytest.raises(CannotProceed, match="another case"):
        other.unseal(one.seal(b"x"))


def test_nothing_secret_is_printed_or_stored_in_clear(session, case):
    secret = make_secret(session.log, session.sealed)
    assert secret.key.hex() not in repr(secret)
    assert "AGE-SECRET" not in repr(secret)
    stored = b"".join(path.read_bytes() for path in case.rglob("*") if path.is_file())
    assert secret.key.hex().encode() not in stored
    assert b"AGE-SECRET" not in stored
