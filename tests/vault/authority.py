"""An RFC 3161 authority for tests, `openssl ts` with its own root; the conftest of each room imports its fixtures."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CONFIG = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[tsa]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
MAKING = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /CN=Root -days 30"
    " -config tsa.cnf -extensions ca",
    "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key -out tsa.csr -subj /CN=TSA -config tsa.cnf",
    "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 30 -extfile tsa.cnf"
    " -extensions leaf",
)


@dataclass(frozen=True)
class Authority:
    """An authority in a folder."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Authority:
        (folder / "tsa.cnf").write_text(CONFIG)
        (folder / "serial").write_text("01\n")
        for command in MAKING:
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        return cls(folder)

    def __call__(self, url: str, request: bytes) -> bytes:
        (self.folder / "q.tsq").write_bytes(request)
        command = "openssl ts -reply -queryfile q.tsq -config tsa.cnf -section tsa -out r.tsr"
        subprocess.run(command.split(), cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "r.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The one that is trusted."""
    return Authority.make(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One of the same make that nobody trusts."""
    return Authority.make(tmp_path_factory.mktemp("stranger"))
