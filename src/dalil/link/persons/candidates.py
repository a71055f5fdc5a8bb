"""Which two rows of victim lists are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dalil import names
from dalil.casefile.facts import Facts
from dalil.kernels import Floats, Mask
from dalil.link.persons.rows import Victim
from dalil.link.reports.keyed_hash import blind

__all__ = ["FAR_DAYS", "NEAR_DAYS", "Met", "candidate_rows"]

NEAR_DAYS = 1
"""Between the dates that two lists give one death: the attack, the burial."""

FAR_DAYS = 30
"""Between dates of rows with one full name, the father's in it."""

_LEAST = 0.02  # probability that two attacks of the register are one, under which their victims do not meet
_ANOTHER = 0.05  # share of a person's rows that a list has in another attack


@dataclass(frozen=True, slots=True)
class Met:
    """Pairs of places in a list of rows. `by_name`: only their names brought the two together. `log_attack`: where the
    register has them in two attacks, log of the share of draws in which these are one, or of lists that mistake the
    attack; 0 where it has them in one, or a row names none.
    """

    pairs: list[tuple[int, int]]
    by_name: Mask
    log_attack: Floats


_CANDIDATES = """
WITH v AS (SELECT * FROM victim_row), dated AS (
    SELECT n, day + unnest(generate_series(-{near}, {near}))::INTEGER AS near FROM v
), perhaps_one AS (
    SELECT x.incident_id AS one, y.incident_id AS other, max(probability) AS share
    FROM pair JOIN incident_report AS x ON x.report_id = a JOIN incident_report AS y ON y.report_id = b
    WHERE x.incident_id <> y.incident_id AND probability >= {least} GROUP BY ALL
)
SELECT least(a, b) AS a, greatest(a, b) AS b, bool_and(by_name), max(share) FROM (
    SELECT l.n AS a, r.n AS b, false AS by_name, NULL AS share FROM v AS l JOIN v AS r
    ON l.incident_id = r.incident_id AND l.sex = r.sex
    UNION ALL
    SELECT l.n, r.n, false, share FROM perhaps_one JOIN v AS l ON l.incident_id = one
    JOIN v AS r ON r.incident_id = other AND l.sex = r.sex
    UNION ALL
    SELECT l.n, r.n, false, NULL FROM v AS l JOIN dated AS d USING (n) JOIN v AS r ON r.day = d.near AND l.sex = r.sex
    WHERE (l.incident_id IS NULL OR r.incident_id IS NULL) AND (list_has_any(l.places, r.places) OR l.age = r.age)
    UNION ALL
    SELECT l.n, r.n, true, NULL FROM v AS l JOIN dated AS d USING (n) JOIN v AS r ON r.day = d.near AND l.sex = r.sex
    WHERE list_has_any(l.keys, r.keys)
    UNION ALL
    SELECT l.n, r.n, true, NULL FROM (SELECT n, day, unnest(full_names) AS name FROM v) AS l
    JOIN (SELECT n, day, unnest(full_names) AS name FROM v) AS r USING (name)
    WHERE coalesce(abs(l.day - r.day) <= {far}, true)
) WHERE a <> b GROUP BY 1, 2 ORDER BY 1, 2
"""


def candidate_rows(facts: Facts, victims: list[Victim]) -> Met:
    """Pairs of one attack, or of two that the draws sometimes make one; within a day and of one place, age or word of
    a name; or of one full name (three words at least) within a month. A row without sex meets both.

    Takes: pair, incident_report.
    """
    rows = [
        (n, victim.incident_id, sex, victim.age, victim.day, sorted(victim.places), *_keys(victim))
        for n, victim in enumerate(victims)
        for sex in ([victim.sex] if victim.sex else ["male", "female"])  # open: it meets both
    ]
    facts.make("victim_row", rows)
    found = facts.query(_CANDIDATES.format(near=NEAR_DAYS, far=FAR_DAYS, least=_LEAST)).fetchall()
    facts.query("DROP TABLE victim_row")
    attacks = [{victims[n].incident_id for n in each[:2]} - {None} for each in found]
    # Two attacks that no draw makes one: then a list took the one for the other.
    share = [(each[3] or _ANOTHER) if len(two) > 1 else 1.0 for each, two in zip(found, attacks, strict=True)]
    by_name = np.array([each[2] for each in found], dtype=np.bool_)
    return Met([each[:2] for each in found], by_name, np.log(np.array(share, dtype=np.float64)))


def _keys(victim: Victim) -> tuple[list[str], list[str]]:
    """Blinded skeletons of the words of its name, and of its whole name with the father's where that makes three."""
    bones = [tuple(map(names.skeleton, words)) for words in victim.spellings]
    father = (names.skeleton(victim.father),) if victim.father and " " not in victim.father else ()
    # With the father's name put in the middle "Walid Yasin" of one list meets "Walid Jamal Yasin" of another.
    whole = {" ".join(each if len(each) > 2 else (each[0], *father, each[-1])) for each in bones if len(each) > 1}
    return [blind(bone) for each in bones for bone in each], [blind(name) for name in whole if name.count(" ") > 1]
