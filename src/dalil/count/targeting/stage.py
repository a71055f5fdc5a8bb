"""Beyond the accidental: figures of aim, of what bias would explain it, and of second strikes.

One question is set before the search: displacement h and radius r of case.toml. Half and twice of each make the
surface, which has a p-value of its own (largest standardised excess over all its cells).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dalil.casefile.facts import Facts
from dalil.casefile.settings import Settings
from dalil.count.figures import Category, Coded, Counting, Figure, Refusal, Said
from dalil.count.scopes import Selection, quoted
from dalil.count.targeting import queries
from dalil.count.targeting.nulls import Aim, Buildings, buildings_around, displaced, hits, matched_hits, replaced
from dalil.count.targeting.second import second_strike_draws, second_strikes, times_of
from dalil.count.targeting.strikes import Strikes, located_strikes, sites_of
from dalil.kernels import Floats

__all__ = ["targeting_figures"]


_FEWEST_RAIDS = 10  # with fewer, no arrangement of raids is rare enough to call aim
_FEWEST_BUILDINGS = 5  # others that a site could have been: with fewer, exchanging it changes too little to compare
_MOST_MOVES = 3_000_000  # strikes × draws of one null: a wide register gets fewer draws, never fewer than 199


def targeting_figures(facts: Facts, settings: Settings, selection: Selection) -> Counting:
    """Aim at each kind of site that the case asks about, and second strikes.

    Takes incident, incident_report, report, location, site. Appends to aimed_strike, targeting_observed,
    targeting_draw, second_strike, second_strike_draw. Refuses, with the reason: what was chosen by hand or by
    what it hit, too few raids, no sites, no other buildings to compare with.
    """
    found = Counting()
    reason = "selected_by_hand" if selection.by_hand else "selected_by_outcome" if selection.by_outcome else ""
    centre = _centre(facts, selection)
    if reason or centre is None:
        found.refusals.append(Refusal("targeting", selection, reason or "no_incidents"))
        return found
    strikes = located_strikes(facts, settings, selection, centre)
    _strike_rows(facts, selection, strikes)
    found.figures += _left_out(facts, selection)
    if len(set(strikes.raid.tolist())) < _FEWEST_RAIDS:
        found.refusals.append(Refusal("targeting", selection, "too_few_raids", (("least", str(_FEWEST_RAIDS)),)))
        return found
    for category, kinds in settings.count.aim_sites.items():
        _Question(facts, settings, selection, strikes, category).ask(found, kinds, centre)
    _second(facts, settings, selection, strikes, found)
    return found


def _centre(facts: Facts, selection: Selection) -> tuple[float, float] | None:
    """The middle of the incidents' hull, to the thousandth of a degree; only distances are taken from it."""
    ends = facts.query(
        "SELECT min(latitude), max(latitude), min(longitude), max(longitude) FROM incident"
        f" WHERE {selection.where} AND latitude IS NOT NULL AND longitude IS NOT NULL"
    ).fetchone()
    if ends is None or ends[0] is None:
        return None
    return round((ends[0] + ends[1]) / 2, 3), round((ends[2] + ends[3]) / 2, 3)


def _strike_rows(facts: Facts, selection: Selection, strikes: Strikes) -> None:
    used = [
        {"scope": selection.id, "incident_id": name, "raid": raid}
        for name, raid in zip(strikes.ids, strikes.raid.tolist(), strict=True)
    ]
    left = [{"scope": selection.id, "incident_id": name, "left_out": why} for name, why in strikes.left_out.items()]
    facts.append("aimed_strike", used + left)


def _figure(
    facts: Facts, selection: Selection, name: str, query: str, key: str, words: tuple[Said, ...], unit: str, kind: str
) -> Figure:
    value = facts.value(query)
    rows = facts.value(f"SELECT count(*) FROM aimed_strike WHERE scope = {quoted(selection.id)} AND left_out IS NULL")
    shown = None if value is None else float(value)
    return Figure(name, shown, unit, query, int(rows), key, selection, words, kind=kind)


def _left_out(facts: Facts, selection: Selection) -> list[Figure]:
    counts = (("strikes", "left_out IS NULL"), ("left_out.from_name", "left_out = 'from_name'"),
              ("left_out.no_precise_place", "left_out = 'no_precise_place'"))  # fmt: skip
    return [
        _figure(facts, selection, f"targeting.{name}",
                f"SELECT count(*) FROM aimed_strike WHERE scope = {quoted(selection.id)} AND {condition}",
                "targeting_" + name.replace("left_out.", "").replace(".", "_"), (), "incidents", "total")
        for name, condition in counts
    ]  # fmt: skip


