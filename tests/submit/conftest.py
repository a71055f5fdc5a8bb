"""A small case to hand over: four organisations, one confidential report, one anonymous, a hospital."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from pyrage import x25519
from tests.vault.authority import authority, stranger  # noqa: F401  (fixtures of the tests here)

from dalil.casefile.case import Case
from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.submit import Request, Submission, submit
from dalil.submit.release.receiver import Receiver, receiver_of
from dalil.vault.files.store import Store
from dalil.vault.identities.sealed import Identities
from dalil.vault.identities.secret import CaseSecret
from dalil.vault.keys.own import Keys
from dalil.vault.log.entry import Checkpoint
from dalil.vault.log.writer import LogWriter

SETTINGS = {
    "title": "Qarah, a case for tests",
    "zone": "Asia/Damascus",
    "from": "2016-07-01",
    "to": "2016-12-31",
    "area": [36.5, 35.7, 37.7, 36.7],
    "parties": [{"id": "north", "name": "Northern Command"}],
}
_KEYS = Keys.make("tests")
_IDENTITY = x25519.Identity.generate()


@dataclass(frozen=True)
class StandIn:
    """What `submit` asks of a case."""

    settings: Settings
    store: Store
    secret: CaseSecret
    writer: LogWriter
    identities: Identities

    @property
    def log(self) -> LogWriter:
        """The log, for reading."""
        return self.writer

    def head(self) -> list[Checkpoint]:
        """The log's position."""
        return self.writer.heads()


def _noon() -> datetime:
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def make_settings(**more: object) -> Settings:
    return Settings.model_validate({**SETTINGS, **more})


def make_case(folder: Path) -> StandIn:
    """A case whose log has one entry: the file that the reports came in."""
    store = Store(folder / "vault")
    writer = LogWriter(folder / "log", store, _KEYS, organisation="tests", clock=_noon)
    writer.append("add", {"sha256": "bb" * 32})
    secret = CaseSecret(b"k" * 32, _IDENTITY)
    sealed = Identities(writer, Store(folder / "sealed", kind="sealed", protection="age"), secret)
    return StandIn(make_settings(), store, secret, writer, sealed)


def hand_over(case: StandIn, facts: Facts, settings: Settings, out: Path, **asked: Any) -> Submission:
    """`submit` under these settings; `asked` are the fields of a `Request`."""
    return submit(as_case(replace(case, settings=settings)), facts, out, Request(**asked))


def as_case(case: StandIn) -> Case:
    """A stand-in where a case is asked for: it has what is used of one."""
    return cast(Case, case)


@pytest.fixture
def settings() -> Settings:
    return make_settings()


@pytest.fixture
def case(tmp_path: Path) -> StandIn:
    return make_case(tmp_path)


@pytest.fixture
def receiver(settings: Settings) -> Receiver:
    """The commission."""
    return receiver_of(settings, "commission", CaseSecret(b"k" * 32, _IDENTITY))


@pytest.fixture
def public(settings: Settings) -> Receiver:
    return receiver_of(settings, "public", CaseSecret(b"k" * 32, _IDENTITY))


