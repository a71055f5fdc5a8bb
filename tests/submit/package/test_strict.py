"""JSON and CSV that two readers could read differently."""

from __future__ import annotations

import pytest

from dalil.submit.package.strict import load_csv, load_json


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"a": 1, "a": 2}', "a key given twice: a"),
        (b'[{"b": {"a": 1, "c": 3, "a": 1}}]', "a key given twice: a"),
        (b"[NaN]", "NaN is no number"),
        (b"[-Infinity]", "-Infinity is no number"),
        (b"\xff\xfe{\x00}\x00", "decode"),
        (b"[" * 100_000, "nested without end"),
        (b"[1", "delimiter"),
        (b"[" + b"9" * 5_000 + b"]", "limit"),
    ],
)
def test_json_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        load_json(content)


def test_json_is_read() -> None:
    assert load_json('{"a": [1, 2.5, null, "ä"]}'.encode()) == {"a": [1, 2.5, None, "ä"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,a\r\n1,2\r\n", "a name given twice"),
        (b"", "without names"),
        (b"a,b\r\n1\r\n", "line 2: 1 cells under 2 columns"),
        (b"a,b\r\n1,2,3\r\n", "line 2: 3 cells"),
        (b"a\r\n\xff\r\n", "decode"),
    ],
)
def test_csv_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        load_csv(content)


def test_csv_is_read() -> None:
    assert load_csv(b'a,b\r\n"1\n2",x\r\n') == [{"a": "1\n2", "b": "x"}]
