"""What is asked of a submission: for whom, in which languages, of which incidents, and who signs its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dalil.submit.content.changes import Before
from dalil.submit.content.port import Drawings, ReasonsOf, SkyFigures

__all__ = ["Certificate", "Order"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key, open. `pkcs12` holds both under `passphrase`."""

    subject: str
    fingerprint: str
    pkcs12: bytes
    passphrase: bytes | None

    def __repr__(self) -> str:
        return f"Certificate({self.subject!r}, {self.fingerprint})"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, as `dalil.submit.submit` takes it; `before` is the earlier submission, read."""

    audience: str
    languages: tuple[str, ...]
    only: tuple[str, ...] = ()
    before: Before | None = None
    own: Mapping[str, str] | None = None
    certificate: Certificate | None = None
    reasons_of: ReasonsOf | None = None
    draw: Drawings | None = None
    sky: SkyFigures | None = None
