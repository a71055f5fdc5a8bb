"""What leaves a case, from the command line: signed documents, disclosures, recalls, stamps that wait."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.cli.test_road import NEW, as_json, dalil
from tests.conftest import SharedKeys

REPORTS = (
    "report_id,organisation,earliest,time_precision,place,latitude,longitude,place_precision,kind,objects_hit,"
    "killed_civilians_min,killed_civilians_max,narrative,consent\n"
    "1,One,2016-07-05T14:00,minute,Hill Street,36.2,37.1,street,airstrike,hospital,2,3,Two bombs.,commission\n"
    "2,One,2016-08-05,day,Low Street,36.3,37.2,street,artillery,school,,,One shell.,commission\n"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    folder = tmp_path_factory.mktemp("handover")
    (folder / "reports.csv").write_text(REPORTS)
    with shared_keys.used():
        dalil("new", folder / "x.case", *NEW)
        dalil("add", folder / "x.case", folder / "reports.csv")
        dalil("run", folder / "x.case")
    return folder / "x.case"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("certificate") / "org.p12"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DALIL_CERTIFICATE_PASSPHRASE", "words")
        made = as_json("certificate", path, "--name", "Records Office")
    assert len(made["fingerprint"]) == 64
    return path


@pytest.fixture(scope="module")
def submission(case: Path, shared_keys: SharedKeys) -> Path:
    """To the commission, in English, not signed. Only to be read."""
    out = case.parent / "out"
    with shared_keys.used():
        dalil("submit", case, out, "--lang", "en")
    return out


def test_documents_are_signed_by_option_and_verify_says_by_whom(
    case: Path, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyhanko", reason="signing PDF files needs the extra 'sign'")
    monkeypatch.setenv("DALIL_CERTIFICATE_PASSPHRASE", "words")
    dalil("submit", case, tmp_path / "out", "--lang", "en", "--sign", certificate)
    assert "4 PDF files signed by CN=Records Office; certificate SHA-256" in dalil("verify", tmp_path / "out").output


def test_a_certificate_with_a_wrong_passphrase_stops_before_anything_is_made(
    case: Path, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_CERTIFICATE_PASSPHRASE", "other")
    done = dalil("submit", case, tmp_path / "out", "--sign", certificate, ok=1)
    assert "does not open" in done.output and not (tmp_path / "out").exists()


def test_a_certificate_is_not_overwritten(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_CERTIFICATE_PASSPHRASE", "x")
    done = dalil("certificate", certificate, "--name", "X", ok=2)
    assert "nothing is overwritten" in done.output


def test_a_passphrase_is_no_argument(tmp_path: Path) -> None:
    """Other users of the machine see arguments, and the shell keeps them."""
    for command in (
        ("certificate", tmp_path / "x.p12", "--name", "X", "--passphrase", "w"),
        ("keys", "passphrase", "--new", "w"),
    ):
        assert "No such option" in dalil(*command, ok=2).output


def test_without_a_certificate_verify_says_not_signed(submission: Path) -> None:
    assert "4 PDF files, not signed" in dalil("verify", submission).output
    assert "Every check holds." in dalil("verify", submission).output


def test_a_changed_submission_fails_with_the_number_of_the_check(case: Path, tmp_path: Path) -> None:
    dalil("submit", case, tmp_path / "out", "--lang", "en")
    (tmp_path / "out/data/annex.csv").write_text("sheet\r\n")
    done = dalil("verify", tmp_path / "out", ok=1)
    assert "  3  FAILED" in done.output and "data/annex.csv" in done.output


def test_a_withheld_value_is_disclosed_and_verified(case: Path, submission: Path, tmp_path: Path) -> None:
    with (submission / "data/withheld.csv").open(newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["field"] == "source_sha256")
    chosen = f"{row['table']}/{row['id']}/{row['field']}"
    assert as_json("disclose", case, submission, tmp_path / "d.json", chosen)["disclosed"] == 1
    assert as_json("verify", submission, "--disclosure", tmp_path / "d.json")["passed"] is True
    changed = (tmp_path / "d.json").read_text().replace('"salt": "', '"salt": "00')
    (tmp_path / "e.json").write_text(changed)
    assert as_json("verify", submission, "--disclosure", tmp_path / "e.json", ok=1)["passed"] is False


@pytest.mark.parametrize("given", ["en", "en=nothing.md"])
def test_paragraphs_that_cannot_be_read_are_called_wrong(case: Path, tmp_path: Path, given: str) -> None:
    assert "could not be read" in dalil("submit", case, tmp_path / "out", "--own", given, ok=2).output


def test_an_unknown_audience_gets_the_nearest(case: Path, tmp_path: Path) -> None:
    assert "write --to commission" in dalil("submit", case, tmp_path / "out", "--to", "comission", ok=2).output


def test_a_stamp_without_an_authority_waits(case: Path) -> None:
    pytest.importorskip("rfc3161_client", reason="time stamps need the extra 'sign'")
    (outcome,) = as_json("stamp", case)
    assert (outcome["state"], outcome["reason"]) == ("queued", "no authority was named")


def test_an_authority_that_is_down_leaves_the_request_waiting_and_says_so(case: Path) -> None:
    pytest.importorskip("rfc3161_client", reason="time stamps need the extra 'sign'")
    outcomes = as_json("stamp", case, "--url", "http://127.0.0.1:9/tsa")
    assert {each["state"] for each in outcomes} == {"queued"}
    assert all("no answer from http://127.0.0.1:9/tsa" in each["reason"] for each in outcomes)


def test_an_address_that_is_none_is_called_wrong(case: Path) -> None:
    assert "no address of an authority" in dalil("stamp", case, "--url", "ftp://x", ok=2).output


def test_a_withdrawn_account_is_recalled_by_the_next_submission(tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text(REPORTS)
    case = tmp_path / "x.case"
    dalil("new", case, *NEW)
    dalil("add", case, tmp_path / "reports.csv")
    dalil("run", case)
    dalil("submit", case, tmp_path / "one", "--lang", "en")
    dalil("withdraw", case, "One/2")
    dalil("submit", case, tmp_path / "two", "--lang", "en", "--since", tmp_path / "one")
    assert json.loads((tmp_path / "two/data/changes.json").read_text())["recalled"] == ["One/2"]
    assert "One shell." not in (tmp_path / "two/data/accounts.csv").read_text()


def test_an_original_is_read_out_byte_for_byte_once(case: Path, tmp_path: Path) -> None:
    dalil("read-out", case, "reports.csv", tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_text() == REPORTS
    assert "nothing is overwritten" in dalil("read-out", case, "reports.csv", tmp_path / "copy.csv", ok=2).output
    assert "0 originals are called x" in dalil("read-out", case, "x", tmp_path / "x", ok=2).output
