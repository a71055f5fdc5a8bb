"""An invented town and its strikes, light enough to draw hundreds of times."""

from datetime import datetime, timedelta

import numpy as np

from dalil.casefile.facts import Facts

METRE = 1 / 111_195  # degrees of latitude
CENTRE = (0.0, 30.0)  # on the equator a degree is as long both ways


def town(rng, buildings=2000, sites=14, wide=4000.0):
    """(buildings, sites, neighbourhoods): neighbourhoods of unlike size, sites among their buildings."""
    away, angle = wide * np.sqrt(rng.random(20)), 2 * np.pi * rng.random(20)
    middles = np.stack([away * np.cos(angle), away * np.sin(angle)], axis=1)
    size = rng.lognormal(0, 0.7, 20)
    where = rng.choice(20, buildings + sites, p=size / size.sum())
    points = middles[where] + rng.normal(0, 350, (buildings + sites, 2))
    return points[sites:], points[:sites], middles


def strikes(rng, kind, *, share=0.0, count=300, size=3):
    """(points of impact, raid numbers, sites). Kinds: `raids` fall tightly clustered anywhere, `buildings` each on some
    building, listed or not. A `share` of strikes is aimed at a site."""
    buildings, sites, middles = town(rng)
    standing = np.concatenate([buildings, sites])
    heat = rng.lognormal(0, 0.8, len(middles))
    spread = 200.0 if kind == "raids" else 1500.0
    points, raids = [], np.repeat(np.arange(count // size), size)
    for _raid in range(count // size):
        centre = middles[rng.choice(len(middles), p=heat / heat.sum())] + rng.normal(0, 300, 2)
        for _ in range(size):
            aimed = rng.random() < share
            if aimed or kind == "buildings":
                points.append(_near(rng, sites if aimed else standing, centre, spread if not aimed else 1500.0))
            else:
                points.append(centre + rng.normal(0, spread, 2))
    return np.array(points) + rng.normal(0, 60, (len(points), 2)), raids, sites


def _near(rng, places, centre, spread):
    weight = np.exp(-((places - centre) ** 2).sum(axis=1) / (2 * spread**2)) + 1e-12
    return places[rng.choice(len(places), p=weight / weight.sum())]


def degrees(points):
    """Metres about the centre to latitude and longitude."""
    return [(CENTRE[0] + y * METRE, CENTRE[1] + x * METRE) for x, y in np.asarray(points).tolist()]


def recorded(rng, points, raids, sites, *, from_name=0.0, declared=0.5, buildings=()):
    """Facts in which every strike is one report; a share `from_name` stands at its nearest site, and half say so."""
    facts = Facts.in_memory()
    rows = {"incident": [], "incident_report": [], "report": [], "location": []}
    begun = datetime(2016, 9, 1)
    for number, (point, raid) in enumerate(zip(points, raids.tolist(), strict=True)):
        named = rng.random() < from_name
        radius, source = (10.0, "imagery") if rng.random() < 0.5 else (100.0, "other")
        told = point + rng.normal(0, radius / 2, 2)
        if named:
            told = sites[np.argmin(((sites - point) ** 2).sum(axis=1))]
            source = "site_name" if rng.random() < declared else "other"
        latitude, longitude = degrees([told])[0]
        at = begun + timedelta(hours=6 * raid, minutes=2 * number % 30)
        base = {"incident_id": f"i{number:05d}", "earliest": at, "latest": at, "in_scope": True}
        rows["incident"].append(base | {"latitude": latitude, "longitude": longitude, "kind": "airstrike"})
        rows["incident_report"].append({"incident_id": base["incident_id"], "report_id": f"A/{number:05d}"})
        rows["report"].append({"report_id": f"A/{number:05d}", "place_source": source})
        rows["location"].append({"report_id": f"A/{number:05d}", "latitude": latitude, "longitude": longitude,
                                 "radius_m": radius, "located_by": "point", "in_scope": True})  # fmt: skip
    for table, content in rows.items():
        facts.replace(table, content)
    listed = [("hospital", at) for at in degrees(sites)] + [("other", at) for at in degrees(buildings)]
    facts.replace("site", [
        {"site_id": f"s{n:05d}", "kind": kind, "latitude": at[0], "longitude": at[1]}
        for n, (kind, at) in enumerate(listed)
    ])  # fmt: skip
    return facts
