"""Claim: whatever one entry of another case is altered to, a join loses no original, identity or result of ours.

    python bench/vault/joins.py [TRIALS]

A case of ours and one of another organisation, which has a copy of ours in it, are made with the commands. In each
trial one entry of the other case is altered: the type of a value, a field, its kind, the order of entries, the chain it
stands in, or the key that signs. Where the other organisation could have signed what it altered, it does. The altered
case is joined into a copy of ours, and then: every original and sealed file of ours holds its bytes, names open with
our key, runs, decisions, withdrawals and settings that count are ours as before, and the case verifies. One trial in
forty goes through the whole command, with all tables made anew, and our reports and incidents are compared.

An outcome is `refused` (the command ends, nothing of ours touched), `set aside` (the entry is named as odd), `without
effect` (it is counted as an entry that does not act), `theirs` (it is well formed and stands as what the other
organisation says of its own) or `silent` (nothing of the altered entry came in, and nothing was said). Writes
`joins.json` beside this script.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dalil.casefile.case import Case
from dalil.commands import case as cases
from dalil.commands import run as runs
from dalil.commands.join import join as join_command
from dalil.commands.withdraw import withdraw
from dalil.errors import DalilError
from dalil.vault.join import join_case
from dalil.vault.keys.own import Keys, open_keys
from dalil.vault.log.entry import Malformed, canonical
from dalil.vault.log.schema import FORMS
from dalil.vault.log.writer import Item
from dalil.vault.session import log_of, vault_of, writing
from dalil.vault.verify import verify_case

HERE = Path(__file__).resolve().parent
TRIALS = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
WHOLE_COMMAND_EVERY = 40  # it makes every table anew, which takes a second or two
SEED = 20161

GIVEN = {"title": "Invented", "zone": "UTC", "from": "2016-07-01", "to": "2016-12-31", "area": "36,35,38,37"}
HEAD = "report_id,organisation,earliest,latitude,longitude,kind,consent,narrative\n"
VICTIMS = "victim_id,report_id,name,fate,consent\n1,1,Samar Invented,killed,commission\n2,2,Rami Invented,injured,\n"
TESTIMONIES = "testimony_id,report_id,witness,consent\nT1,1,W1,public\nT2,3,W2,commission\n"


@dataclass
class Entry:
    """An entry of the other case's chain, as it would be written again."""

    kind: str
    details: dict[str, Any] | None
    public: dict[str, Any]


def make(folder: Path, organisation: str, days: range) -> Path:
    """A case with reports, victims and testimonies, a run, a decision and a withdrawal."""
    os.environ["DALIL_CONFIG"] = str(folder / f"keys of {organisation}")
    case, raw = folder / f"{organisation}.case", folder / organisation
    cases.new(case, {**GIVEN, "organisation": organisation})
    raw.mkdir()
    rows = "".join(
        f"{n},{organisation},2016-10-{day:02}T10:00,36.2,37.1,airstrike,public;commission,Bombs fell at {n}.\n"
        for n, day in enumerate(days, 1)
    )
    (raw / "reports.csv").write_text(HEAD + rows, encoding="utf-8")
    (raw / "victims.csv").write_text(VICTIMS, encoding="utf-8")
    (raw / "testimonies.csv").write_text(TESTIMONIES, encoding="utf-8")
    cases.add(case, [raw], as_=None, organisation=organisation, mapping=None)
    runs.run(case)
    cases.decide(case, "merge", f"{organisation}/1", f"{organisation}/2", reason="one attack", by=organisation)
    withdraw(case, f"{organisation}/4", reason="asked")
    runs.run(case)
    return case


def as_entries(case: Path, chain: str) -> list[Entry]:
    """What stands in a chain, without its first entry, which every chain writes itself."""
    own = [entry for entry in log_of(case).entries() if entry.chain == chain and entry.kind != "open"]
    packed = ("pack", "line", "details")
    return [
        Entry(e.kind, dict(e.details) if e.details is not None else None,
              {name: value for name, value in e.body.items() if name not in packed})
        for e in own
    ]  # fmt: skip


