"""People whose identity is sealed, written in every way into a whole case: files in, computed, handed over, searched.

Twelve witnesses and victims in some fifty forms each, with telephones, addresses, plates and positions, stand in every
column that a person fills with words. The public gets none of them; of the commission's few, each is on the list.
"""

from __future__ import annotations

import csv
import io
import random
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.test_road import NEW, dalil
from tests.conftest import SharedKeys
from tests.submit.release.people.made_up import PEOPLE, written
from tests.submit.test_planted import found_in

WITNESSES, VICTIMS = PEOPLE[:6], PEOPLE[6:]
ALLOWED = 0.02
"""Of what is planted, at most so much may stand in what the commission gets, if it is on the list to look at."""

Row = dict[str, object]


def names() -> list[str]:
    return list(dict.fromkeys(form for person in PEOPLE for _, form in written(person)))


def numbers(seed: int = 11) -> list[str]:
    """Telephones in three scripts of digits, e-mail, plates, positions in figures, in a grid, as a code, in words."""
    draw = random.Random(seed)
    arabic, persian = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    units = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    found: list[str] = []
    for _ in range(12):
        phone = f"09{draw.randrange(10**8):08d}"
        found += [phone, f"+963 {phone[1:4]} {phone[4:7]} {phone[7:]}", phone.translate(arabic)[::1]]
        found += [f"00963{phone[1:]}".translate(persian), f"room{draw.randrange(10**4)}@post.example"]
        found += [f"plate number {draw.randrange(10**5, 10**6)}", f"لوحة رقم {draw.randrange(10**5, 10**6)}"]
        found += [f"{draw.uniform(36, 37):.5f}", f"36°{draw.randrange(10, 60)}'{draw.randrange(10, 60)}\"N"]
        found += [f"37S BV {draw.randrange(10**4, 10**5)} {draw.randrange(10**4, 10**5)}"]
        found += [f"8G2F{draw.choice('6789')}{draw.choice('RQXV')}{draw.choice('QVWX')}X+{draw.choice('23456')}V"]
        found += [f"thirty-six degrees {draw.choice(units)} minutes {draw.choice(units)} seconds"]
    return list(dict.fromkeys(found))


def table(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def files(planted: list[str]) -> Iterator[tuple[str, str]]:
    """Tables by name; each thing that is planted stands in a text, and in turn in another column too."""
    turns = [planted[at : at + 12] for at in range(0, len(planted), 12)]
    reports, testimonies, exhibits, statements, observations = (
        list[Row](),
        list[Row](),
        list[Row](),
        list[Row](),
        list[Row](),
    )
    for number, some in enumerate(turns):
        one, two, three = some[0], some[len(some) // 2], some[-1]
        everybody = ". They met ".join(some)
        day, who = f"2016-07-{number % 27 + 1:02d}", {"consent": "public;commission"}
        reports.append({
            "report_id": one.replace("\n", " ") if number % 3 == 0 else f"R-{number}", "organisation": "One",
            "earliest": f"{day}T14:00", "time_precision": "minute", "time_source": two, "source_grade": three,
            "place": f"House of {two}" if number % 2 else "Hill Street", "place_ar": three, "latitude": 36.2,
            "longitude": 37.1, "kind": "airstrike",
            "parties_alleged": one.replace(";", " ") if number % 4 == 1 else "p1",
            "aircraft_reported": two.replace(";", " "), "narrative": f"They met {everybody}. It was noon.",
            "exhibits": f"IMG_{number:04d}.jpg", "origin": "", **who,
        })  # fmt: skip
        testimonies.append(
            {"testimony_id": f"T-{number}", "witness": f"W{number % 6}", "text": f"I saw {everybody}.", **who}
        )
        exhibits.append({"file": f"IMG_{number:04d}.jpg", "kind": one, "capture_method": two, "obtained_from": three,
                         "earlier_custody": everybody, "note": everybody, **who})  # fmt: skip
        statements.append({"statement_id": f"S-{number}", "party": one if number % 2 else "p1", "made_on": day,
                           "act": "denies", "text": f"Not {everybody}."})  # fmt: skip
        observations.append({"observation_id": f"O-{number}", "exhibit": f"IMG_{number:04d}.jpg", "aspect": "person",
                             "value": everybody, "analyst": "A1", "method": two, "note": three})  # fmt: skip
    yield "reports", table(reports)
    yield "testimonies", table(testimonies)
    yield "exhibits", table(exhibits)
    yield "statements", table(statements)
    yield "observations", table(observations)
    yield "places", "place_id,name,name_ar,kind,latitude,longitude\nP1,Hill Street,شارع التل,town,36.2,37.1\n"
    yield "identities", table([
        {"witness": f"W{n}", "name": person.name if n % 2 else person.name_ar, "contact": f"094400000{n}"}
        for n, person in enumerate(WITNESSES)
    ])  # fmt: skip
    yield "victims", table([
        {"person_id": f"V-{n}", "organisation": "One", "name": person.name, "name_ar": person.name_ar,
         "father": person.father, "protected": "true"}
        for n, person in enumerate(VICTIMS)
    ])  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, shared_keys: SharedKeys) -> Path:
    folder = tmp_path_factory.mktemp("people")
    (folder / "in").mkdir()
    for name, text in files(names() + numbers()):
        (folder / f"in/{name}.csv").write_text(text, encoding="utf-8")
    with shared_keys.used():
        dalil("new", folder / "x.case", *NEW)
        dalil("add", folder / "x.case", folder / "in", "--organisation", "One")
        dalil("run", folder / "x.case")
    return folder / "x.case"


def handed_over(case: Path, audience: str, shared_keys: SharedKeys) -> Path:
    out = case.parent / audience
    with shared_keys.used():
        dalil("submit", case, out, "--to", audience)
    return out


def test_four_hundred_are_planted() -> None:
    assert len(names()) > 400 and len(numbers()) > 100


def test_none_of_them_is_in_the_public_submission(case: Path, shared_keys: SharedKeys) -> None:
    assert found_in(handed_over(case, "public", shared_keys), names() + numbers()) == set()


def test_hardly_one_is_left_to_the_commission_and_each_of_those_is_on_the_list(
    case: Path, shared_keys: SharedKeys
) -> None:
    out = handed_over(case, "commission", shared_keys)
    planted = names() + numbers()
    left = found_in(out, planted)
    listed = out.with_name("commission.look.csv").read_text(encoding="utf-8")
    assert len(left) <= ALLOWED * len(planted), left
    assert [each for each in left if " ".join(each.split()) not in listed] == []
    assert "It was noon" in (out / "data/accounts.csv").read_text(encoding="utf-8")


def test_the_list_is_beside_the_submission_and_for_its_owner_alone(case: Path, shared_keys: SharedKeys) -> None:
    out = case.parent / "commission"
    out = out if out.exists() else handed_over(case, "commission", shared_keys)
    listed = out.with_name("commission.look.csv")
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    assert list(out.rglob("*look*")) == []
