"""A person's keys: made once, kept for their owner alone, opened with their passphrase only."""

import pytest

from dalil.errors import CannotProceed, DalilError, Refused, VerificationFailed
from dalil.vault.keys.own import Keys, config_folder, open_keys, set_passphrase


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "config"


def same(a, b):
    return (a.public_key, a.recipient, a.label) == (b.public_key, b.recipient, b.label)


def test_keys_are_made_on_first_use_and_found_again(folder):
    assert same(open_keys(folder, environment={}), open_keys(folder, environment={}))


def test_only_their_owner_can_read_them(folder):
    open_keys(folder, environment={})
    assert (folder / "keys").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "keys").chmod(0o644)
    with pytest.raises(CannotProceed, match="Other users") as raised:
        open_keys(folder, environment={})
    assert raised.value.do.startswith("chmod 600")


def test_the_label_is_a_pseudonym_unless_chosen(folder, tmp_path):
    keys = open_keys(folder, environment={"USER": "somebody"})
    assert keys.label == f"key-{keys.fingerprint[:8]}"
    assert open_keys(tmp_path / "other", label="Org", environment={}).label == "Org"


@pytest.fixture(scope="module")
def protected(tmp_path_factory):
    """A folder with keys under a passphrase; made once, because the passphrase is slow on purpose."""
    folder = tmp_path_factory.mktemp("protected")
    return folder, open_keys(folder, environment={"DALIL_PASSPHRASE": "right"})


def test_a_passphrase_keeps_the_keys_closed(protected):
    folder, made = protected
    assert b"AGE-SECRET-KEY" not in (folder / "keys").read_bytes()
    assert same(open_keys(folder, environment={"DALIL_PASSPHRASE": "right"}), made)
    with pytest.raises(Refused, match="does not open the keys"):
        open_keys(folder, environment={"DALIL_PASSPHRASE": "wrong"})


def test_without_a_terminal_the_passphrase_must_be_given(protected, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CannotProceed, match="no terminal") as raised:
        open_keys(protected[0], environment={})
    assert "DALIL_PASSPHRASE" in raised.value.do


def test_on_a_terminal_the_passphrase_is_asked_for(protected, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "right")
    assert same(open_keys(protected[0], environment={}), protected[1])


def test_a_passphrase_can_be_set_and_taken_off(folder):
    made = open_keys(folder, environment={})
    set_passphrase(made, "new", folder)
    assert b"AGE-SECRET-KEY" not in (folder / "keys").read_bytes()
    set_passphrase(made, "", folder)
    assert same(open_keys(folder, environment={}), made)


def test_what_an_interrupted_change_left_is_not_believed(folder):
    """A file beside, under a passphrase that nobody typed for good, once took the place of the keys."""
    made = open_keys(folder, environment={})
    set_passphrase(made, "typed once, then the power went", folder)
    left = (folder / "keys").read_bytes()
    set_passphrase(made, "", folder)
    for name in ("keys-new", "keys-0123456789abcdef"):
        (folder / name).write_bytes(left)
    set_passphrase(made, "typed last", folder)
    assert same(open_keys(folder, environment={"DALIL_PASSPHRASE": "typed last"}), made)


def test_keys_that_do_not_read_back_replace_nothing(folder, monkeypatch):
    made = open_keys(folder, environment={})
    before = (folder / "keys").read_bytes()
    monkeypatch.setattr("dalil.vault.keys.own.write_new", lambda path, content: path.write_bytes(content[:-9]) > 0)
    with pytest.raises(DalilError):
        set_passphrase(made, "", folder)
    assert (folder / "keys").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["keys"]


@pytest.mark.parametrize("damage", [lambda raw: raw[:-5], lambda raw: raw[:64] + b"{}", lambda raw: raw[:64] + b"[]"])
def test_a_damaged_key_file_is_a_sentence(folder, damage):
    open_keys(folder, environment={})
    path = folder / "keys"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(VerificationFailed, match="cannot be read"):
        open_keys(folder, environment={})


def test_a_swapped_key_file_is_found(folder, tmp_path):
    open_keys(folder, environment={})
    open_keys(tmp_path / "other", environment={})
    mine, theirs = (folder / "keys").read_bytes(), (tmp_path / "other" / "keys").read_bytes()
    (folder / "keys").write_bytes(mine[:64] + theirs[64:])
    with pytest.raises(VerificationFailed, match="was changed"):
        open_keys(folder, environment={})


def test_where_keys_are_kept(tmp_path):
    assert config_folder({"DALIL_CONFIG": str(tmp_path)}) == tmp_path
    assert config_folder({}).parts[-2:] == (".config", "dalil")


def test_nothing_secret_is_printed():
    keys = Keys.make()
    assert "AGE-SECRET" not in repr(keys)
    assert "Private" not in repr(keys)
