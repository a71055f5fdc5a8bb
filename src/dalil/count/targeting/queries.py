"""The queries of aim, each a plain reading of `targeting_observed` and `targeting_draw`.

Of the two nulls the less favourable answer counts: the larger p, the larger expectation, the smaller bias.
"""

from __future__ import annotations

__all__ = [
    "expected", "expected_pairs", "observed", "p_value", "pairs_p_value", "surface", "tipping", "tipping_at",
]  # fmt: skip

# What was seen stands beside each draw: for the null of buildings with the error that struck places have.
_BESIDE = (
    "SELECT d.null_model, d.h_m, d.r_m, d.draw, d.hits, o.raids, o.is_primary,"
    " CASE d.null_model WHEN 'buildings' THEN o.matched ELSE o.hits END AS seen"
    " FROM targeting_draw d JOIN targeting_observed o USING (scope, category, h_m, r_m) WHERE {where}"
)


def observed(where: str, column: str) -> str:
    """A number of the primary cell."""
    return f"SELECT {column} FROM targeting_observed WHERE {where} AND is_primary"


def _primary(where: str) -> str:
    return f"({_BESIDE.format(where=where)} AND is_primary)"


def expected(where: str) -> str:
    """Mean hits by accident."""
    means = f"SELECT sum(hits) / count(*) AS mean FROM {_primary(where)} GROUP BY null_model"
    return f"SELECT max(mean) FROM ({means})"


def p_value(where: str) -> str:
    """(1 + draws with at least as many hits) / (1 + draws)."""
    share = "(1 + count(*) FILTER (hits >= seen)) / (1.0 + count(*))"
    each = f"SELECT {share} AS p FROM {_primary(where)} GROUP BY null_model"
    return f"SELECT max(p) FROM ({each})"


def tipping(where: str) -> str:
    """φ = o(1 − p₀) / (p₀(1 − o)): how much likelier hits on sites would have to be recorded to be expected.

    o is the share of raids with a hit as seen, p₀ that by accident. NULL where accident gives none.
    """
    shares = (
        f"SELECT any_value(seen) / any_value(raids) AS o, sum(hits) / count(*) / any_value(raids) AS p0"
        f" FROM {_primary(where)} GROUP BY null_model"
    )
    return f"SELECT min(o * (1 - p0) / (p0 * (1 - o))) FROM ({shares}) WHERE p0 > 0 AND o < 1"


def tipping_at(where: str, level: float) -> str:
    """φ at which p is `level`: that share of the draws needs no larger one to reach what was seen."""
    each = (
        "SELECT null_model, CASE WHEN hits = 0 THEN 1e9 ELSE"
        " (seen / raids) * (1 - hits / raids) / ((hits / raids) * (1 - seen / raids)) END AS phi"
        f" FROM {_primary(where)} WHERE seen < raids"
    )
    least = f"SELECT quantile_disc(phi, {level}) AS phi FROM ({each}) GROUP BY null_model"
    return f"SELECT min(phi) FROM ({least}) WHERE phi < 1e9"


def surface(where: str) -> str:
    """p of the largest standardised excess over all (h, r)."""
    moments = (
        "SELECT null_model, h_m, r_m, sum(hits) / count(*) AS mean,"
        " greatest(sqrt(greatest(sum(hits * hits) / count(*) - (sum(hits) / count(*)) ** 2, 0)), 0.5) AS sd"
        " FROM beside GROUP BY null_model, h_m, r_m"
    )
    largest = (
        "SELECT null_model, draw, max((hits - mean) / sd) AS by_accident, max((seen - mean) / sd) AS as_seen"
        " FROM beside JOIN moments USING (null_model, h_m, r_m) GROUP BY null_model, draw"
    )
    share = "(1 + count(*) FILTER (by_accident >= as_seen)) / (1.0 + count(*))"
    each = f"SELECT {share} AS p FROM ({largest}) GROUP BY null_model"
    return f"WITH beside AS ({_BESIDE.format(where=where)}), moments AS ({moments}) SELECT max(p) FROM ({each})"


def expected_pairs(scope: str) -> str:
    """Mean second strikes by accident."""
    means = f"SELECT sum(pairs) / count(*) AS mean FROM second_strike_draw WHERE {scope} GROUP BY null_model"
    return f"SELECT max(mean) FROM ({means})"


def pairs_p_value(scope: str) -> str:
    """(1 + draws with at least as many) / (1 + draws)."""
    seen = f"(SELECT count(*) FROM second_strike WHERE {scope})"
    each = (
        f"SELECT (1 + count(*) FILTER (pairs >= {seen})) / (1.0 + count(*)) AS p"
        f" FROM second_strike_draw WHERE {scope} GROUP BY null_model"
    )
    return f"SELECT max(p) FROM ({each})"
