from __future__ import annotations

from datetime import date, datetime

import pytest

from dalil.errors import Refused
from dalil.intake.cells.notations import Notations


@pytest.mark.parametrize("cell", [date(2016, 3, 10), datetime(2016, 3, 10), "2016-03-10 00:00:00", "2016-03-10T00:00"])
@pytest.mark.parametrize("text", ["13/10/2016", "25.10.2016", "٢٥/١٠/٢٠١٦"])
def test_dates_of_a_program_beside_text_are_refused(cell: object, text: str) -> None:
    seen = Notations()
    seen.look("date", [cell])
    with pytest.raises(Refused, match="day and month"):
        seen.look("date", [None, "", text])  # also where they stand in two batches


def test_one_notation_is_none_of_it() -> None:
    seen = Notations()
    seen.look("date", ["13/10/2016", "3/10/2016", "2016-10-04", "2016-10-04 14:30", "4 October 2016"])
    seen.look("other", [date(2016, 3, 10), "2016-10-04"])
