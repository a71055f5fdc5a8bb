"""PDF files signed, and what `verify` and pdfsig find of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.submit.conftest import hand_over, make_case, make_facts, make_settings

from dalil.errors import Refused
from dalil.recheck.signatures import read_signatures
from dalil.submit import verify_submission
from dalil.submit.content.request import Certificate
from dalil.submit.package.certificate import make_certificate, open_certificate
from dalil.submit.package.sign import NOBODY, SIGNED_BY, check_documents, sign_documents
from dalil.submit.package.verify import TITLES
from dalil.vault.verify import Check

pytest.importorskip("pyhanko", reason="signing PDF files needs the extra 'sign'")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    path = tmp_path_factory.mktemp("certificate") / "a.p12"
    make_certificate(path, "Alpha Records")
    return open_certificate(path, {})


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Path:
    """The submission of `submitted`, with its documents signed."""
    folder = tmp_path_factory.mktemp("signed")
    case, out = make_case(folder), folder / "out"
    facts = make_facts(chain=case.writer.keys.fingerprint)
    hand_over(case, facts, make_settings(), out, audience="commission", languages=("en",), certificate=certificate)
    return out


def check(folder: Path, number: int = 10) -> Check:
    return verify_submission(folder)[number - 1]


def pdfs(folder: Path) -> list[Path]:
    return sorted((folder / "data").glob("*.pdf"))


def test_pdfsig_finds_every_signature_valid_over_the_whole_file(signed: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    for file in pdfs(signed):
        said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
        assert "Signature is Valid." in said and "Total document signed" in said, said
        assert "ETSI.CAdES.detached" in said and "CN=Alpha Records" in said


def test_verify_says_who_signed_and_bag_info_too(signed: Path, certificate: Certificate) -> None:
    found = check(signed)
    assert (found.title, found.passed) == (TITLES[10], True)
    assert found.found.startswith("4 PDF files signed by CN=Alpha Records; certificate SHA-256 ")
    stated = f"{SIGNED_BY}: CN=Alpha Records; certificate SHA-256 {certificate.fingerprint}"
    assert stated in (signed / "bag-info.txt").read_text().splitlines()
    assert all(each.passed for each in verify_submission(signed))


def test_without_a_certificate_nothing_is_signed_and_that_is_said(submitted: Path) -> None:
    assert check(submitted).found == "8 PDF files, not signed"
    assert f"{SIGNED_BY}: {NOBODY}" in (submitted / "bag-info.txt").read_text().splitlines()


def test_the_file_as_it_was_set_comes_first_byte_for_byte(submitted: Path, tmp_path: Path, certificate: Certificate):
    whole = (submitted / "data/letter.en.pdf").read_bytes()
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(whole)
    sign_documents([tmp_path / "a.pdf", tmp_path / "b.pdf"], certificate)
    a, b = ((tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert a.startswith(whole) and b.startswith(whole)
    assert a[len(whole) :] != b[len(whole) :]


def test_the_zone_of_the_machine_is_not_told(
    submitted: Path, tmp_path: Path, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tzlocal

    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    tzlocal.reload_localzone()
    file = Path(shutil.copy(submitted / "data/letter.en.pdf", tmp_path / "a.pdf"))
    sign_documents([file], certificate)
    monkeypatch.delenv("TZ")
    tzlocal.reload_localzone()
    (when,) = re.findall(rb"/M \((.*?)\)", file.read_bytes())
    assert when.endswith(b"Z") and b"05'45" not in file.read_bytes()


def changed_inside(content: bytes) -> bytes:
    at = content.index(b"stream") + 40
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def with_more_behind(content: bytes) -> bytes:
    return content + b"\n% more\n"


def of_another(content: bytes) -> bytes:
    at = content.index(b"/Contents <") + 700  # inside the certificate or the signature
    digit = b"0" if content[at : at + 1] != b"0" else b"1"
    return content[:at] + digit + content[at + 1 :]


@pytest.mark.parametrize("change", [changed_inside, with_more_behind, of_another])
def test_a_signed_file_that_was_changed_is_found(signed: Path, tmp_path: Path, change) -> None:
    file = Path(shutil.copy(signed / "data/letter.en.pdf", tmp_path / "letter.en.pdf"))
    before = read_signatures(file.read_bytes())[0].by
    assert check_documents([file], before)[0] == []
    file.write_bytes(change(file.read_bytes()))
    assert [problem.where for problem in check_documents([file], before)[0]] == ["letter.en.pdf"]


def test_a_missing_or_another_signature_is_found(submitted: Path, signed: Path) -> None:
    bare, bearing = submitted / "data/letter.en.pdf", signed / "data/letter.en.pdf"
    assert [problem.found for problem in check_documents([bare], "CN=X")[0]] == ["no signature"]
    assert [problem.found for problem in check_documents([bearing], NOBODY)[0]] == ["one"]
    assert [problem.expected for problem in check_documents([bearing], "CN=X")[0]] == ["CN=X"]


def test_a_certificate_in_the_name_of_a_victim_is_stopped(tmp_path: Path) -> None:
    make_certificate(tmp_path / "a.p12", "Qasim Darwish")
    case = make_case(tmp_path)
    facts = make_facts(chain=case.writer.keys.fingerprint)
    facts.replace("victim", [{"victim_id": "Alpha/1", "organisation": "Alpha", "name": "Qasim Darwish"}])
    with pytest.raises(Refused, match="names a person") as caught:
        hand_over(case, facts, make_settings(), tmp_path / "out", audience="public", languages=("en",),
               certificate=open_certificate(tmp_path / "a.p12", {}))  # fmt: skip
    assert "Qasim" not in str(caught.value) and not (tmp_path / "out").exists()