# Of every type one, and what points at something of ours: a stranger has a copy of all that is not encrypted.
def strange_values(ours: Mapping[str, Any]) -> list[Any]:
    """Values that an entry could be altered to."""
    return [
        None, True, 0, -1, 7, 10**9, 1.5, "", "x", "0" * 64, "../../case.toml", "\u202eabc", [], ["x"], [1], {},
        {"x": 1}, [*ours["sealed"][:2]], ours["originals"][0], [*ours["originals"][:2]], ["Ours/1", "Ours/2"],
        {ours["chain"]: 10**6}, "destroy", "merge", "retract", "Ours", ours["recipient"], ours["public_key"],
    ]  # fmt: skip


def alter(draw: random.Random, way: str, entries: list[Entry], ours: Mapping[str, Any]) -> list[Entry]:
    """The chain of the other organisation with one entry altered in a way that it can sign."""
    entries = copy.deepcopy(entries)
    n = draw.randrange(len(entries))
    entry = entries[n]
    where = entry.details if entry.details and (draw.random() < 0.8 or not entry.public) else entry.public
    values = strange_values(ours)
    if way == "type" and where:
        name = draw.choice(sorted(where))
        same = type(where[name])
        where[name] = draw.choice([value for value in values if type(value) is not same])
    elif way == "field" and where:
        name = draw.choice(sorted(where))
        match draw.randrange(3):
            case 0:
                del where[name]
            case 1:
                where[draw.choice(["destroyed", "sealed", "public_key", "persons", "trusted"])] = draw.choice(values)
            case _:
                where[name] = draw.choice(values)
    elif way == "kind":
        entry.kind = draw.choice([*FORMS, "key", "secret", "a kind of tomorrow"])
        if draw.random() < 0.5:
            entry.details = {name: draw.choice(values) for name in FORMS.get(entry.kind, {"x": None})}
        if draw.random() < 0.5:
            entry.public = {
                draw.choice(["destroyed", "sealed", "public_key", "set_aside"]): draw.choice(
                    [ours["sealed"], [*ours["originals"]], ours["public_key"]]
                )
            }
    elif way == "order":
        m = draw.randrange(len(entries))
        match draw.randrange(3):
            case 0:
                entries[n], entries[m] = entries[m], entries[n]
            case 1:
                entries.insert(m, copy.deepcopy(entry))
            case _:
                del entries[n]
    return entries


def write_again(case: Path, entries: list[Entry], keys: Keys) -> None:
    """The chain of `keys` anew, with these entries; its files stay."""
    name = keys.fingerprint
    for path in (case / "log").glob(f"{name}*"):
        path.unlink()
    with writing(case, keys, organisation="Theirs") as session:
        session.log.write([Item(entry.kind, entry.details, entry.public) for entry in entries])


def break_in(draw: random.Random, way: str, case: Path, chain: str, ours: Mapping[str, Any]) -> None:
    """Alterations that nobody can sign: in another chain, or by another key."""
    log = case / "log"
    target = ours["chain"] if draw.random() < 0.5 else chain
    lines = (log / f"{target}.jsonl").read_bytes().splitlines(keepends=True)
    points = log / f"{target}.checkpoints.jsonl"
    n = draw.randrange(len(lines))
    if way == "chain":
        other = chain if target == ours["chain"] else ours["chain"]
        foreign = (log / f"{other}.jsonl").read_bytes().splitlines(keepends=True)
        match draw.randrange(4):
            case 0:
                lines[n] = draw.choice(foreign)
            case 1:
                lines.append(draw.choice(foreign))
            case 2:
                del lines[n:]
            case _:
                (log / f"{target}.jsonl").rename(log / f"{'ab' * 16}.jsonl")
                points.rename(log / f"{'ab' * 16}.checkpoints.jsonl")
                return
        (log / f"{target}.jsonl").write_bytes(b"".join(lines))
        return
    # By another key: an entry, its checkpoint, or the key that the first entry names.
    stranger = Keys.make()
    if draw.random() < 0.5:
        signed = [json.loads(line) for line in points.read_bytes().splitlines()]
        signed[-1]["signature"] = stranger.sign(canonical({k: v for k, v in signed[-1].items() if k != "signature"}))
        points.write_bytes(b"".join(canonical(each) + b"\n" for each in signed))
    else:
        first = json.loads(lines[0])
        text = json.dumps(first).replace(first["body"]["public_key"], stranger.public_key)
        lines[0] = canonical(json.loads(text)) + b"\n"
        (log / f"{target}.jsonl").write_bytes(b"".join(lines))


