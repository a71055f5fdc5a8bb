"""The order that kernels sort by is that of numpy's stable sort."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dalil.link.compiled import order_of


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.integers(-5, 5), max_size=60))
def test_as_a_stable_sort(values):
    column = np.array(values, dtype=np.float64)
    assert order_of(column).tolist() == np.argsort(column, kind="stable").tolist()
