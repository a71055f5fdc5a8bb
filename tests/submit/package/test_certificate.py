"""Certificates for signing PDF files: made, opened, refused in words."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from dalil.errors import CannotProceed, Refused, UsageError
from dalil.submit.package.certificate import PASSPHRASE, make_certificate, open_certificate


def foreign(path: Path, key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, *, days: int = 1) -> Path:
    """A certificate that another program made."""
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Other")]), datetime.now(UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())
    )
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, built, None, NoEncryption()))
    return path


def test_one_that_was_made_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    made = make_certificate(tmp_path / "a.p12", "Alpha Records", passphrase="words")
    found = open_certificate(tmp_path / "a.p12", {PASSPHRASE: "words"})
    assert (found.subject, found.fingerprint) == ("CN=Alpha Records", made)
    with pytest.raises(Refused, match="does not open"):
        open_certificate(tmp_path / "a.p12", {PASSPHRASE: "other"})


def test_the_file_is_its_owners_alone_and_says_nothing_of_the_key(tmp_path: Path) -> None:
    make_certificate(tmp_path / "a.p12", "Alpha", passphrase="words")
    assert stat.S_IMODE((tmp_path / "a.p12").stat().st_mode) == 0o600
    shown = repr(open_certificate(tmp_path / "a.p12", {PASSPHRASE: "words"}))
    assert "words" not in shown and "Alpha" in shown


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_a_name_that_no_certificate_can_have_is_called_wrong(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be made in this name"):
        make_certificate(tmp_path / "a.p12", name)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.p12").write_bytes(b"mine")
    with pytest.raises(UsageError, match="overwritten"):
        make_certificate(tmp_path / "a.p12", "Alpha")
    assert (tmp_path / "a.p12").read_bytes() == b"mine"


def test_without_a_terminal_a_missing_passphrase_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_certificate(tmp_path / "a.p12", "Alpha", passphrase="words")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CannotProceed, match="no terminal") as caught:
        open_certificate(tmp_path / "a.p12", {})
    assert PASSPHRASE in caught.value.do


def test_what_is_no_certificate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.p12").write_bytes(b"not one")
    with pytest.raises(Refused, match="does not open"):
        open_certificate(tmp_path / "a.p12", {PASSPHRASE: "x"})
    with pytest.raises(UsageError, match="cannot be read"):
        open_certificate(tmp_path / "nothing.p12", {})


def test_a_key_that_readers_of_pdf_do_not_take_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="do not take"):
        open_certificate(foreign(tmp_path / "a.p12", ed25519.Ed25519PrivateKey.generate()), {})


def test_one_that_has_run_out_is_refused(tmp_path: Path) -> None:
    file = foreign(tmp_path / "a.p12", ec.generate_private_key(ec.SECP256R1()), days=-2)
    with pytest.raises(Refused, match="not valid today"):
        open_certificate(file, {})
