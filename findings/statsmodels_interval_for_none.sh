#!/usr/bin/env bash
# statsmodels 0.15.0: for no attacks at all, three of its methods give an interval without any width.
# A good guess: a 95 % interval for the rate behind zero events in one month begins at about 0 and ends between 2
# and 4, whichever the method.
# What happens: "wald" gives 0 to 0: certainty that there never will be one. "midp-c", one of the exact methods,
# gives 3.0 to 3.0, and "sqrt" 0.96 to 0.96: intervals that leave out the zero that was seen. None of them warns.
# With five events the same methods are sound, so that a table of months looks right but for its empty ones.
# Why it matters: "no attack on a hospital during the truce" is a figure that parties quarrel over.
# Dalil: computes its own intervals by gamma quantiles, and the lower end is 0 where nothing was counted
# (src/dalil/count/rates/intervals.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
  statsmodels==0.15.0 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1

cat >"$work/expected" <<'END'
exact-c none 0.00 to 3.69, five 1.62 to 11.67
score none 0.00 to 3.84, five 2.14 to 11.71
jeff none 0.00 to 2.51, five 1.91 to 10.96
midp-c none 3.00 to 3.00, five 1.83 to 11.08
sqrt none 0.96 to 0.96, five 1.58 to 10.34
wald none 0.00 to 0.00, five 0.62 to 9.38
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
from statsmodels.stats.rates import confint_poisson

for method in ("exact-c", "score", "jeff", "midp-c", "sqrt", "wald"):
    none, five = (confint_poisson(count, 1, method=method) for count in (0, 5))
    print(f"{method} none {none[0]:.2f} to {none[1]:.2f}, five {five[0]:.2f} to {five[1]:.2f}")
END
diff "$work/expected" "$work/found"
echo "as recorded"
