from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from tests.submit.conftest import StandIn, hand_over

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.errors import Refused, UsageError
from dalil.submit import disclose, verify_disclosure
from dalil.submit.release.commitments import value_bytes, withheld
from dalil.submit.release.receiver import Receiver
from dalil.submit.release.redact import cut


@pytest.fixture
def out(case: StandIn, facts: Facts, settings: Settings, tmp_path: Path) -> Path:
    facts.replace(
        "victim", [{"victim_id": "Alpha/v1", "report_id": "Alpha/1", "organisation": "Alpha", "name": "Planted"}]
    )
    hand_over(case, facts, settings, tmp_path / "out", audience="commission")
    return tmp_path / "out"


def lines(out: Path) -> dict[str, str]:
    with (out / "data/withheld.csv").open(newline="") as stream:
        return {f"{row['table']}/{row['id']}/{row['field']}": row["commitment"] for row in csv.DictReader(stream)}


def test_a_coarse_coordinate_leaves_a_commitment(out: Path) -> None:
    assert {"report/Alpha/1/latitude", "incident/I-1/longitude", "report/Alpha/1/source_sha256"} <= lines(out).keys()


def test_of_a_confidential_report_one_commitment_leaves(facts: Facts, receiver: Receiver) -> None:
    released = cut(facts, receiver)
    alias = released.shown["report"]["Gamma/3"]
    fields = [kept.field for kept in withheld(facts, released) if kept.id == alias]
    assert fields == ["*"]


def test_no_withheld_value_stands_in_the_list(out: Path) -> None:
    text = (out / "data/withheld.csv").read_text()
    for secret in ("Gamma", "Delta", "Planted", "36.212345", "bb" * 32):
        assert secret not in text


def test_a_commitment_is_the_hash_of_salt_and_value(facts: Facts, receiver: Receiver) -> None:
    kept = next(kept for kept in withheld(facts, cut(facts, receiver)) if kept.field == "latitude")
    assert kept.commitment == hashlib.sha256(kept.salt + value_bytes(kept.value)).hexdigest()


def test_equal_values_have_different_commitments(facts: Facts, receiver: Receiver) -> None:
    hashes = [kept.commitment for kept in withheld(facts, cut(facts, receiver)) if kept.field == "source_sha256"]
    assert len(hashes) == len(set(hashes)) == 3


def test_what_is_disclosed_is_what_was_committed_to(
    case: StandIn, facts: Facts, settings: Settings, out: Path, tmp_path: Path
) -> None:
    chosen = ["report/Alpha/1/latitude", "report/Alpha/1/source_sha256"]
    assert disclose(case, facts, out, tmp_path / "d.json", audience="commission", chosen=chosen) == 2
    checks = verify_disclosure(out, tmp_path / "d.json")
    assert all(check.passed for check in checks) and checks[-1].found == "2 values"
    assert json.loads((tmp_path / "d.json").read_text())["opened"][0]["value"] == 36.212345


@pytest.mark.parametrize(
    ("change", "failing"),
    [
        (lambda content: content["opened"][0].update(value=36.5), {22, 23}),
        (lambda content: content["opened"][0].update(salt="no salt"), {22, 23}),
        (lambda content: content["opened"][0].update(field="longitude"), {22, 23}),
        (lambda content: content.update(bag_sha256="0" * 64), {21, 22}),
        (lambda content: content.update(signature="0" * 128), {22}),
    ],
)
def test_a_forged_disclosure_is_found(
    case: StandIn, facts: Facts, settings: Settings, out: Path, tmp_path: Path, change: object, failing: set[int]
) -> None:
    file = tmp_path / "d.json"
    disclose(case, facts, out, file, audience="commission", chosen=["report/Alpha/1/latitude"])
    content = json.loads(file.read_text())
    change(content)  # type: ignore[operator]
    file.write_text(json.dumps(content))
    assert {check.number for check in verify_disclosure(out, file) if not check.passed} == failing


def test_a_value_that_changed_since_is_not_disclosed(
    case: StandIn, facts: Facts, settings: Settings, out: Path, tmp_path: Path
) -> None:
    facts.query("UPDATE report SET latitude = 36.218 WHERE report_id = 'Alpha/1'")
    with pytest.raises(Refused, match="not what the submission committed to"):
        disclose(case, facts, out, tmp_path / "d.json", audience="commission", chosen=["report/Alpha/1/latitude"])
    assert not (tmp_path / "d.json").exists()


def test_what_is_not_withheld_cannot_be_chosen(
    case: StandIn, facts: Facts, settings: Settings, out: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="Nothing is withheld"):
        disclose(case, facts, out, tmp_path / "d.json", audience="commission", chosen=["report/Alpha/1/kind"])


def test_another_file_is_not_a_disclosure(out: Path, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("{}")
    with pytest.raises(Refused, match="not a disclosure"):
        verify_disclosure(out, tmp_path / "d.json")
