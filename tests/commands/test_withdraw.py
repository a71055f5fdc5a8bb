"""Consent withdrawn on a whole case: the words are gone from every file of it, and what lives on is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.test_road import NEW, as_json, dalil

from dalil.casefile.case import Case
from dalil.casefile.facts import reading
from dalil.commands.run import rebuild

WORDS = {
    "W1": "the shell fell where the olive press stands",
    "W1b": "my cousin counted eleven of us in the cellar",
    "W2": "two aircraft came round the water tower",
}
TESTIMONIES = (
    "testimony_id,report_id,witness,consent,text,translation\n"
    f'T1,1,W1,commission,"{WORDS["W1"]}",\n'
    f'T2,1,W1,commission,,"{WORDS["W1b"]}"\n'
    f'T3,1,W2,commission,"{WORDS["W2"]}",\n'
    "T4,1,W3,commission,,\n"
)
IDENTITIES = "witness,name,contact\nW1,Nura Testworth,000\nW2,Adel Sampleman,000\n"
REPORTS = (
    "report_id,organisation,earliest,time_precision,place,latitude,longitude,kind,consent\n"
    "1,One,2016-07-05T14:00,minute,Hill Street,36.2,37.1,airstrike,commission\n"
)


@pytest.fixture
def case(tmp_path: Path, shared_keys) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in {"reports": REPORTS, "testimonies": TESTIMONIES, "identities": IDENTITIES}.items():
        (tmp_path / "in" / f"{name}.csv").write_text(text)
    dalil("new", tmp_path / "x.case", *NEW)
    dalil("add", tmp_path / "x.case", tmp_path / "in", "--organisation", "One")
    return tmp_path / "x.case"


@pytest.fixture(autouse=True)
def _keys(shared_keys):
    with shared_keys.used():
        yield


def files_with(case: Path, words: str) -> list[str]:
    return [
        str(p.relative_to(case)) for p in sorted(case.rglob("*")) if p.is_file() and words.encode() in p.read_bytes()
    ]


def said(case: Path) -> dict[str, tuple[str | None, str | None]]:
    with reading(case / "facts.duckdb") as facts:
        rows = facts.query("SELECT testimony_id, text, translation FROM testimony ORDER BY 1").fetchall()
    return {testimony_id: (text, translation) for testimony_id, text, translation in rows}


@pytest.mark.parametrize("words", WORDS.values())
def test_words_are_sealed_from_the_start_and_in_the_facts_alone(case: Path, words: str) -> None:
    assert files_with(case, words) in ([], ["facts.duckdb"])  # the facts may hold them packed
    assert words in {cell for cells in said(case).values() for cell in cells}


def test_a_rebuild_reads_the_words_again(case: Path) -> None:
    before = said(case)
    assert before["T1"] == (WORDS["W1"], None) and before["T2"] == (None, WORDS["W1b"])
    assert rebuild(case)["changed"] == [] and said(case) == before


@pytest.mark.parametrize("name", ["One/W1", "W1"])
def test_a_witness_takes_words_and_identity_with_them(case: Path, name: str) -> None:
    made = as_json("withdraw", case, name, "--reason", "asked")
    assert made["withdrawn"] == {"testimonies": ["One/T1", "One/T2"], "reports": [], "persons": ["One/W1"]}
    assert (made["identity_destroyed"], made["key_alive"]) == (True, {})
    assert said(case)["T1"] == said(case)["T2"] == (None, None)
    assert said(case)["T3"] == (WORDS["W2"], None)
    for words in (WORDS["W1"], WORDS["W1b"], "Nura Testworth"):
        assert files_with(case, words) == []
    assert rebuild(case)["changed"] == []
    assert as_json("verify", case)["passed"]


def test_one_testimony_of_two_leaves_the_key_and_says_so_with_exit_1(case: Path) -> None:
    made = as_json("withdraw", case, "T1", "--reason", "asked", ok=1)
    assert not made["identity_destroyed"]
    assert made["key_alive"] == {
        "One/W1": "other testimony of theirs stands: dalil withdraw CASE One/W1 ends all of it"
    }
    assert said(case)["T1"] == (None, None) and said(case)["T2"] == (None, WORDS["W1b"])
    assert rebuild(case)["changed"] == [] and said(case)["T1"] == (None, None)
    # the last one takes the key
    assert as_json("withdraw", case, "One/T2", "--reason", "asked")["identity_destroyed"]


def test_where_nothing_was_sealed_nothing_is_said_to_be_destroyed(case: Path) -> None:
    done = dalil("withdraw", case, "One/W3", "--reason", "asked")
    assert "there was no key to destroy" in done.output and "What remains:" in done.output


def test_an_unknown_name_is_refused_and_nothing_is_logged(case: Path) -> None:
    before = len(as_json("show", case, "log"))
    assert "nothing was withdrawn" in dalil("withdraw", case, "W9", "--reason", "asked", ok=2).output
    assert len(as_json("show", case, "log")) == before


def test_consent_withdrawn_and_key_destroyed_are_of_one_signature(case: Path) -> None:
    dalil("withdraw", case, "One/W1", "--reason", "asked")
    with Case.open(case) as opened:
        (chain,) = opened.log.chains()
        kinds = [entry.kind for entry in chain.entries]
        at = kinds.index("withdraw")
        assert kinds[at + 1] == "destroy"
        assert at + 1 not in {point.size for point in chain.checkpoints}


def test_a_second_copy_of_the_table_brings_nothing_back(case: Path, tmp_path: Path) -> None:
    dalil("withdraw", case, "One/W1", "--reason", "asked")
    again = tmp_path / "in" / "testimonies-2.csv"
    again.write_text(TESTIMONIES + "T5,1,W1,commission,other words,\n")
    assert "consent was withdrawn" in dalil("add", case, again, "--organisation", "One", ok=1).output
    assert files_with(case, "other words") == []


def test_a_later_row_of_who_withdrew_has_no_consent(case: Path, tmp_path: Path) -> None:
    dalil("withdraw", case, "One/W3", "--reason", "asked")
    later = tmp_path / "in" / "testimonies-3.csv"
    later.write_text("testimony_id,report_id,witness,consent\nT6,1,W3,public\n")
    dalil("add", case, later, "--organisation", "One")
    with reading(case / "facts.duckdb") as facts:
        assert facts.value("SELECT withdrawn_on IS NOT NULL FROM testimony WHERE testimony_id = 'T6'")


def test_a_row_that_says_it_is_withdrawn_comes_without_words(case: Path, tmp_path: Path) -> None:
    later = tmp_path / "in" / "testimonies-4.csv"
    later.write_text(
        "testimony_id,report_id,witness,consent,withdrawn_on,text\nT7,1,W7,public,2017-01-01,said and taken back\n"
    )
    dalil("add", case, later, "--organisation", "One")
    assert said(case)["T7"] == (None, None) and files_with(case, "said and taken back") == []


def test_what_remains_is_said_in_words(case: Path) -> None:
    remains = as_json("withdraw", case, "One/W2", "--reason", "asked")["remains"]
    assert any(each.startswith("the log:") for each in remains)
    assert any("pseudonym" in each for each in remains) and any("backups" in each for each in remains)
    assert not any("in clear" in each for each in remains)


def test_a_report_loses_its_consent_and_stays(case: Path) -> None:
    made = as_json("withdraw", case, "One/1", "--reason", "asked")
    assert made["withdrawn"]["reports"] == ["One/1"] and not made["run_again"]
    with reading(case / "facts.duckdb") as facts:
        assert facts.rows("SELECT report_id, consent FROM report") == [{"report_id": "One/1", "consent": []}]
