"""m(C): how well one attack explains the reports of a cluster, its true time, place and toll integrated out.

Every report is a statement with an error of its own, given the one truth; so n reports of one attack are one
coincidence, not n(n−1)/2. For a single report each integral is 1 (or its figure's marginal), and what is returned
is always log m(C) − Σ log m({i}).

- Time: a report's density over the true moment is a sum of boxes, its interval shifted and widened as in
  `boxes_in` with the masses `time_mass` of its class (see `classes`); the product of such densities is piecewise
  constant and is integrated exactly.
- Place: Gaussian mixtures around each place that the report could mean, widths growing with its radius; the
  product is integrated by moment matching, the most exact report first (Gaussian filtering).
- Figures: see `figures`.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from dalil.geo.earth import KM_PER_DEGREE
from dalil.kernels import Floats, Int16s, Ints, kernel
from dalil.link.reports.columns import Reports
from dalil.link.reports.figures import OPTIONS, FigureModel

__all__ = [
    "PLACE_WIDTHS", "TIME_BOXES", "Evidence", "boxes_in", "evidence", "figure_score", "order_of",
    "place_score", "time_box", "time_score",
]  # fmt: skip

_HOUR, _MINUTE = 1 / 24, 1 / 1440
TIME_BOXES = np.array([
    [0.0, 3 * _MINUTE], [0.0, 8 * _MINUTE], [0.0, 16 * _MINUTE], [0.0, 35 * _MINUTE], [0.0, 1.5 * _HOUR],
    [0.0, 30 * _HOUR], [0.0, 10.0],
    [1.0, 16 * _MINUTE], [-1.0, 16 * _MINUTE], [12 * _HOUR, 16 * _MINUTE], [-12 * _HOUR, 16 * _MINUTE],
])  # fmt: skip
"""How a stated interval may be wrong: (shift, widening), days. A watch's error, a rounded quarter of an hour, half an
hour's, an hour's, a day's and a gross error; the same time of the day after or before; morning for evening.
`boxes_in` adds local time taken for UTC and the reverse."""


def boxes_in(zone: ZoneInfo, year: int) -> Floats:
    """(boxes, 2) all that may be wrong with a time in `zone`."""
    offsets = [datetime(year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7)]
    days = [offset / timedelta(days=1) for offset in offsets]
    shift, margin = (days[0] + days[1]) / 2, abs(days[0] - days[1]) / 2 + 16 * _MINUTE
    return np.vstack([TIME_BOXES, [[shift, margin], [-shift, margin]]])


PLACE_WIDTHS = np.array([[0.3, 0.06], [0.5, 0.2], [1.2, 1.0], [3.0, 8.0]])
"""Standard deviations: (of the radius, kilometres besides), for a point better than it says, right, loose, wrong."""


class Evidence(NamedTuple):
    """What the kernels read, as plain arrays."""

    earliest: Floats
    latest: Floats
    first: Ints
    latitude: Floats
    longitude: Floats
    radius_km: Floats
    share: Floats
    figures: Int16s
    boxes: Floats
    time_mass: Floats
    place_mass: Floats
    prior: Floats
    stated: Floats
    marginal: Floats
    exact: Floats
    time_class: Ints
    place_class: Ints


def evidence(reports: Reports, boxes: Floats, time_mass: Floats, place_mass: Floats, model: FigureModel) -> Evidence:
    """Bring the reports and the parameters of their errors together."""
    marginal = np.einsum("fmn,fn->fm", model.stated, model.prior)
    return Evidence(
        reports.earliest, reports.latest, reports.first, reports.latitude, reports.longitude, reports.radius_km,
        reports.share, reports.figures, boxes, time_mass, place_mass, model.prior, model.stated, marginal, model.exact,
        reports.time_class, reports.place_class,
    )  # fmt: skip


@kernel
def order_of(values: Floats) -> Ints:
    """Places of `values` in ascending order, of equals the first first. Shell's sort, for some hundred values at most:
    numba takes a second to compile each of numpy's."""
    order = np.arange(values.size)
    gap = 1
    while gap < values.size // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for start in range(gap, values.size):
            moved, place = order[start], start
            while place >= gap and (
                values[order[place - gap]] > values[moved]
                or (values[order[place - gap]] == values[moved] and order[place - gap] > moved)
            ):
                order[place] = order[place - gap]
                place -= gap
            order[place] = moved
        gap //= 3
    return order


@kernel
def time_box(e: Evidence, report: int, box: int) -> tuple[float, float]:
    """The ends of one box of a report, days."""
    shift, margin = e.boxes[box, 0], e.boxes[box, 1]
    return e.earliest[report] + shift - margin, e.latest[report] + shift + margin


@kernel
def _time_density(e: Evidence, report: int, moment: float) -> float:
    density = 0.0
    for box in range(e.boxes.shape[0]):
        low, high = time_box(e, report, box)
        if low <= moment <= high:
            density += e.time_mass[e.time_class[report], box] / (high - low)
    return density


