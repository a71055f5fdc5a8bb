"""m(C): how well one attack explains the reports of a cluster, its true time, place and toll integrated out.

Every report is a statement with an error of its own, given the one truth; so n reports of one attack are one
coincidence, not n(n−1)/2. For a single report each integral is 1 (or its figure's marginal), and what is returned
is always log m(C) − Σ log m({i}).

- Time: a report's density over the true moment is a sum of boxes, its interval shifted and widened as in
  `TIME_BOXES` with the masses `time_mass`; the product of such densities is piecewise constant and is integrated
  exactly.
- Place: Gaussian mixtures around each place that the report could mean, widths growing with its radius; the
  product is integrated by moment matching, the most exact report first (Gaussian filtering).
- Figures: see `figures`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dalil.link.compiled import kernel
from dalil.link.figures import OPTIONS, FigureModel
from dalil.link.reports import Floats, Ints, Reports

__all__ = [
    "PLACE_WIDTHS", "TIME_BOXES", "Evidence", "evidence", "figure_score", "place_mass_of", "place_score", "time_box",
    "time_score",
]  # fmt: skip

_HOUR, _MINUTE = 1 / 24, 1 / 1440
TIME_BOXES = np.array([
    [0.0, 3 * _MINUTE], [0.0, 16 * _MINUTE], [0.0, 1.5 * _HOUR], [0.0, 30 * _HOUR], [0.0, 10.0],
    [1.0, 16 * _MINUTE], [-1.0, 16 * _MINUTE], [12 * _HOUR, 16 * _MINUTE], [-12 * _HOUR, 16 * _MINUTE],
])  # fmt: skip
"""How a stated interval may be wrong: (shift, widening), days. A watch's error, a rounded quarter of an hour, an
hour's, a day's and a gross error; the same time of the day after or before; morning for evening."""

PLACE_WIDTHS = np.array([[0.15, 0.1], [0.5, 0.2], [1.2, 1.0], [3.0, 8.0]])
"""Standard deviations: (of the radius, kilometres besides), for a point better than it says, right, loose, wrong."""

KM_PER_DEGREE = 111.195


class Evidence(NamedTuple):
    """What the kernels read, as plain arrays."""

    earliest: Floats
    latest: Floats
    first: Ints
    latitude: Floats
    longitude: Floats
    radius_km: Floats
    share: Floats
    figures: NDArray[np.int16]
    time_mass: Floats
    place_mass: Floats
    prior: Floats
    stated: Floats
    marginal: Floats
    exact: Floats
    narrow: Floats


def evidence(reports: Reports, time_mass: Floats, place_mass: Floats, model: FigureModel, narrow: Floats) -> Evidence:
    """Bring the reports and the parameters of their errors together."""
    marginal = np.einsum("fmn,fn->fm", model.stated, model.prior)
    return Evidence(
        reports.earliest, reports.latest, reports.first, reports.latitude, reports.longitude, reports.radius_km,
        reports.share, reports.figures, time_mass, place_mass, model.prior, model.stated, marginal, model.exact, narrow,
    )  # fmt: skip


@kernel
def time_box(e: Evidence, report: int, box: int) -> tuple[float, float]:
    """The ends of one box of a report, days."""
    shift, margin = TIME_BOXES[box, 0], TIME_BOXES[box, 1]
    return e.earliest[report] + shift - margin, e.latest[report] + shift + margin


@kernel
def _time_density(e: Evidence, report: int, moment: float) -> float:
    density = 0.0
    for box in range(TIME_BOXES.shape[0]):
        low, high = time_box(e, report, box)
        if low <= moment <= high:
            density += e.time_mass[box] / (high - low)
    return density


@kernel
def time_score(e: Evidence, members: Ints) -> float:
    """log ∫ Π g_i(τ) dτ, in 1/days for each report after the first."""
    edges = np.empty(members.size * 2 * TIME_BOXES.shape[0])
    used = 0
    timed = np.empty(members.size, np.int64)
    count = 0
    for report in members:
        if np.isnan(e.earliest[report]):
            continue
        timed[count] = report
        count += 1
        for box in range(TIME_BOXES.shape[0]):
            edges[used], edges[used + 1] = time_box(e, report, box)
            used += 2
    if count < 2:
        return 0.0
    edges = np.sort(edges[:used])
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
def place_mass_of(e: Evidence, report: int, width: int) -> float:
    return float(e.place_mass[width] * (e.narrow[report] if width == 0 else 1.0))


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
                part = e.share[at] * place_mass_of(e, report, width)
                part *= math.exp(-0.5 * (dx * dx + dy * dy) / sum_) / sum_
                density += part
                if part > best:
                    best, best_at, best_variance = part, at, own
        if density <= 0.0:
            return -60.0
        log_total += math.log(density / (2.0 * math.pi))
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
            exactness[count] = e.radius_km[e.first[report]] + 1000.0 * (places - 1)
            count += 1
    if count < 2:
        return 0.0
    order = order[:count][np.argsort(exactness[:count], kind="mergesort")]
    total = 0.0
    lead = order[0]
    for at in range(e.first[lead], e.first[lead + 1]):
        for width in range(PLACE_WIDTHS.shape[0]):
            variance = _variance(PLACE_WIDTHS[width], e.radius_km[at])
            chained = _chain(e, order, e.latitude[at], e.longitude[at], variance)
            total += e.share[at] * place_mass_of(e, lead, width) * math.exp(chained)
    return max(math.log(total), -60.0) if total > 0.0 else -60.0


@kernel
def _stating(e: Evidence, figure: int, report: int) -> int:
    stated = 0
    for option in range(OPTIONS):
        stated += e.figures[report, figure, option] >= 0
    return stated


@kernel
def figure_score(e: Evidence, members: Ints, figure: int) -> float:
    """log Σ_n q(n) Π P(m_i | n) − Σ log P(m_i), over the reports that state the figure."""
    bins = e.prior.shape[1]
    product = e.prior[figure].copy()
    apart = 0.0
    count = 0
    for report in members:
        readings = _stating(e, figure, report)
        if readings == 0:
            continue
        count += 1
        alone = 0.0
        likelihood = np.zeros(bins)
        for option in range(OPTIONS):
            stated = e.figures[report, figure, option]
            if stated >= 0:
                alone += e.marginal[figure, stated] / readings
                for true in range(bins):
                    likelihood[true] += e.stated[figure, stated, true] / readings
        apart += math.log(alone)
        for true in range(bins):
            product[true] *= likelihood[true]
    if count < 2:
        return 0.0
    return math.log(max(float(product.sum()), 1e-300)) - apart
