"""Claim: killed at any moment, or on a full disk, no command leaves a case from which something leaves against its log.

    python bench/vault/kills.py [KILLS] [DISKS]

A small case is made with the commands and run. In each trial one command works on a copy of it, in a process of its
own, and is killed at a random moment of its usual time; or it works on a file system (tmpfs, which takes the rights to
mount) on which a random number of bytes is free. Then:

1. the case verifies, or its old folder comes back and verifies;
2. a submission made now ends with 0, or with 3 and the command that mends it; then that command and the submission end
   with 0. It verifies, and holds no account that the log says was withdrawn;
3. a folder that the killed `submit` left is whole and named by an entry of the log, or is not there;
4. where the log says that a witness withdrew, their words are in no file of the case;
5. the same command again ends with 0 (or 2 where it is done already), and a rebuild changes no table.

Prints each fault; writes `kills.json` beside this script.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from typer.testing import CliRunner

from dalil.casefile.case import is_case
from dalil.cli import app
from dalil.submit import verify_submission
from dalil.submit.package.bag import TAG_MANIFEST, file_sha256
from dalil.vault.duplicate import put_back
from dalil.vault.session import log_of
from dalil.vault.verify import verify_case

HERE = Path(__file__).resolve().parent
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
DISKS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
SEED = 20162
CASE_ROOM = 24 * 2**20  # bytes of a tmpfs that holds the case twice and some more

ACCOUNT, WORDS = "the second account of the mill road", "what the first witness said of the cellar"
REPORTS = (
    "report_id,organisation,earliest,time_precision,place,latitude,longitude,kind,narrative,consent\n"
    "1,One,2016-07-05T14:00,minute,Hill Street,36.2,37.1,airstrike,the first account,commission\n"
    f"2,One,2016-08-05T09:00,minute,Mill Road,36.3,37.2,airstrike,{ACCOUNT},commission\n"
)
FILES = {
    "reports": REPORTS,
    "testimonies": f"testimony_id,report_id,witness,consent,text\nT1,1,W1,commission,{WORDS}\n",
    "identities": "witness,name\nW1,Nura Testworth\n",
}
MORE = REPORTS.replace("\n1,One", "\n7,One").replace("\n2,One", "\n8,One").replace(ACCOUNT, "another account")
NEW = ("--title", "Invented", "--zone", "UTC", "--from", "2016-07-01", "--to", "2016-12-31", "--area", "36,35,38,37")


def dalil(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(part) for part in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return 70, f"{type(done.exception).__name__}: {done.exception}"
    return done.exit_code, done.output


def demand(*arguments: object) -> None:
    code, output = dalil(*arguments)
    if code:
        raise SystemExit(f"dalil {arguments[0]}: {output}")


def make(folder: Path) -> None:
    """`base.case`, run; `other.case` to join; `out`, a submission; `in/`, what is handed in."""
    for name, text in FILES.items():
        (folder / "in").mkdir(exist_ok=True)
        (folder / "in" / f"{name}.csv").write_text(text)
    (folder / "reports-2.csv").write_text(MORE)
    # another organisation has keys of its own
    for case, given in (("other.case", folder / "reports-2.csv"), ("base.case", folder / "in")):
        os.environ["DALIL_CONFIG"] = str(folder / f"keys of {case}")
        demand("new", folder / case, *NEW)
        demand("add", folder / case, given, "--organisation", "One")
    demand("run", folder / "base.case")
    demand("submit", folder / "base.case", folder / "out", "--lang", "en")


def commands(folder: Path, at: Path) -> dict[str, Sequence[object]]:
    case = at / "x.case"
    return {
        "add": ("add", case, folder / "reports-2.csv"),
        "run": ("run", case),
        "decide": ("decide", case, "apart", "One/1", "One/2", "--reason", "other places"),
        "withdraw witness": ("withdraw", case, "One/W1", "--reason", "asked"),
        "withdraw report": ("withdraw", case, "One/2", "--reason", "asked"),
        "submit": ("submit", case, at / "killed", "--lang", "en"),
        "read-out": ("read-out", case, "reports.csv", at / "read-out.csv"),
        "join": ("join", case, folder / "other.case"),
        "rebuild": ("rebuild", case),
    }


def in_process(command: Sequence[object], after_s: float | None) -> int:
    """The exit status of a command as a person runs it, or -9 where it was killed after `after_s`."""
    arguments = [sys.executable, "-c", "from dalil.cli import main; main()", *map(str, command)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, said = process.communicate(timeout=after_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return -9
    return 70 if b"Traceback" in said or b"A fault in Dalil" in said else process.returncode


def faults(at: Path, again: Sequence[object]) -> Iterator[str]:
    """What is wrong with the case `at/x.case` after `again` was interrupted in it."""
    case = at / "x.case"
    put_back(case)
    if not is_case(case):
        yield "the case is gone"
        return
    yield from (f"verify: check {check.number}: {check.found}" for check in verify_case(case) if not check.passed)
    yield from _of_killed(at, case)
    yield from _of_submission(at, case)
    withdrawn = [e.details or {} for e in log_of(case).entries("withdraw")]
    if any("One/W1" in details.get("persons", ()) for details in withdrawn):
        yield from (f"words in {p.name}" for p in case.rglob("*") if p.is_file() and WORDS.encode() in p.read_bytes())
    code, output = dalil(*again)
    if code not in (0, 2):
        yield f"again: {code} {output[:200]}"
    code, output = dalil("rebuild", case, "--json")
    if code or json.loads(output[output.index("{") :])["changed"]:
        yield f"rebuild: {code} {output[:200]}"


def _of_killed(at: Path, case: Path) -> Iterator[str]:
    """The folder of a `submit` that was interrupted."""
    if (at / "killed").exists():
        named = {str((entry.details or {}).get("bag")) for entry in log_of(case).entries("submit")}
        if file_sha256(at / "killed" / TAG_MANIFEST) not in named:
            yield "a submission left that the log does not name"
        yield from (f"killed bag: check {c.number}" for c in verify_submission(at / "killed") if not c.passed)


def _of_submission(at: Path, case: Path) -> Iterator[str]:
    code, output = dalil("submit", case, at / "after", "--lang", "en")
    if code == 3 and "dalil run" in output:
        code, output = dalil("run", case)
        if not code:
            code, output = dalil("submit", case, at / "after", "--lang", "en")
    if code:
        yield f"submit: {code} {output[:300]}"
        return
    yield from (f"bag: check {check.number}" for check in verify_submission(at / "after") if not check.passed)
    withdrawn = [name for e in log_of(case).entries("withdraw") for name in (e.details or {})["reports"]]
    accounts = (at / "after/data/accounts.csv").read_text()
    if "One/2" in withdrawn and ("One/2" in accounts or ACCOUNT in accounts):
        yield "a withdrawn account left"


@contextlib.contextmanager
def place(room: int | None) -> Iterator[Path]:
    """A folder to work in; on a file system of `room` bytes where that is given."""
    with tempfile.TemporaryDirectory() as name:
        if room is not None:
            options = f"size={room}"
            subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", name], check=True, capture_output=True)
        try:
            yield Path(name)
        finally:
            if room is not None:
                subprocess.run(["umount", "-l", name], check=False, capture_output=True)


def trial(folder: Path, name: str, *, after_s: float | None, room: int | None) -> tuple[str, list[str]]:
    with place(None) as kept:
        with place(room) as at:
            shutil.copytree(folder / "base.case", at / "x.case")
            command = commands(folder, at)[name]
            code = in_process(command, after_s)
            # looked at with space again, as a person would after clearing the disk
            shutil.copytree(at, kept / "at", symlinks=True)
        found = list(faults(kept / "at", commands(folder, kept / "at")[name]))
    if code == 70:
        found.append("the command ended with a fault of the program")
    return {0: "ended", -9: "killed"}.get(code, f"status {code}"), found


def freeze(outcomes: Counter[str], wrong: list[str]) -> None:
    """Write what was measured so far: hours are long, and an interruption must not take them."""
    done = {word: sum(n for name, n in outcomes.items() if name.startswith(word)) for word in ("kill", "disk")}
    result = {
        "kills": done["kill"], "disks": done["disk"], "faults": wrong, "outcomes": dict(sorted(outcomes.items())),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }  # fmt: skip
    (HERE / "kills.json").write_text(json.dumps(result, indent=1) + "\n")


def main() -> None:
    dice = random.Random(SEED)
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        kinds = list(commands(folder, folder))
        usual: dict[str, float] = {}
        for kind in kinds:
            started = time.monotonic()
            outcome, found = trial(folder, kind, after_s=None, room=None)
            usual[kind] = time.monotonic() - started
            wrong += [f"{kind}: {outcome}: {each}" for each in found]
            with place(None) as at:  # without the looking at it
                shutil.copytree(folder / "base.case", at / "x.case")
                started = time.monotonic()
                in_process(commands(folder, at)[kind], None)
                usual[kind] = time.monotonic() - started
        for number in range(KILLS + DISKS):
            kind = kinds[number % len(kinds)]
            # in turn, so that what an interrupted measurement froze has both
            kill = number * DISKS // (KILLS + DISKS) == (number + 1) * DISKS // (KILLS + DISKS)
            after_s = dice.uniform(0, usual[kind]) if kill else None
            size = sum(p.stat().st_size for p in (folder / "base.case").rglob("*") if p.is_file())
            # pages of 4 KiB a file; above that a share of what the command needs
            room = None if kill else int(1.3 * size) + dice.randrange(CASE_ROOM)
            outcome, found = trial(folder, kind, after_s=after_s, room=room)
            outcomes[f"{'kill' if kill else 'disk'}: {kind}: {outcome}"] += 1
            wrong += [f"{kind}: {'kill' if kill else 'disk'} {after_s or room}: {each}" for each in found]
            for each in wrong[-len(found) :] if found else []:
                print(each, flush=True)
            if (number + 1) % 20 == 0:
                print(f"{number + 1} trials, {len(wrong)} faults", file=sys.stderr, flush=True)
                freeze(outcomes, wrong)
    freeze(outcomes, wrong)
    print(f"{KILLS} kills, {DISKS} full disks: {len(wrong)} faults")


if __name__ == "__main__":
    main()
