"""Attribution: who, how sure, and what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dalil.attribute.stage import AttributeSummary, attribute

__all__ = ["AttributeSummary", "attribute"]


def __getattr__(name: str) -> Any:
    # Who only checks a code book does not wait for the compiled kernels.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dalil.attribute import stage

    return getattr(stage, name)
