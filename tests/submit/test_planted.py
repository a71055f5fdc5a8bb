"""A thousand identifiers are planted in a case; a scanner unpacks the public submission and must find none.

All are made up from a seed. The scanner reads files and names, PDFs as bytes, as unpacked streams and as text, and
Parquet cell by cell, without regard to case, spaces or direction marks.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.submit.conftest import StandIn, hand_over
from tests.submit.pictures import jpeg, png, video

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import CannotProceed
from dalil.submit.package import build

LATIN, ARABIC = "bdfhjklmnrstwz", "بتثجحخدذرزسشصضطظعغفقكلمنهوي"


def planted(count: int, seed: int = 5) -> dict[str, list[str]]:
    """Names in two scripts, telephone numbers, exact coordinates, serial numbers, file names."""
    draw = random.Random(seed)

    def word(letters: str, vowels: str) -> str:
        return "".join(draw.choice(letters) + draw.choice(vowels) for _ in range(4))

    return {
        "name": [f"{word(LATIN, 'aiou').title()} {word(LATIN, 'aiou').title()}" for _ in range(count)],
        "name_ar": [f"{word(ARABIC, 'اوي')} {word(ARABIC, 'اوي')}" for _ in range(count)],
        "phone": [f"+963 9{draw.randrange(10**8):08d}" for _ in range(count)],
        "place": [f"{draw.uniform(35.7, 36.7):.6f}" for _ in range(count)],
        "serial": [f"SN-{draw.randrange(16**10):010X}" for _ in range(count)],
    }


def plant(facts: Facts, secrets: dict[str, list[str]]) -> None:
    """Into text, tables, file names, sources and the positions of witnesses, sites and reports without consent."""
    zipped = list(zip(*(secrets[key] for key in ("name", "name_ar", "phone", "place", "serial")), strict=True))
    whole = " ".join(" ".join(row) for row in zipped)
    facts.query("UPDATE report SET narrative = ? WHERE report_id = 'Alpha/1'", [whole])
    facts.query("UPDATE report SET place = ?, origin = ? WHERE report_id = 'Gamma/3'", [zipped[0][0], zipped[0][2]])
    facts.query("UPDATE report SET place = 'House of ' || ? WHERE report_id = 'Alpha/1'", [zipped[1][0]])
    facts.replace("victim", [
        {"victim_id": f"Alpha/{n}", "report_id": "Alpha/1", "organisation": "Alpha", "name": row[0], "name_ar": row[1]}
        for n, row in enumerate(zipped)
    ])  # fmt: skip
    facts.replace("exhibit", [
        {"file": f"{row[4]}.jpg", "organisation": "Alpha", "consent": ["public"], "author": row[0], "account": row[2],
         "obtained_from": row[1], "note": row[3], "kind": "picture"}
        for row in zipped
    ])  # fmt: skip
    facts.query("UPDATE report SET exhibits = ? WHERE report_id = 'Alpha/1'", [[f"{row[4]}.jpg" for row in zipped]])
    facts.replace("testimony", [
        {"testimony_id": f"Alpha/t{n}", "report_id": "Alpha/1", "consent": ["public"], "witness": row[4],
         "latitude": float(row[3]), "text": row[0], "taken_by": row[1]}
        for n, row in enumerate(zipped)
    ])  # fmt: skip
    facts.replace("site", [
        {"site_id": f"Alpha/s{n}", "name": row[0], "kind": "hospital", "latitude": float(row[3]), "longitude": 36.6}
        for n, row in enumerate(zipped)
    ])  # fmt: skip
    facts.replace("sighting", [
        {"sighting_id": f"Alpha/o{n}", "post": row[4], "latitude": float(row[3]), "longitude": 37.0, "note": row[2],
         "seen_at": datetime(2016, 10, 1)}
        for n, row in enumerate(zipped)
    ])  # fmt: skip
    facts.append("figure", [
        {"name": "sightings.total", "value": 9.0, "query": "SELECT count(post) FROM sighting", "rows": 1},
        {"name": "sites.total", "value": 1.0, "query": "SELECT count(*) FROM site WHERE latitude > 0", "rows": 1},
    ])  # fmt: skip


def unpacked(folder: Path) -> Iterator[str]:
    """Everything in a submission as text."""
    for path in sorted(folder.rglob("*")):
        yield path.name
        if not path.is_file():
            continue
        content = path.read_bytes()
        yield content.decode("utf-8", errors="replace")
        yield content.decode("utf-16-be", errors="replace")
        if path.suffix == ".pdf":
            for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
                yield _inflated(stream).decode("latin-1")
            if shutil.which("pdftotext"):
                yield subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        if path.suffix == ".parquet":
            yield repr(pq.read_table(path).to_pylist()) + repr(pq.read_schema(path).metadata)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _bare(text: str) -> str:
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).casefold()


def found_in(folder: Path, secrets: list[str]) -> set[str]:
    whole = "\n".join(_bare(text) for text in unpacked(folder))
    return {secret for secret in secrets if _bare(secret) in whole}


def test_none_of_a_thousand_planted_identifiers_is_in_the_public_submission(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    secrets = planted(200)
    plant(facts, secrets)
    hand_over(case, facts, settings, tmp_path / "out", audience="public", languages=("en", "ar"))
    assert found_in(tmp_path / "out", [each for group in secrets.values() for each in group]) == set()


@pytest.mark.parametrize("kind", ["name", "name_ar"])
def test_no_name_is_in_the_submission_to_the_commission(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path, kind: str
) -> None:
    secrets = planted(40)
    plant(facts, secrets)
    hand_over(case, facts, settings, tmp_path / "out", audience="commission", languages=("en",))
    assert found_in(tmp_path / "out", secrets[kind]) == set()


def test_the_scanner_finds_what_is_there(submitted: Path) -> None:
    assert found_in(submitted, ["Two bombs fell", "Sakhour", "Gamma"]) == {"Two bombs fell", "Sakhour"}


def every_trace(folder: Path) -> Iterator[str]:
    """Names and contents of whatever lies in a folder, at this moment."""
    for path in sorted(folder.rglob("*")):
        yield path.name
        try:
            yield path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""
        except OSError:  # gone in the meantime
            continue


class Watcher(threading.Thread):
    """Reads everything below some folders, again and again, while a submission is made."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(daemon=True)
        self.folders, self.seen, self.rounds, self.stopped = folders, set[str](), 0, threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            for folder in self.folders:
                self.seen |= {_bare(text) for text in every_trace(folder)}
            self.rounds += 1
            self.stopped.wait(0.02)


