"""What the chain of a stranger may do to a case: to what others brought in, nothing."""

import os
import random

import pytest

from dalil.errors import DalilError, Refused, VerificationFailed
from dalil.vault.files.regular import read_regular
from dalil.vault.identities.sealed import Row
from dalil.vault.identities.secret import CaseSecret, grant
from dalil.vault.join import join_case
from dalil.vault.keys.own import Keys
from dalil.vault.log.schema import FORMS
from dalil.vault.log.trust import listed_keys
from dalil.vault.log.writer import Item
from dalil.vault.session import log_of, sealed_of, vault_of, writing
from dalil.vault.verify import verify_case

TABLE = b"witness,name\nW1,a person\nW2,another\n"
ROWS = (Row("Ours/W1", 13, 24), Row("Ours/W2", 25, 35))


@pytest.fixture
def ours(case, keys, seal):
    with writing(case, keys, organisation="Ours") as session:
        seal(session, {"ours": b"ours"}, "Ours")
        session.identities.seal_table(session.log, TABLE, ROWS)
    return case


@pytest.fixture
def stranger(tmp_path, ours):
    """A case of somebody else, and their keys; they know everything that lies in ours but what is encrypted."""
    folder = tmp_path / "stranger"
    folder.mkdir()
    (folder / "case.toml").write_bytes((ours / "case.toml").read_bytes())
    return folder, Keys.make()


def forge(stranger, *items, sealed=()):
    with writing(*stranger, organisation="Ours") as session:
        for content in sealed:
            session.sealed.put_bytes(content)
        session.log.write(list(items))
    return stranger


def join(case, keys, stranger):
    with writing(case, keys) as session:
        return join_case(case, stranger[0], session.log)


def opened(case, keys):
    with writing(case, keys) as session:
        return session.identities.open(session.identities.seal_table(session.log, TABLE, ROWS).name).pieces


def holds(case):
    return [check.title for check in verify_case(case) if not check.passed] == []


def person_keys(case):
    return [entry.body["sealed"][0] for entry in log_of(case).entries("identity")]


def test_a_stranger_destroys_no_identity(ours, keys, stranger):
    names = person_keys(ours)
    forge(stranger, Item("destroy", {"person": "ab"}, {"destroyed": names}))
    joined = join(ours, keys, stranger)
    assert (stranger[1].fingerprint, "destroy", 1) in joined.without_effect
    assert all(sealed_of(ours).has(name) for name in names)
    assert opened(ours, keys)[1] == b"W1,a person"
    assert holds(ours)


def test_claiming_to_have_brought_it_in_gives_no_right_to_destroy_it(ours, keys, stranger):
    names = person_keys(ours)
    forge(stranger, Item("noted", {}, {"sealed": names}), Item("destroy", {"person": "ab"}, {"destroyed": names}))
    join(ours, keys, stranger)
    assert all(sealed_of(ours).has(name) for name in names)
    assert holds(ours)


def test_a_stranger_destroys_what_they_alone_brought_in(ours, keys, stranger):
    with writing(*stranger) as session:
        session.identities.seal_table(session.log, b"name\nsomebody\n", [Row("Theirs/W1", 5, 13)])
        name = person_keys(stranger[0])[0]
    join(ours, keys, stranger)
    assert sealed_of(ours).has(name)
    with writing(*stranger) as session:
        session.identities.destroy(session.log, "Theirs/W1")
    join(ours, keys, stranger)
    assert not sealed_of(ours).has(name)
    assert holds(ours)


def test_nobodys_chain_is_taken_over_by_naming_a_key(ours, keys, stranger):
    with writing(*stranger) as session:
        session.log.append("key", public_key=keys.public_key)
    with pytest.raises(VerificationFailed) as refused:
        join(ours, keys, stranger)
    assert "countersigned" in refused.value.expected
    assert len(log_of(ours).chains()) == 1


def test_the_new_key_countersigns_a_change(ours, keys):
    later = Keys.make()
    with writing(ours, keys) as session:
        grant(session.log, session.sealed, session.secret, [keys.recipient, later.recipient])
        session.log.change_key(later)
        session.log.append("noted", {"n": 1})
    with writing(ours, later) as session:
        assert session.log.chain == keys.fingerprint
    assert holds(ours)


