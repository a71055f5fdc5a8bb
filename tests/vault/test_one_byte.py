"""One byte changed anywhere in vault, log or sealed identities is found."""

import random
import shutil

import pytest

from dalil.vault.identities.sealed import Row
from dalil.vault.keys.own import Keys
from dalil.vault.session import writing
from dalil.vault.verify import verify_case

PLACES = 500
TABLE = b"witness,name\nW1,Somebody\nW2,Somebody Else\n"


@pytest.fixture
def full_case(case, keys, seal):
    """Every kind of stored file: originals, packs, settings, a set-aside end, identities, one of them destroyed."""
    with writing(case, keys) as session:
        seal(session, {f"{number}.txt": random.Random(number).randbytes(400) for number in range(8)})
        session.identities.seal_table(session.log, TABLE, [Row("o/W1", 13, 24), Row("o/W2", 25, 41)], "identities.csv")
        session.identities.destroy(session.log, "o/W1")
        chain = session.log.chain
    with (case / "log" / f"{chain}.jsonl").open("ab") as stream:
        stream.write(b'{"torn')
    with writing(case, keys) as session:
        seal(session, {"later.txt": b"later"})
        session.log.change_key(Keys.make())
        seal(session, {"latest.txt": b"latest"})
    assert all(check.passed for check in verify_case(case))
    return case


def stored_files(case):
    return [path for room in ("vault", "log", "sealed") for path in sorted((case / room).rglob("*")) if path.is_file()]


def change(path, place, by):
    content = bytearray(path.read_bytes())
    content[place] ^= by
    path.chmod(0o600)
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(5))
def test_a_changed_byte_is_found(full_case, seed):
    files = stored_files(full_case)
    sizes = [path.stat().st_size for path in files]
    dice = random.Random(seed)
    missed = []
    for path in dice.choices(files, sizes, k=PLACES // 5):
        place, by = dice.randrange(path.stat().st_size), dice.randrange(1, 256)
        change(path, place, by)
        if all(check.passed for check in verify_case(full_case)):
            missed.append((path.name, place, by))
        change(path, place, by)
    assert missed == []
    assert all(check.passed for check in verify_case(full_case))


def test_every_last_byte_is_found(full_case):
    """Ends of files are where a torn write and a change are hardest to tell apart."""
    for path in stored_files(full_case):
        for by in (1, 32, 255):
            change(path, -1, by)
            assert not all(check.passed for check in verify_case(full_case)), path.name
            change(path, -1, by)


def test_every_file_taken_away_is_found(full_case, tmp_path):
    for path in stored_files(full_case):
        shutil.move(path, tmp_path / "away")
        assert not all(check.passed for check in verify_case(full_case)), path.name
        shutil.move(tmp_path / "away", path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content + content,
        lambda content: content[64:],
        lambda content: random.Random(1).randbytes(200),
        lambda content: content.replace(b"\n", b"\n\n") + b"\n",
        lambda content: b"{}\n" * 3,
        lambda content: b'{"a":' * 2000,
    ],
)
def test_any_damage_is_found_and_never_breaks_the_verifier(full_case, damage):
    for path in stored_files(full_case):
        content = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(damage(content))
        assert not all(check.passed for check in verify_case(full_case)), path.name
        path.write_bytes(content)