def digest_of(folder: Path) -> dict[str, str]:
    """Name and SHA-256 of each file in a folder of a case."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def what_is_ours(case: Path, keys: Keys) -> dict[str, Any]:
    """All that must be the same after a join; names are opened, and only whether they are as before is kept."""
    log = log_of(case)
    own = [e for e in log.entries("decide", "withdraw", "run", "settings", "codebook") if e.trusted]
    with Case.open(case) as opened:
        repeated = runs.runs_to_repeat(opened)
    with writing(case, keys) as session:
        sealed = [each for e in session.log.entries("sealed_file") for each in e.body["sealed"] if e.trusted]
        names = hashlib.sha256(b"".join(session.identities.open(each).raw for each in sorted(sealed))).hexdigest()
    return {"acts": [(e.chain, e.number, e.kind) for e in own], "repeated": repeated, "names": names}


def faults_in_ours(before: Mapping[str, Any], after: Mapping[str, Any], chain: str) -> list[str]:
    """What acts otherwise than before. A first join lists our key in case.toml, which is sealed: settings more.

    Runs that did not see a reading that came in are not repeated, as after any `add`: fewer, and none that is new.
    """
    more = [each for each in after["acts"] if each not in before["acts"]]
    found = [f"gone: {each}" for each in before["acts"] if each not in after["acts"]]
    found += [f"new: {each}" for each in more if each[0] != chain or each[2] != "settings"]
    found += ["a run that is not ours is repeated" for each in after["repeated"] if each not in before["repeated"]]
    return found + (["names do not open as before"] if before["names"] != after["names"] else [])


def lost(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Files that are gone or have other bytes."""
    return [name for name, sha256 in before.items() if after.get(name) != sha256]


def one_trial(draw: random.Random, folder: Path, base: Mapping[str, Any], way: str, *, whole: bool) -> str:
    """Join an altered copy; returns the outcome. Raises `AssertionError` where anything of ours is not as before."""
    ours, theirs = folder / "Ours.case", folder / "Theirs.case"
    for path in (ours, theirs):
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(base["folder"] / path.name, path)
    if way in ("chain", "key") and draw.random() < 0.8:
        break_in(draw, way, theirs, base["their_keys"].fingerprint, base["ours"])
    else:
        way = way if way not in ("chain", "key") else "kind"
        while True:
            try:
                write_again(theirs, alter(draw, way, base["entries"], base["ours"]), base["their_keys"])
                break
            except Malformed:
                continue  # no writer signs a line of this form; read from a file it is a chain that does not hold
    said, failed = {}, ""
    try:
        if whole:
            said = join_command(ours, theirs)
        else:
            with writing(ours, base["our_keys"]) as session:
                said = asdict(join_case(ours, theirs, session.log))
    except DalilError as error:
        failed = str(error)
    for room in ("vault", "sealed"):
        gone = lost(base["digests"][room], digest_of(ours / room))
        assert not gone, f"{way}: lost in {room}: {gone}"
    otherwise = faults_in_ours(base["is_ours"], what_is_ours(ours, base["our_keys"]), base["ours"]["chain"])
    assert not otherwise, f"{way}: {otherwise}"
    wrong = [check.title for check in verify_case(ours) if not check.passed]
    assert not wrong, f"{way}: the case does not verify: {wrong}"
    if whole and not failed:
        assert own_rows(ours) == base["rows"], f"{way}: our rows are not as before"
    return outcome(said, failed, base["said"])


