"""What a public key can do without its other half."""

import hashlib
import subprocess

from hypothesis import given
from hypothesis import strategies as st

from dalil.vault.keys.own import Keys
from dalil.vault.keys.signature import fingerprint_of, public_key_pem, signature_holds


@given(st.binary(max_size=50), st.integers(0, 127))
def test_a_signature_holds_for_its_message_alone(message, place):
    keys = Keys.make()
    signature = keys.sign(message)
    assert signature_holds(keys.public_key, signature, message)
    assert not signature_holds(keys.public_key, signature, message + b"!")
    bent = signature[:place] + ("0" if signature[place] != "0" else "1") + signature[place + 1 :]
    assert not signature_holds(keys.public_key, bent, message)
    assert not signature_holds(Keys.make().public_key, signature, message)


def test_openssl_agrees(tmp_path):
    keys = Keys.make()
    (tmp_path / "key.pem").write_bytes(public_key_pem(keys.public_key))
    (tmp_path / "message").write_bytes(b"a message")
    (tmp_path / "signature").write_bytes(bytes.fromhex(keys.sign(b"a message")))
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message -sigfile signature"
    said = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Successfully" in said.stdout


def test_a_fingerprint_is_of_the_raw_key():
    assert fingerprint_of("00" * 32) == hashlib.sha256(bytes(32)).hexdigest()[:32]


def test_what_is_no_key_or_no_signature_does_not_hold():
    keys = Keys.make()
    signature = keys.sign(b"m")
    assert not signature_holds("zz", signature, b"m")
    assert not signature_holds(keys.public_key[:-2], signature, b"m")
    assert not signature_holds(keys.public_key, signature[:-2], b"m")
    assert not signature_holds(keys.public_key, "", b"m")
