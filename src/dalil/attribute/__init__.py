"""Attribution: who, how sure, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dalil.attribute.reasons import Reasons, reasons, reasons_of

if TYPE_CHECKING:
    from dalil.attribute.stage import AttributeSummary, attribute

__all__ = ["AttributeSummary", "Reasons", "attribute", "reasons", "reasons_of"]


def __getattr__(name: str) -> Any:
    # Who only reads reasons does not wait for the compiled kernels that weighed them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dalil.attribute import stage

    return getattr(stage, name)
