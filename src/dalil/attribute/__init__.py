"""Attribution: who, how sure, and what it hangs on."""

from dalil.attribute.stage import AttributeSummary, attribute

__all__ = ["AttributeSummary", "attribute"]
