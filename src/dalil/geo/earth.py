"""How long a degree is: one radius of the Earth for everything that is measured on it.

Distances between points are great circles on the mean sphere (`dalil.units.EARTH_RADIUS_M`, and compiled in
`dalil.geo.sphere`). Where a plane around a place is enough, a degree of latitude is METRES_PER_DEGREE, and one of
longitude that times the cosine of the latitude.

Two uses stand apart. `dalil.count.targeting.strikes` multiplies by the radius itself: its places are metres from each
other, and what it gives would change in the last digits. `dalil.geo.grids` has the ellipsoids on which grids are
defined; a sphere would be off by kilometres there.
"""

from __future__ import annotations

__all__ = ["KM_PER_DEGREE", "METRES_PER_DEGREE"]

METRES_PER_DEGREE = 111_195.0
"""π/180 times the mean radius of 6,371,008.8 m is 111,195.08 m. Rounded to the metre, which is 1 cm in 15 km: sizes of
cells, scores of pairs and simulated places have been computed with this number, and would all change with another."""

KM_PER_DEGREE = METRES_PER_DEGREE / 1000  # the same in kilometres, in which reports are compared
