"""Time stamps that go with a submission: the lines of VERIFY.txt are run against an authority of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import CertificateBuilder, load_pem_x509_certificate, random_serial_number
from tests.submit.conftest import hand_over, make_case, make_facts, make_settings
from tests.vault.authority import Authority

from dalil.submit import verify_submission
from dalil.vault.log.timestamp import read_roots, stamp

pytest.importorskip("rfc3161_client", reason="time stamps need the extra 'sign'")

BRIEF_S = 6  # seconds that a certificate lives: a stamp is given within, also on a busy machine

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the authority of these tests is openssl")


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Path:
    """A submission with one stamp. Only to be read."""
    folder = tmp_path_factory.mktemp("stamped")
    case, out = make_case(folder), folder / "out"
    stamp(folder / "log", case.head(), "http://tsa.invalid/", ask=authority)
    facts = make_facts(chain=case.writer.keys.fingerprint)
    hand_over(case, facts, make_settings(), out, audience="commission", languages=("en", "ar"))
    return out


def run(folder: Path, language: str, roots: Path) -> subprocess.CompletedProcess[str]:
    """The last lines of VERIFY.txt, as they stand but for the file of certificates."""
    lines = (folder / f"VERIFY.{language}.txt").read_text(encoding="utf-8").split("---8<---\n")[3]
    typed = lines.replace("ROOTS=certificates.pem", f"ROOTS={roots}")
    return subprocess.run(["sh", "-e"], input=typed, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_lines_for_stamps_run_as_they_stand(stamped: Path, authority: Authority, language: str) -> None:
    ran = run(stamped, language, authority.folder / "ca.pem")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("Verification: OK") == 1


def test_they_hold_when_the_certificate_of_the_authority_expired_since(tmp_path: Path) -> None:
    """A stamp is of its time; openssl without `-attime` asks whether the certificate is good today."""
    brief = Authority.make(tmp_path)
    _expire_soon(brief)
    case = make_case(tmp_path)
    stamp(tmp_path / "log", case.head(), "http://tsa.invalid/", ask=brief)
    facts = make_facts(chain=case.writer.keys.fingerprint)
    hand_over(case, facts, make_settings(), tmp_path / "out", audience="commission", languages=("en",))
    while datetime.now(UTC) <= _end_of(brief):
        time.sleep(0.2)
    assert run(tmp_path / "out", "en", tmp_path / "ca.pem").returncode == 0
    text = tmp_path / "out/VERIFY.en.txt"
    text.write_text(re.sub(r" -attime \d+", "", text.read_text()))
    assert run(tmp_path / "out", "en", tmp_path / "ca.pem").returncode != 0


def _end_of(authority: Authority) -> datetime:
    return load_pem_x509_certificate((authority.folder / "tsa.pem").read_bytes()).not_valid_after_utc


def _expire_soon(authority: Authority) -> None:
    """The certificate of the authority anew, with an end in a few seconds."""
    ca, old = (load_pem_x509_certificate((authority.folder / f"{n}.pem").read_bytes()) for n in ("ca", "tsa"))
    key = load_pem_private_key((authority.folder / "ca.key").read_bytes(), None)
    now = datetime.now(UTC)
    made = CertificateBuilder().subject_name(old.subject).issuer_name(ca.subject).public_key(old.public_key())
    made = made.serial_number(random_serial_number())
    made = made.not_valid_before(now - timedelta(minutes=1)).not_valid_after(now + timedelta(seconds=BRIEF_S))
    for extension in old.extensions:
        made = made.add_extension(extension.value, extension.critical)
    certificate = made.sign(key, SHA256())  # type: ignore[arg-type]
    (authority.folder / "tsa.pem").write_bytes(certificate.public_bytes(Encoding.PEM))


def test_they_fail_with_the_certificates_of_another(stamped: Path, stranger: Authority) -> None:
    assert run(stamped, "en", stranger.folder / "ca.pem").returncode != 0


def test_they_fail_on_another_checkpoint(stamped: Path, authority: Authority, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(stamped, tmp_path / "copy"))
    (point,) = (copy / "PROOF").glob("*.checkpoint.json")
    point.write_bytes(point.read_bytes().replace(b'"size":', b'"size" :'))
    assert run(copy, "en", authority.folder / "ca.pem").returncode != 0


def test_verify_checks_the_stamp_and_says_whose_was_not(stamped: Path, authority: Authority) -> None:
    unknown = verify_submission(stamped)[10]
    assert unknown.passed and "who stamped was not checked" in unknown.found
    known = verify_submission(stamped, roots=read_roots(authority.folder / "ca.pem"))[10]
    assert known.passed and known.found == "1 time stamps"


def test_verify_finds_a_stamp_of_another_authority(stamped: Path, stranger: Authority) -> None:
    found = verify_submission(stamped, roots=read_roots(stranger.folder / "ca.pem"))[10]
    assert not found.passed and "trusted" in found.found


def test_without_stamps_that_is_said(submitted: Path) -> None:
    assert "No time stamp of an outside authority" in (submitted / "VERIFY.en.txt").read_text(encoding="utf-8")
    assert verify_submission(submitted)[10].found == "0 time stamps"
