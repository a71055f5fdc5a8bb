"""Names in two scripts, on public lists of pairs: spellings of one name meet, of two names do not.

Nothing was fitted to these lists. Only counts are asserted and shown, because some of them name real people.
"""

import csv
import gzip
import json
import random

import pytest

from dalil import names

SAMPLE = 2000


def table(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def google(folder):
    return [(row["ar"], row["en"]) for row in table(folder / "arabic_names/google_ar2en.csv.gz")]


def persons(folder):
    rows = table(folder / "arabic_names/anetac_en_ar.csv.gz")
    return [(row["ar"], row["en"]) for row in rows if row["class"] == "PERSON"]


def victims(folder):
    with gzip.open(folder / "airwars_syria/victims.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(r["name_local"], r["name_original"]) for r in rows if r.get("name_local") and r.get("name_original")]


def places(folder):
    return [(row["name_ar"], row["name"]) for row in table(folder / "syria_gazetteer/places.csv.gz") if row["name_ar"]]


@pytest.mark.parametrize(("read", "equal", "alike"), [
    (google, 0.75, 0.90), (persons, 0.80, 0.92), (victims, 0.78, 0.93), (places, 0.65, 0.93),
], ids=["words of an encyclopaedia", "persons", "victims", "places"])  # fmt: skip
def test_one_name_meets_itself_in_the_other_script(real_data, read, equal, alike):
    """`equal`: the same skeletons; `alike`: similarity of .6 or more."""
    pairs = read(real_data)
    pairs = random.Random(1).sample(pairs, min(SAMPLE, len(pairs)))
    assert sum(names.key(a) == names.key(b) for a, b in pairs) >= equal * len(pairs)
    assert sum(names.similarity(a, b) >= 0.6 for a, b in pairs) >= alike * len(pairs)


@pytest.mark.parametrize("read", [google, persons, victims, places])
def test_two_names_do_not_meet(real_data, read):
    pairs = random.Random(2).sample(read(real_data), SAMPLE)
    others = [other for _, other in pairs[1:] + pairs[:1]]
    assert sum(names.similarity(a, b) >= 0.6 for (a, _), b in zip(pairs, others, strict=True)) <= 0.01 * SAMPLE