def test_a_strangers_secret_seals_nothing_of_ours(ours, keys, stranger):
    theirs = []
    with writing(*stranger) as session:
        theirs.append(session.secret)
        grant(session.log, session.sealed, session.secret, [keys.recipient])
    join(ours, keys, stranger)
    with writing(ours, keys) as session:
        assert isinstance(session.secret, CaseSecret)
        assert session.secret.key != theirs[0].key
        assert session.identities.open(session.identities.seal_table(session.log, TABLE, ROWS).name).raw == TABLE


def test_a_strangers_key_for_one_of_our_persons_is_not_used(ours, keys, stranger):
    entry = next(log_of(ours).entries("identity"))
    mine = Keys.make()
    details = {"person": entry.details["person"], "recipient": mine.recipient}
    forge(stranger, Item("identity", details, {"sealed": [entry.body["sealed"][0]]}))
    join(ours, keys, stranger)
    assert opened(ours, keys)[1] == b"W1,a person"


def test_case_toml_says_whose_case_it_is_once_a_stranger_has_come_in(ours, keys, stranger):
    forge(stranger)
    assert listed_keys(ours / "case.toml") is None
    join(ours, keys, stranger)
    assert listed_keys(ours / "case.toml") == {keys.fingerprint}
    assert log_of(ours).trusted() == {keys.fingerprint}
    assert [entry.trusted for entry in log_of(ours).entries("secret")].count(True) == 1


def test_a_stranger_cannot_go_on_in_our_folder(ours, keys, stranger):
    forge(stranger)
    join(ours, keys, stranger)
    with pytest.raises(DalilError, match="does not trust your key") as refused, writing(ours, stranger[1]):
        pass
    assert stranger[1].fingerprint in refused.value.do


def test_a_second_key_that_begins_here_is_listed(ours, keys):
    colleague = Keys.make()
    with writing(ours, colleague) as session:
        assert session.log.trusted() == {keys.fingerprint, colleague.fingerprint}
    assert listed_keys(ours / "case.toml") == {keys.fingerprint, colleague.fingerprint}
    assert holds(ours)


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_an_entry_without_its_details_is_set_aside_and_named(ours, keys, stranger, kind):
    forge(stranger, Item(kind, {"nothing": "of what it needs"}))
    joined = join(ours, keys, stranger)
    assert any(f", {kind}: " in each for each in joined.odd), joined.odd
    assert {"nothing": "of what it needs"} not in [entry.details for entry in log_of(ours).entries(kind)]
    with writing(ours, keys) as session:
        session.log.append("noted", {"n": 1})
    assert holds(ours)
    assert any("set aside" in note for check in verify_case(ours) for note in check.notes)


@pytest.mark.parametrize("kind", sorted(FORMS))
@pytest.mark.parametrize("value", [7, [], {}, "", "../../etc/hostname", "\u202e", "0" * 64, None])
def test_a_field_of_another_type_is_set_aside_or_harmless(ours, keys, stranger, kind, value):
    forge(stranger, Item(kind, dict.fromkeys(FORMS[kind], value)))
    try:
        join(ours, keys, stranger)
    except VerificationFailed as refused:  # the name of a file that is not there
        assert value == "0" * 64 and value in refused.expected
        assert len(log_of(ours).chains()) == 1
    assert opened(ours, keys)[1] == b"W1,a person"
    assert holds(ours)


