#!/usr/bin/env bash
# Splink 5.0.0: two people without a name agree on their name.
# A good guess: a cell left empty counts as missing, as None does, and says nothing for or against a pair.
# What happens: an empty text is a value. Two of them are an exact match and bring the full weight of one (here 10
# bits, as two equal names do); an empty one beside a name counts as a different name. Only None is neutral.
# Python's own csv module gives empty text for an empty cell; pandas does not.
# Why it matters: lists of the dead hold many rows "unidentified". Linked as they come, those of one town and age
# can become one person, and the count of the dead falls.
# Dalil: hands Splink None where a cell is empty (the readers in src/dalil/intake do so for every column).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check splink==5.0.0 pandas==3.1.1 duckdb==2.0.1

cat >"$work/expected" <<'END'
two equal names    level 2 weight 10
two empty names    level 2 weight 10
a name and ''      level 0 weight -5
a name and None    level -1 weight 0
two missing names  level -1 weight 0
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import logging

import pandas
import splink
import splink.comparison_library as compare

logging.disable(logging.CRITICAL)
rows = [("A", "salem haddad"), ("A", "salem haddad"), ("B", ""), ("B", ""), ("C", "salem haddad"), ("C", "")]
rows += [("D", "salem haddad"), ("D", None), ("E", None), ("E", None)]
table = pandas.DataFrame([{"unique_id": n, "pair": pair, "name": name} for n, (pair, name) in enumerate(rows)])
settings = splink.SettingsCreator(
    link_type="dedupe_only",
    comparisons=[compare.JaroWinklerAtThresholds("name", [0.9])],
    blocking_rules_to_generate_predictions=[splink.block_on("pair")],
    probability_two_random_records_match=0.5,
    additional_columns_to_retain=["pair"],
)
pairs = splink.Linker(splink.DuckDBAPI().register(table), settings).inference.predict().as_pandas_dataframe()
told = ("two equal names", "two empty names", "a name and ''", "a name and None", "two missing names")
for what, (_, row) in zip(told, pairs.sort_values("pair_l").iterrows(), strict=True):
    print(f"{what:18} level {row['gamma_name']} weight {round(row['match_weight'])}")
END
diff "$work/expected" "$work/found"
echo "as recorded"
