"""The forms of entries: what each kind must hold, and that what is newer or destroyed is let through."""

import pytest

from dalil.vault.log.schema import FORMS, fault_of

HASH = "ab" * 32
GOOD = {
    "settings": {"sha256": HASH, "size": 3},
    "codebook": {"sha256": HASH, "size": 0},
    "seal": {"sha256": HASH, "size": 1, "file_name": "a", "organisation": "", "metadata": {"role": "table"}},
    "read": {
        "sha256": HASH, "file_name": "a", "reader": "plain", "reader_version": 1, "as": "", "organisation": "A",
        "as_of": "2016-12-01", "mapping_sha256": "",
    },
    "identity": {"person": "ab", "recipient": "age1" + "q" * 58},
    "sealed_file": {"original": "ab", "persons": 2},
    "destroy": {"person": "ab"},
    "join": {"heads": {"c": [3, HASH]}},
    "run": {
        "stages": ["link"], "engine": "duckdb", "settings": HASH, "codebook": "", "position": {"c": 3}, "versions": {},
    },
    "declare": {"format": 1},
    "learned": {"stage": "link"},
    "decide": {"kind": "merge", "a": ["A/1"], "b": ["A/2"]},
    "withdraw": {"testimonies": [], "reports": ["A/1"]},
    "read_out": {"sha256": HASH},
    "export": {"audience": "public"},
    "submit": {"audience": "public", "languages": ["en"], "bag": HASH},
}  # fmt: skip


def test_there_is_an_example_of_each_kind() -> None:
    assert GOOD.keys() == FORMS.keys()


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_what_a_kind_needs_is_enough(kind: str) -> None:
    body = {"pack": HASH, "sealed": [HASH]}
    assert fault_of(kind, body, GOOD[kind]) is None
    assert fault_of(kind, body, {**GOOD[kind], "more": 1}) is None
    assert fault_of(kind, body, None) is None  # its details were destroyed


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in FORMS for name in FORMS[kind]])
def test_nothing_of_it_may_be_missing(kind: str, name: str) -> None:
    details = {key: value for key, value in GOOD[kind].items() if key != name}
    assert name in str(fault_of(kind, {"sealed": [HASH]}, details))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("seal", {"size": -1}), ("seal", {"size": True}), ("seal", {"sha256": HASH.upper()}),
        ("seal", {"file_name": 1}),
        ("seal", {"metadata": {"role": 3}}), ("read", {"as_of": "2016-13-01"}), ("read", {"mapping_sha256": "x"}),
        ("run", {"position": {"c": "3"}}), ("run", {"stages": "link"}), ("decide", {"kind": "erase"}),
        ("decide", {"kind": "retract", "a": ["x", "y"]}), ("decide", {"b": "A/2"}), ("decide", {"by": 7}),
        ("identity", {"recipient": "age1x"}), ("join", {"heads": {"c": [3]}}), ("withdraw", {"reports": [1]}),
    ],
)  # fmt: skip
def test_another_form_is_named(kind: str, change: dict[str, object]) -> None:
    fault = fault_of(kind, {"sealed": [HASH]}, {**GOOD[kind], **change})
    assert fault and any(name in fault for name in change)


def test_a_kind_of_a_newer_version_is_let_through() -> None:
    assert fault_of("unheard_of", {}, {"anything": None}) is None


def test_an_entry_without_any_details_is_named() -> None:
    assert fault_of("seal", {}, None) == "no details"
    assert fault_of("secret", {"sealed": [], "recipients": []}, None) == "sealed: expected one name"


def test_what_is_read_out_is_an_original_or_a_sealed_file() -> None:
    assert fault_of("read_out", {"pack": HASH}, {"sealed": HASH}) is None
    assert fault_of("read_out", {"pack": HASH}, {}) == "sha256 or sealed: expected a SHA-256"