@pytest.mark.parametrize("fails", [False, True])
def test_none_is_in_temporary_folders_or_messages_also_where_it_fails(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool,
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    secrets = planted(200)
    plant(facts, secrets)
    temporary, target = tmp_path / "temporary", tmp_path / "target"
    temporary.mkdir()
    target.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    caplog.set_level(0)
    if fails:
        facts.query("UPDATE incident SET place = '漢' || ?", [secrets["name"][0]])
        monkeypatch.setattr(build, "close_bag", broken)
    watcher = Watcher(temporary, target)
    watcher.start()
    said = ""
    try:
        hand_over(case, facts, settings, target / "out", audience="public", languages=("en",))
    except CannotProceed as problem:
        said = str(problem)
    watcher.stopped.set()
    watcher.join()
    assert bool(said) is fails and watcher.rounds > 3
    told = capfd.readouterr()
    messages = [_bare(text) for text in (said, told.out, told.err, caplog.text)]
    every = [each for group in secrets.values() for each in group]
    assert [each for each in every for text in (*watcher.seen, *messages) if _bare(each) in text] == []


def broken(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_watcher_sees_what_is_there_for_a_moment(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    watcher.start()
    (tmp_path / "a").write_text("Planted Name")
    deadline = time.monotonic() + 5
    while not any("plantedname" in text for text in watcher.seen) and time.monotonic() < deadline:
        time.sleep(0.01)
    (tmp_path / "a").unlink()
    watcher.stopped.set()
    assert any("plantedname" in text for text in watcher.seen)


def test_none_of_what_media_carry_is_in_the_public_submission(
    case: StandIn, facts: Facts, settings: Settings, tmp_path: Path
) -> None:
    """EXIF, XMP, comments, profiles, thumbnails, bytes behind the end, videos: a hundred in 22 files."""
    secrets = planted(10, seed=9)
    rows = list(zip(*(secrets[key] for key in ("name", "serial", "name", "phone", "place")), strict=True))
    names = []
    for n, row in enumerate(rows):
        made = {".jpg": jpeg(row, seed=n), ".png": png(row)}
        if n % 5 == 0:
            made[".mp4"] = video(tmp_path / "film", row)
        for suffix, content in made.items():
            sha256 = case.store.put_bytes(content).sha256
            facts.append("exhibit", [{"file": f"{row[1]}{suffix}", "organisation": "Alpha", "consent": ["public"],
                                      "sha256": sha256}])  # fmt: skip
            names.append(f"{row[1]}{suffix}")
    facts.query("UPDATE report SET exhibits = ? WHERE report_id = 'Alpha/1'", [names])
    public = settings.audiences["public"].model_copy(update={"media": ("picture", "video", "sound")})
    open_ = settings.model_copy(update={"audiences": {"public": public}})
    hand_over(case, facts, open_, tmp_path / "out", audience="public")
    assert len(list((tmp_path / "out/data/exhibits").iterdir())) == 22
    assert found_in(tmp_path / "out", [each for group in secrets.values() for each in group]) == set()