def own_rows(case: Path) -> dict[str, Any]:
    """Our reports, and which of them make one incident: what no other organisation's entry may change."""
    with Case.open(case) as opened, opened.facts() as facts:
        reports = facts.rows("SELECT * EXCLUDE (source_row) FROM report WHERE organisation = 'Ours' ORDER BY report_id")
        victims = facts.rows("SELECT * FROM victim WHERE starts_with(report_id, 'Ours/') ORDER BY victim_id")
        decided = facts.rows("SELECT decision_id, kind, a, b FROM decision ORDER BY decision_id")
    return json.loads(json.dumps({"reports": reports, "victims": victims, "decided": decided}, default=str))


def outcome(said: Mapping[str, Any], failed: str, unaltered: Mapping[str, Any]) -> str:
    """In a word, against what a join of the unaltered case says."""
    if failed:
        return "refused"
    if len(said["odd"]) > len(unaltered["odd"]):
        return "set aside"
    if sum(n for *_, n in said["without_effect"]) != sum(n for *_, n in unaltered["without_effect"]):
        return "without effect"
    return "theirs" if said["entries"] else "silent"


def base_of(folder: Path) -> dict[str, Any]:
    """Both cases, and what is ours before any join."""
    ours, theirs = make(folder, "Ours", range(1, 7)), make(folder, "Theirs", range(3, 9))
    their_keys = open_keys()
    # They have a copy of ours in theirs: entries of our own chain can come back altered.
    join_command(theirs, ours)
    os.environ["DALIL_CONFIG"] = str(folder / "keys of Ours")
    our_keys = open_keys()
    join_first = shutil.copytree(ours, folder / "unaltered" / "Ours.case")
    said = join_command(join_first, theirs)
    log = log_of(ours)
    sealed = [name for entry in log.entries() for name in entry.body.get("sealed", ())]
    return {
        "folder": folder, "entries": as_entries(theirs, their_keys.fingerprint), "their_keys": their_keys,
        "our_keys": our_keys, "digests": {room: digest_of(ours / room) for room in ("vault", "sealed")},
        "is_ours": what_is_ours(ours, our_keys), "rows": own_rows(join_first), "said": said,
        "ours": {
            "chain": our_keys.fingerprint, "sealed": sealed, "originals": [*map(str, vault_of(ours).names())],
            "recipient": our_keys.recipient, "public_key": our_keys.public_key,
        },
    }  # fmt: skip


def main(progress: Callable[[str], None] = print) -> None:
    draw = random.Random(SEED)
    ways = ("type", "field", "kind", "order", "chain", "key")
    counts: dict[str, Counter[str]] = {way: Counter() for way in ways}
    failures: list[str] = []
    whole = 0
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "base").mkdir()
        base = base_of(Path(name) / "base")
        for n in range(TRIALS):
            way, through = ways[n % len(ways)], n % WHOLE_COMMAND_EVERY == 0
            whole += through
            try:
                counts[way][one_trial(draw, Path(name), base, way, whole=through)] += 1
            except Exception as error:  # noqa: BLE001 - anything but a refusal is what is looked for
                counts[way]["FAULT"] += 1
                failures.append(f"{n} {way}: {type(error).__name__}: {error}"[:300])
                progress(failures[-1])
            if n % 100 == 99:
                progress(f"{n + 1} of {TRIALS}")
    result = {
        "trials": TRIALS, "seed": SEED, "through_the_whole_command": whole,
        "outcomes": {way: dict(sorted(count.items())) for way, count in counts.items()}, "faults": failures,
    }  # fmt: skip
    text = json.dumps(result, indent=1)
    progress(text)
    (HERE / "joins.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
