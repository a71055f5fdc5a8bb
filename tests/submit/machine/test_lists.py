"""Lists beside the register, written from values by hand."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from dalil.submit.content.exhibits import Exhibit, Sealing
from dalil.submit.content.record_requests import RecordRequest
from dalil.submit.machine.lists import write_exhibits, write_requests, write_withheld
from dalil.submit.release.commitments import Withheld
from dalil.submit.release.media import Copy

AT = datetime(2016, 10, 1, 8)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_an_exhibit_stands_with_what_sealed_it_and_its_copy(tmp_path: Path) -> None:
    seals = (Sealing("abc", 4, AT), Sealing("abc", 9, None))
    details = {"kind": "video", "account": "@planted", "published_at": AT}
    one = Exhibit(7, ("S-0001", "S-0004"), details, "f" * 64, ".mp4", record="W-1", sealed=seals)
    copy = Copy("exhibits/X-0007.mp4", "e" * 64, "remuxed")
    write_exhibits(tmp_path / "x.csv", [one], {"X-0007": copy}, hashes=False, fictional=False)
    (row,) = rows(tmp_path / "x.csv")
    assert (row["exhibit"], row["sheets"], row["kind"]) == ("X-0007", "S-0001;S-0004", "video")
    assert (row["account"], row["author"], row["published_at"]) == ("'@planted", "", "2016-10-01T08:00:00Z")
    assert (row["sealed_under"], row["sealed_at"]) == ("abc:4;abc:9", "2016-10-01T08:00:00Z")
    assert (row["sha256"], row["withheld_id"], row["copy_how"], row["not_copied"]) == ("", "W-1", "remuxed", "")


def test_the_hash_of_an_original_stands_only_where_it_may(tmp_path: Path) -> None:
    one = Exhibit(1, ("S-0001",), {}, "f" * 64, "")
    write_exhibits(tmp_path / "x.csv", [one], {}, hashes=True, fictional=True)
    (row,) = rows(tmp_path / "x.csv")
    assert (row["sha256"], row["copy"], row["FICTIONAL"]) == ("f" * 64, "", "FICTIONAL")


def test_a_request_gives_a_time_and_a_circle(tmp_path: Path) -> None:
    asked = RecordRequest(AT, AT.replace(hour=10), 36.21, 37.19, 16_000, "S-0001")
    write_requests(tmp_path / "r.csv", [asked], fictional=False)
    assert rows(tmp_path / "r.csv") == [
        {"from_utc": "2016-10-01T08:00Z", "to_utc": "2016-10-01T10:00Z", "latitude": "36.21", "longitude": "37.19",
         "radius_m": "16000", "altitude": "all", "settles": "S-0001"}
    ]  # fmt: skip


def test_of_what_is_withheld_the_commitment_stands_and_no_value(tmp_path: Path) -> None:
    kept = Withheld("report", "Alpha/1", "latitude", 36.212345, b"salt")
    assert write_withheld(tmp_path / "w.csv", [kept], fictional=False) == 1
    assert rows(tmp_path / "w.csv") == [
        {"table": "report", "id": "Alpha/1", "field": "latitude", "commitment": kept.commitment}
    ]
    assert "36.2" not in (tmp_path / "w.csv").read_text()