class _Question:
    """Were sites of one kind hit more often than accident explains?"""

    def __init__(self, facts: Facts, settings: Settings, selection: Selection, strikes: Strikes, category: str) -> None:
        self.facts, self.settings, self.selection = facts, settings, selection
        self.strikes, self.category = strikes, category
        self.rng = np.random.default_rng([settings.count.seed, *category.encode()])

    def ask(self, found: Counting, kinds: tuple[str, ...], centre: tuple[float, float]) -> None:
        """Draw both nulls on the whole surface, write them, and read the figures from what was written."""
        sites = sites_of(self.facts, kinds, centre)
        if not len(sites):
            found.refusals.append(Refusal(f"targeting.{self.category}", self.selection, "no_sites"))
            return
        ordinary = sites_of(self.facts, ("other",), centre)
        # The question as it was set first; half and twice of it say whether the answer hangs on the setting.
        for scale in (1.0, 0.5, 2.0):
            compared = self._compared(sites, ordinary, scale * self.settings.count.aim_displacement_m)
            if compared is None:
                found.refusals.append(Refusal(f"targeting.{self.category}", self.selection, "no_buildings"))
                return
            self._draw(*compared, scale * self.settings.count.aim_displacement_m)
        found.figures += self._figures()

    def _compared(self, sites: Floats, ordinary: Floats, h: float) -> tuple[Aim, Buildings] | None:
        options = self.settings.count
        # A stated radius is taken for two standard deviations of the place that it is meant to hold.
        error = np.hypot(options.aim_error_m, self.strikes.radius_m / 2)
        aim = Aim(self.strikes.points, self.strikes.raid, sites, error)
        around = buildings_around(aim, ordinary, 2 * h, options.aim_radius_m / 2, _FEWEST_BUILDINGS)
        kept = np.array([len(near) > 0 for near in around.of_site])
        if not kept.any():
            return None
        listed = tuple(near for near in around.of_site if len(near))
        return replace(aim, sites=sites[kept]), replace(around, of_site=listed)

    def _draw(self, aim: Aim, buildings: Buildings, h: float) -> None:
        options = self.settings.count
        radii = options.aim_radius_m * np.array([1.0, 0.5, 2.0])
        draws = min(options.aim_draws, max(199, _MOST_MOVES // len(aim.strikes)))
        seen, matched = hits(aim, radii), matched_hits(aim, radii, self.rng)
        if len(buildings.raid) and buildings.raid[0] < 0:
            matched = seen.astype(np.float64)  # listed buildings have no error, and sites need none
        by_null = {
            "displaced": displaced(aim, h, radii, draws, self.rng),
            "buildings": replaced(aim, buildings, radii, draws, self.rng),
        }
        for n, radius in enumerate(radii.tolist()):
            cell = {"scope": self.selection.id, "category": self.category, "h_m": h, "r_m": radius}
            primary = h == options.aim_displacement_m and radius == options.aim_radius_m
            self.facts.append("targeting_observed", [
                cell | {"is_primary": primary, "raids": aim.raids, "sites": len(aim.sites), "hits": int(seen[n]),
                        "matched": float(matched[n])}
            ])  # fmt: skip
            self.facts.append("targeting_draw", [
                cell | {"null_model": null, "draw": draw, "hits": count}
                for null, drawn in by_null.items() for draw, count in enumerate(drawn[:, n].tolist())
            ])  # fmt: skip

    def _figures(self) -> list[Figure]:
        where = f"scope = {quoted(self.selection.id)} AND category = {quoted(self.category)}"
        asked = (
            ("sites", queries.observed(where, "sites"), "sites", "total"),
            ("raids", queries.observed(where, "raids"), "raids", "total"),
            ("hits", queries.observed(where, "hits"), "raids", "total"),
            ("expected", queries.expected(where), "raids", "test"),
            ("p", queries.p_value(where), "p", "test"),
            ("tipping", queries.tipping(where), "ratio", "test"),
            ("tipping_05", queries.tipping_at(where, 0.05), "ratio", "test"),
            ("surface_p", queries.surface(where), "p", "test"),
        )
        figures = [
            _figure(self.facts, self.selection, f"targeting.{self.category}.{name}", query, f"targeting_{name}",
                    (Coded(self.category),), unit, kind)
            for name, query, unit, kind in asked
        ]  # fmt: skip
        of = Category("object", self.category)
        return [replace(figure, of=of) for figure in figures if figure.value is not None]


def _second(facts: Facts, settings: Settings, selection: Selection, strikes: Strikes, found: Counting) -> None:
    times = times_of(strikes, settings)
    pairs = second_strikes(strikes, times, settings.count.second_strike_m)
    facts.append("second_strike", [_pair_row(selection, strikes, later, earlier) for later, earlier in pairs])
    drawn = second_strike_draws(strikes, times, settings, np.random.default_rng(settings.count.seed))
    rows: list[dict[str, Any]] = [
        {"scope": selection.id, "null_model": null, "draw": draw, "pairs": count}
        for null, counts in drawn.items()
        for draw, count in enumerate(counts)
    ]
    facts.append("second_strike_draw", rows)
    scope = f"scope = {quoted(selection.id)}"
    asked = (
        ("count", f"SELECT count(*) FROM second_strike WHERE {scope}", "incidents", "total"),
        ("expected", queries.expected_pairs(scope), "incidents", "test"),
        ("p", queries.pairs_p_value(scope), "p", "test"),
    )
    found.figures += [
        _figure(facts, selection, f"second_strikes.{name}", query, f"second_strikes_{name}", (), unit, kind)
        for name, query, unit, kind in asked
    ]


def _pair_row(selection: Selection, strikes: Strikes, later: int, earlier: int) -> dict[str, Any]:
    metres = float(np.hypot(*(strikes.points[later] - strikes.points[earlier])))
    minutes = float(strikes.at_s[later] - strikes.at_s[earlier]) / 60
    return {
        "scope": selection.id, "incident_id": strikes.ids[later], "after_incident_id": strikes.ids[earlier],
        "minutes": round(minutes, 1), "metres": round(metres, 1),
    }  # fmt: skip
