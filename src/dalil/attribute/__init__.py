"""Attribution: who, how sure, and what it hangs on."""

from dalil.attribute.reasons import Reasons, reasons, reasons_of
from dalil.attribute.stage import AttributeSummary, attribute

__all__ = ["AttributeSummary", "Reasons", "attribute", "reasons", "reasons_of"]
