from __future__ import annotations

import ast
from pathlib import Path

from dalil.casefile.facts import Facts
from dalil.submit.release.people.known import names_of

SOURCE = Path(__file__).resolve().parents[4] / "src/dalil"


def test_of_victims_marked_protected_the_father_goes_with_the_name(facts: Facts) -> None:
    facts.replace("victim", [
        {"victim_id": "a", "name": "Abd al-Karim Testworth", "father": "Adel", "protected": True},
        {"victim_id": "b", "name": "Nura Open"},
    ])  # fmt: skip
    assert names_of(facts, protected_only=True) == ["Abd al-Karim Adel Testworth", "Abd al-Karim Testworth"]


def test_nothing_in_the_program_cuts_a_case_without_saying_who_is_sealed() -> None:
    """The default is for tests: a call that forgets it would let sealed names out."""
    calls = [
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cut"
    ]
    assert len(calls) >= 2
    assert all(len(call.args) == 4 or "known" in {each.arg for each in call.keywords} for call in calls)