@kernel
def time_score(e: Evidence, members: Ints) -> float:
    """log ∫ Π g_i(τ) dτ, in 1/days for each report after the first."""
    edges = np.empty(members.size * 2 * e.boxes.shape[0])
    used = 0
    timed = np.empty(members.size, np.int64)
    count = 0
    for report in members:
        if np.isnan(e.earliest[report]):
            continue
        timed[count] = report
        count += 1
        for box in range(e.boxes.shape[0]):
            edges[used], edges[used + 1] = time_box(e, report, box)
            used += 2
    if count < 2:
        return 0.0
    # Between two neighbouring edges every density is constant, so that the middle stands for the whole stretch.
    edges = edges[:used][order_of(edges[:used])]
    total = 0.0
    for place in range(used - 1):
        length = edges[place + 1] - edges[place]
        if length <= 0.0:
            continue
        moment = edges[place] + 0.5 * length
        product = length
        for number in range(count):
            product *= _time_density(e, timed[number], moment)
            if product == 0.0:
                break
        total += product
    return math.log(total) if total > 0.0 else -60.0


@kernel
def _variance(width: Floats, radius_km: float) -> float:
    return float((width[0] * radius_km) ** 2 + width[1] ** 2)


@kernel
def _chain(e: Evidence, order: Ints, latitude: float, longitude: float, variance: float) -> float:
    """Π over the later reports of their density, the estimate of the place being updated with each."""
    log_total = 0.0
    cosine = math.cos(math.radians(latitude))
    for report in order[1:]:
        density, best, best_at, best_variance = 0.0, -1.0, 0, 0.0
        for at in range(e.first[report], e.first[report + 1]):
            dy = (e.latitude[at] - latitude) * KM_PER_DEGREE
            dx = (e.longitude[at] - longitude) * KM_PER_DEGREE * cosine
            for width in range(PLACE_WIDTHS.shape[0]):
                own = _variance(PLACE_WIDTHS[width], e.radius_km[at])
                sum_ = own + variance
                part = e.share[at] * e.place_mass[e.place_class[report], width]
                part *= math.exp(-0.5 * (dx * dx + dy * dy) / sum_) / sum_
                density += part
                if part > best:
                    best, best_at, best_variance = part, at, own
        if density <= 0.0:
            return -60.0
        log_total += math.log(density / (2.0 * math.pi))
        # Kalman's gain: the estimate moves towards the likeliest of the report's places.
        gain = variance / (variance + best_variance)
        latitude += gain * (e.latitude[best_at] - latitude)
        longitude += gain * (e.longitude[best_at] - longitude)
        variance *= 1.0 - gain
    return log_total


@kernel
def place_score(e: Evidence, members: Ints) -> float:
    """log ∫ Π g_i(x) dx, in 1/km² for each report after the first."""
    order = np.empty(members.size, np.int64)
    exactness = np.empty(members.size)
    count = 0
    for report in members:
        places = e.first[report + 1] - e.first[report]
        if places > 0:
            order[count] = report
            # Whoever could mean several places is no good beginning, however small they are.
            exactness[count] = e.radius_km[e.first[report]] + 1000.0 * (places - 1)
            count += 1
    if count < 2:
        return 0.0
    order = order[:count][order_of(exactness[:count])]
    total = 0.0
    lead = order[0]
    for at in range(e.first[lead], e.first[lead + 1]):
        for width in range(PLACE_WIDTHS.shape[0]):
            variance = _variance(PLACE_WIDTHS[width], e.radius_km[at])
            chained = _chain(e, order, e.latitude[at], e.longitude[at], variance)
            total += e.share[at] * e.place_mass[e.place_class[lead], width] * math.exp(chained)
    return max(math.log(total), -60.0) if total > 0.0 else -60.0


@kernel
def _stating(e: Evidence, figure: int, report: int) -> int:
    stated = 0
    for option in range(OPTIONS):
        stated += e.figures[report, figure, option] >= 0
    return stated


@kernel
def _add_reading(e: Evidence, figure: int, report: int, likelihood: Floats) -> None:
    """Add P(what the report states | n) / P(what it states) over the true values n to `likelihood`."""
    alone = 0.0
    for option in range(OPTIONS):
        stated = e.figures[report, figure, option]
        if stated >= 0:
            alone += e.marginal[figure, stated]
    for option in range(OPTIONS):
        stated = e.figures[report, figure, option]
        if stated >= 0:
            for true in range(likelihood.size):
                likelihood[true] += e.stated[figure, stated, true] / alone


@kernel
def figure_score(e: Evidence, members: Ints, repeats: Ints, figure: int) -> float:
    """log Σ_n q(n) Π P(m_i | n) / P(m_i), over the reports that state the figure.

    `repeats` gives for each member the place of the one whose statement it repeats (its own: none). Of a statement
    and its repeats, an update mostly, any one may be the figure that counts.
    """
    product = e.prior[figure].copy()
    groups = 0
    for place in range(members.size):
        if repeats[place] != place:
            continue
        likelihood = np.zeros(product.size)
        versions = 0
        for other in range(place, members.size):
            if repeats[other] == place and _stating(e, figure, members[other]) > 0:
                _add_reading(e, figure, members[other], likelihood)
                versions += 1
        if versions:
            groups += 1
            product *= likelihood / versions
    return math.log(max(float(product.sum()), 1e-300)) if groups > 1 else 0.0
