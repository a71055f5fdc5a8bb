"""What Dalil stands on: the licence of every locked package, the NOTICE that names them, and known faults.

    python supply/check.py            # fails where a licence is not understood, NOTICE is stale, or a fault is known
    python supply/check.py --write    # writes NOTICE anew
    python supply/check.py --online   # asks pip-audit as well, and fails where its service cannot be reached

`licences.toml` says under which licence each package of requirements.lock may be used, as somebody read it; what the
installed package says of itself is held against it. `advisories.toml` holds published faults of these packages: it is
as old as its date, so whoever has a network asks pip-audit before a release.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOCK, NOTICE = ROOT / "requirements.lock", ROOT / "NOTICE"
PARTS = ("", "analysis", "media", "sign")  # what people install: the core and extras; `dev` is for those who build

HEAD = """\
Dalil
Copyright the Dalil authors. Licensed under the Apache License, Version 2.0; see LICENSE.

Dalil holds no code of others. It uses these packages, each installed from its own distribution under its own licence,
whose text comes with it. Written by supply/check.py from supply/licences.toml.
"""


def locked() -> dict[str, list[str]]:
    """The versions of each package in the lock; a package may have one for each Python."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.\-]+)==([^ ;\\]+)", LOCK.read_text(encoding="utf-8"), re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def read(name: str) -> dict[str, Any]:
    """A data file beside this script."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def licence_problems(lock: Mapping[str, list[str]], licences: Mapping[str, Any]) -> Iterator[str]:
    """Packages without an entry, entries without a package, licences not allowed, and packages that say otherwise."""
    packages, allowed = licences["package"], set(licences["allowed"])
    for name in sorted(lock.keys() - packages.keys()):
        yield f"{name}: no entry in supply/licences.toml; read its licence, then add one"
    for name in sorted(packages.keys() - lock.keys()):
        yield f"{name}: in supply/licences.toml and no longer in requirements.lock; take it out"
    for name, entry in packages.items():
        if not set(re.split(r" (?:AND|OR|WITH) |[()]", entry["licence"])) - {""} <= allowed and not entry.get(
            "because"
        ):
            yield f"{name}: {entry['licence']} is not allowed; say `because`, or do without the package"
        stated = stated_licence(name)
        if stated is not None and stated != entry["licence"]:
            yield f"{name}: states {stated}, and supply/licences.toml says {entry['licence']}; read it again"


def stated_licence(name: str) -> str | None:
    """The SPDX expression that an installed package states; None where it is not installed or states none."""
    try:
        return metadata.metadata(name).get("License-Expression")
    except metadata.PackageNotFoundError:
        return None


def used_by_people(lock: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """For each locked package that comes with Dalil or one of its extras: which of them bring it ("" the core)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, set[str]] = {}
    for part in PARTS:
        waiting = [*map(Requirement, project["optional-dependencies"][part] if part else project["dependencies"])]
        seen: set[tuple[str, frozenset[str]]] = set()
        while waiting:
            needed = waiting.pop()
            name, extras = canonicalize_name(needed.name), frozenset(needed.extras)
            if name in lock and (name, extras) not in seen:
                seen.add((name, extras))
                found.setdefault(name, set()).add(part)
                waiting += _requirements(name, extras)
    return found


def _requirements(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    """What a package needs on any system: NOTICE must not depend on the one it is written on."""
    try:
        texts = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # one of another system, as colorama; these need nothing further
        return
    for needed in map(Requirement, texts):
        asked = re.findall(r"extra == [\"']([^\"']+)", str(needed.marker or ""))
        if not asked or extras & set(asked):
            yield needed


def notice(lock: Mapping[str, list[str]], licences: Mapping[str, Any]) -> str:
    """The text of NOTICE."""
    lines = [HEAD]
    used = used_by_people(lock)
    for title, extra in (("Dalil itself", ""), ("Extra analysis", "analysis"), ("Extra media", "media"),
                         ("Extra sign", "sign")):  # fmt: skip
        names = sorted(name for name, by in used.items() if extra in by and (extra == "" or "" not in by))
        lines.append(f"\n{title}\n")
        for name in names:
            entry = licences["package"][name]
            lines.append(f"  {name}: {entry['licence']}")
            lines += [f"      {line}" for line in entry.get("notice", "").strip().splitlines()]
    return "\n".join(lines) + "\n"


def fault_problems(lock: Mapping[str, list[str]], advisories: list[Mapping[str, str]]) -> Iterator[str]:
    """Locked versions that a published advisory names."""
    for advisory in advisories:
        for version in lock.get(advisory["package"], []):
            if SpecifierSet(advisory["affected"]).contains(version, prereleases=True):
                yield (
                    f"{advisory['package']} {version}: {advisory['id']}, {advisory['what']}; fixed in "
                    f"{advisory['fixed']}; renew the lock: make lock"
                )


def ask_online() -> list[str]:
    """What pip-audit says; a package that it could not look up counts as not asked."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--disable-pip", "--no-deps", "--strict"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    said = (done.stderr or done.stdout).strip().splitlines()
    return ["pip-audit: " + (said[-1] if said else f"ended with {done.returncode}")]


def main() -> int:
    parser = argparse.ArgumentParser(description="licences, NOTICE and known faults of what Dalil stands on")
    parser.add_argument("--write", action="store_true", help="write NOTICE anew")
    parser.add_argument("--online", action="store_true", help="ask pip-audit too (needs a network)")
    asked = parser.parse_args()
    lock, licences, faults = locked(), read("licences.toml"), read("advisories.toml")
    problems = [*licence_problems(lock, licences), *fault_problems(lock, faults["advisory"])]
    if not problems:
        text = notice(lock, licences)
        if asked.write:
            NOTICE.write_text(text, encoding="utf-8")
        elif not NOTICE.is_file() or NOTICE.read_text(encoding="utf-8") != text:
            problems.append("NOTICE is not what supply/licences.toml makes: python supply/check.py --write")
    if asked.online:
        problems += ask_online()
    for problem in problems:
        print(problem)
    if not problems:
        print(
            f"{len(lock)} packages: licences understood, NOTICE as it should be, none of {len(faults['advisory'])} "
            f"stored advisories (of {faults['as_of']}) applies"
            + ("" if asked.online else "; newer ones: make audit, with a network")
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