@pytest.fixture(scope="session")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A submission to the commission in both languages. Only to be read: copy it to change it."""
    folder = tmp_path_factory.mktemp("submitted")
    case, out = make_case(folder), folder / "out"
    facts = make_facts(chain=case.writer.keys.fingerprint)
    hand_over(case, facts, make_settings(), out, audience="commission", languages=("en", "ar"))
    return out


@pytest.fixture
def copied(submitted: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(submitted, tmp_path / "copied"))


def report(name: str, day: str, consent: list[str], **more: object) -> dict[str, object]:
    """A row of `report`; `day` is the UTC day."""
    start = datetime.fromisoformat(f"{day}T08:00:00")
    return {
        "report_id": name, "organisation": name.split("/")[0], "earliest": start, "latest": start.replace(hour=9),
        "time_precision": "hour", "consent": consent, "kind": "airstrike", "source_sha256": "bb" * 32,
        "source_row": 1, **more,
    }  # fmt: skip


REPORTS = [
    report("Alpha/1", "2016-10-01", ["public"], place="Sakhour", place_ar="الصاخور", latitude=36.212345,
           longitude=37.187654, objects_hit=["hospital"], weapons=["cluster"], killed_total_min=2, killed_total_max=4,
           killed_civilians_min=2, killed_civilians_max=3, parties_alleged=["north"], narrative="Two bombs fell."),
    report("Beta/7", "2016-10-01", ["commission"], place="Al-Sakhour quarter", latitude=36.2131, longitude=37.1881,
           objects_hit=["hospital"], killed_total_min=3, killed_total_max=3, narrative="=SUM(A1) We heard it."),
    report("Gamma/3", "2016-11-12", [], place="Secretplace", latitude=36.3, longitude=37.3, objects_hit=["school"],
           killed_total_min=1, killed_total_max=1, parties_alleged=["north"], narrative="Confidential words."),
    report("Delta/9", "2016-12-02", ["public", "anonymous"], place="Bab", latitude=36.4, longitude=37.5,
           objects_hit=["market"], killed_total_min=0, killed_total_max=1, narrative="It was at noon."),
]  # fmt: skip
INCIDENTS = (("I-1", ("Alpha/1", "Beta/7")), ("I-2", ("Gamma/3",)), ("I-3", ("Delta/9",)))
_COUNT = "SELECT count(*) FROM incident WHERE in_scope"
FIGURES = (
    ("incidents.total", 3, _COUNT),
    ("incidents.object.hospital", 1, f"{_COUNT} AND list_contains(objects_hit, 'hospital')"),
    ("incidents.object.school", 1, f"{_COUNT} AND list_contains(objects_hit, 'school')"),
    ("incidents.party.north", 2, f"{_COUNT} AND list_contains(parties_alleged, 'north')"),
    ("incidents.month.2016-10", 1, f"{_COUNT} AND month_local = '2016-10'"),
    ("killed.total.min", 3, "SELECT sum(killed_total_min) FROM incident WHERE in_scope"),
    ("killed.total.max", 6, "SELECT sum(killed_total_max) FROM incident WHERE in_scope"),
    ("reports.total", 4, "SELECT count(*) FROM report"),
)


@pytest.fixture
def facts(case: StandIn) -> Facts:
    return make_facts(chain=case.writer.keys.fingerprint)


def category(name: str) -> dict[str, str | None]:
    """The columns that say what a figure counts, from a name as counting gives it."""
    parts = name.split(".")
    if parts[0] != "incidents" or len(parts) < 3:
        return {}
    if parts[1] == "attributed":
        return {"family": "attributed", "counted": parts[2], "party": parts[2], "grade": parts[3]}
    return {"family": parts[1], "counted": parts[2], "party": parts[2] if parts[1] == "party" else None}


def make_facts(chain: str = "") -> Facts:
    made = Facts.in_memory()
    made.replace("original", [{"sha256": "bb" * 32, "file_name": "reports.csv", "chain": chain, "number": 1}])
    made.replace("report", REPORTS)
    by_id = {row["report_id"]: row for row in REPORTS}
    made.replace("location", [
        {"report_id": name, "latitude": row["latitude"], "longitude": row["longitude"], "radius_m": 100.0,
         "located_by": "point", "in_period": True, "in_area": True, "in_scope": True}
        for name, row in by_id.items()
    ])  # fmt: skip
    made.replace("incident", [_incident(name, [by_id[one] for one in reports]) for name, reports in INCIDENTS])
    made.replace("incident_report", [
        {"incident_id": name, "report_id": one, "organisation": one.split("/")[0], "origin_id": one}
        for name, reports in INCIDENTS for one in reports
    ])  # fmt: skip
    made.replace("place", [
        {"place_id": f"p{number}", "name": name, "name_ar": name_ar, "latitude": 36.0, "longitude": 37.0}
        for number, (name, name_ar) in enumerate((("Sakhour", "الصاخور"), ("Bab", "الباب")))
    ])  # fmt: skip
    made.replace("party", [{"party_id": "north", "name": "Northern Command", "kind": "state"}])
    made.replace("figure", [
        {"name": name, "value": value, "query": query, "unit": "incidents", "rows": value, "text": f"{name}: {value}.",
         "kind": "total", "scope": "", **category(name)} for name, value, query in FIGURES
    ])  # fmt: skip
    return made


def _incident(name: str, reports: list[dict[str, object]]) -> dict[str, object]:
    first = reports[0]
    copied = ("earliest", "latest", "latitude", "longitude", "place", "place_ar", "kind", "objects_hit", "weapons",
              "parties_alleged", "killed_total_min", "killed_total_max", "killed_civilians_min",
              "killed_civilians_max")  # fmt: skip
    day = str(first["earliest"])[:10]
    return {key: first.get(key) for key in copied} | {
        "incident_id": name, "radius_m": 100.0, "day_local": day, "month_local": day[:7], "in_scope": True,
        "reports": len(reports), "organisations": len(reports), "origins": len(reports),
    }  # fmt: skip