class TestForeignFiles:
    """Whatever lies in a foreign case and is no ordinary file ends in a refusal, and nothing of it is copied."""

    @pytest.fixture
    def sealed(self, stranger, seal):
        with writing(*stranger) as session:
            seal(session, {"theirs": b"theirs"}, "Theirs")
        return stranger

    @pytest.fixture
    def secret_file(self, tmp_path):
        path = tmp_path / "key of the receiver"
        path.write_bytes(b"not for anybody")
        return path

    def refused(self, ours, keys, stranger):
        with pytest.raises(DalilError) as refused:
            join(ours, keys, stranger)
        assert len(log_of(ours).chains()) == 1
        assert holds(ours)
        return refused.value

    def test_a_link_to_the_log(self, ours, keys, sealed, secret_file):
        path = sealed[0] / "log" / f"{sealed[1].fingerprint}.jsonl"
        path.unlink()
        path.symlink_to(secret_file)
        assert self.refused(ours, keys, sealed).found == "a link"

    def test_a_pipe_as_log(self, ours, keys, sealed):
        path = sealed[0] / "log" / f"{sealed[1].fingerprint}.jsonl"
        path.unlink()
        os.mkfifo(path)
        self.refused(ours, keys, sealed)

    def test_a_link_among_the_originals(self, ours, keys, sealed, secret_file):
        name = next(iter(log_of(sealed[0]).entries("seal"))).details["sha256"]
        path = vault_of(sealed[0]).path_of(name)
        path.unlink()
        path.symlink_to(secret_file)
        self.refused(ours, keys, sealed)
        assert not any(
            b"not for anybody" in file.read_bytes() for file in (ours / "vault").rglob("*") if file.is_file()
        )

    def test_a_linked_folder_of_originals(self, ours, keys, sealed, tmp_path):
        (sealed[0] / "vault").rename(tmp_path / "elsewhere")
        (sealed[0] / "vault").symlink_to(tmp_path / "elsewhere")
        self.refused(ours, keys, sealed)

    def test_an_original_longer_than_its_entry_says(self, ours, keys, sealed):
        name = next(iter(log_of(sealed[0]).entries("seal"))).details["sha256"]
        path = vault_of(sealed[0]).path_of(name)
        path.chmod(0o600)
        with path.open("r+b") as stream:
            stream.truncate(1 << 40)  # sparse: takes no room here, and would fill the receiver's disk
        assert "size" in str(self.refused(ours, keys, sealed))

    def test_files_that_no_entry_names_stay_where_they_are(self, ours, keys, sealed):
        stray = vault_of(sealed[0]).put_bytes(b"nobody names this").sha256
        assert join(ours, keys, sealed).unnamed == 1
        assert not vault_of(ours).has(stray)


def test_a_device_is_not_read(tmp_path):
    (tmp_path / "zero").symlink_to("/dev/zero")
    for path in (tmp_path / "zero", tmp_path, tmp_path / "pipe"):
        if path.name == "pipe":
            os.mkfifo(path)
        with pytest.raises(Refused):
            read_regular(path)


def test_a_file_of_too_many_bytes_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"12345")
    assert read_regular(tmp_path / "file", most=5) == b"12345"
    with pytest.raises(Refused, match="larger"):
        read_regular(tmp_path / "file", most=4)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_stranger_writes_our_identities_stay(ours, keys, stranger, seed):
    draw = random.Random(seed)
    names = [*person_keys(ours), *vault_of(ours).names()]
    values = ["ab", "0" * 64, names[0], [], {}, 1, None, ["Ours/W1"], {keys.fingerprint: 10**6}, "merge", "retract"]
    items = []
    for _ in range(6):
        kind = draw.choice([*FORMS, "key", "open", "set_aside"])
        details = {name: draw.choice(values) for name in FORMS.get(kind, {"x": None})}
        public = draw.choice([{}, {"destroyed": draw.sample(names, 2)}, {"sealed": draw.sample(names, 1)}])
        items.append(Item(kind, details, public))
    forge(stranger, *items)
    try:
        join(ours, keys, stranger)
    except DalilError:
        assert len(log_of(ours).chains()) == 1
    assert opened(ours, keys)[1::2] == (b"W1,a person", b"W2,another")


def test_an_end_set_aside_that_a_stranger_names_and_does_not_have_is_a_note(ours, keys, stranger):
    forge(stranger, Item("noted", {}, {"set_aside": ["0" * 64]}))
    join(ours, keys, stranger)
    assert holds(ours)
    assert any("not here" in note for check in verify_case(ours) for note in check.notes)


def test_a_case_that_lacks_an_original_it_names_is_refused(ours, keys, stranger, seal):
    with writing(*stranger) as session:
        seal(session, {"theirs": b"theirs"}, "Theirs")
    name = next(iter(log_of(stranger[0]).entries("seal"))).details["sha256"]
    vault_of(stranger[0]).path_of(name).unlink()
    with pytest.raises(DalilError) as refused:
        join(ours, keys, stranger)
    assert name in str(refused.value.where) + str(refused.value.expected)
    assert len(log_of(ours).chains()) == 1
