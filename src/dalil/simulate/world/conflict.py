"""The parties, types, munitions and organisations of conflict.toml as frozen records."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Base:
    """An airfield; x and y in metres from the city's centre."""

    base_id: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Party:
    """A party with its aircraft (type to share) and weapons (kind to share)."""

    party_id: str
    name: str
    name_ar: str
    aliases: tuple[str, ...]
    language: str
    bases: tuple[Base, ...]
    fleet: dict[str, float]
    weapons: dict[str, float]

    @property
    def flies(self) -> bool:
        """Whether the party has aircraft at all."""
        return bool(self.fleet)


@dataclass(frozen=True, slots=True)
class AircraftType:
    """A type of aircraft; speed in m/s, height of release in metres."""

    name: str
    speed: float
    endurance_s: float
    height_m: float
    family: str
    known_for: str
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Munition:
    """A kind of weapon, the types that carry it and how its remnants are named, by party where that differs."""

    carriers: tuple[str, ...]
    remnants: dict[str, tuple[str, ...]]

    def named(self, party_id: str) -> tuple[str, ...]:
        """The remnants that this party's weapons of this kind leave."""
        return self.remnants.get(party_id) or self.remnants.get("", ()) or next(iter(self.remnants.values()))


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who documents; `own_target` is the kind of target it reaches best."""

    name: str
    folder: str
    name_ar: str
    own_target: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """All of conflict.toml."""

    parties: dict[str, Party]
    types: dict[str, AircraftType]
    munitions: dict[str, Munition]
    organisations: tuple[Organisation, ...]
    network: str
    network_folder: str


@cache
def load_conflict() -> Conflict:
    """Read conflict.toml."""
    raw = tomllib.loads(resources.files("dalil.simulate").joinpath("conflict.toml").read_text("utf-8"))
    return Conflict(
        parties={row["id"]: _party(row) for row in raw["parties"]},
        types={name: _type(name, row) for name, row in raw["types"].items()},
        munitions={name: _munition(row) for name, row in raw["munitions"].items()},
        organisations=tuple(
            Organisation(row["id"], row["folder"], row["name_ar"], row["own_target"]) for row in raw["organisations"]
        ),
        network=raw["network"]["id"],
        network_folder=raw["network"]["folder"],
    )


def _party(row: dict[str, Any]) -> Party:
    bases = tuple(Base(b["id"], b["name"], b["x"], b["y"]) for b in row["bases"])
    return Party(
        row["id"],
        row["name"],
        row["name_ar"],
        tuple(row["aliases"]),
        row["language"],
        bases,
        row["fleet"],
        row["weapons"],
    )


def _type(name: str, row: dict[str, Any]) -> AircraftType:
    return AircraftType(
        name, row["speed"], row["endurance_s"], row["height_m"], row["family"], row["known_for"], tuple(row["other"])
    )


def _munition(row: dict[str, Any]) -> Munition:
    named = row["remnants"] if isinstance(row["remnants"], dict) else {"": row["remnants"]}
    return Munition(tuple(row["carriers"]), {party: tuple(names) for party, names in named.items()})
