#!/usr/bin/env bash
# followthemoney 4.11.2: a time with an offset and a local time come out in one form.
# A good guess: the data model of Aleph and OpenSanctions keeps the offset of a time, or marks those that it turned
# to UTC.
# What happens: "2016-09-26T14:00:00+03:00" becomes "2016-09-26T11:00:00", and the local "2016-09-26T14:00:00" stays
# as it is. Nothing tells them apart afterwards: the two look three hours apart and were the same moment. A date it
# cannot read, "26/09/2016" among them, is dropped without an error, as is a sex in Arabic.
# Why it matters: a time decides which flight could have dropped a bomb. Three hours clear one party or accuse
# another.
# Dalil: does not use it. A time without an offset is read in the case's zone, and what cannot be read is refused by
# name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check followthemoney==4.11.2

cat >"$work/expected" <<'END'
{'startDate': ['2016-09-26T11:00:00']}
{'startDate': ['2016-09-26T14:00:00']}
{}
{}
{'gender': ['male']}
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
from followthemoney import model


def kept(schema: str, name: str, value: str) -> dict[str, list[str]]:
    entity = model.make_entity(schema)
    entity.id = "made-up"
    entity.add(name, value)
    return entity.to_dict()["properties"]


print(kept("Event", "startDate", "2016-09-26T14:00:00+03:00"))
print(kept("Event", "startDate", "2016-09-26T14:00:00"))
print(kept("Event", "startDate", "26/09/2016"))
print(kept("Person", "gender", "ذكر"))  # male
print(kept("Person", "gender", "male"))
END
diff "$work/expected" "$work/found"
echo "as recorded"
