"""What was done with each exhibit as a graph in CASE/UCO 1.4 (JSON-LD), for tools that read provenance.

It says no more than exhibits.csv: an exhibit with its number, the hash of what leaves, and the actions between its
coming in and its leaving, each informed by the one before. Identifiers are UUIDs made from the log's position and the
exhibit's number, so that the same case gives the same graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dalil import __version__
from dalil.submit.content.dossier import Dossier
from dalil.submit.content.exhibits import Exhibit, may_have_hashes
from dalil.submit.machine.tabular import FICTIONAL
from dalil.submit.release.media import Copy

__all__ = ["PROVENANCE", "provenance"]

PROVENANCE = "provenance.jsonld"

_UCO = "https://ontology.unifiedcyberontology.org/uco/"
_CONTEXT = {
    "kb": "https://dalil.invalid/kb/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": f"{_UCO}action/",
    "uco-core": f"{_UCO}core/",
    "uco-identity": f"{_UCO}identity/",
    "uco-observable": f"{_UCO}observable/",
    "uco-tool": f"{_UCO}tool/",
    "uco-types": f"{_UCO}types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_DERIVED = {
    "original": "Copied as it is from the vault, checked against its SHA-256.",
    "segments": "Metadata left out; the coded picture unchanged.",
    "written_anew": "Written anew as PNG without metadata; the same pixels.",
    "remuxed": "Metadata, data tracks and supplemental messages left out; the coded streams unchanged.",
}

Node = dict[str, Any]


def provenance(dossier: Dossier) -> Node:
    """The graph of all exhibits of one submission."""
    made = _Graph(dossier)
    nodes = [made.tool(), made.keeper(), *(node for each in dossier.exhibits for node in made.exhibit(each))]
    objects = [_ref(node) for node in nodes if node["@type"] == "case-investigation:ProvenanceRecord"]
    return {"@context": _CONTEXT, "@graph": [made.investigation(objects), *nodes]}


def _ref(node: Node) -> Node:
    return {"@id": node["@id"]}


def _time(at: datetime) -> Node:
    zoned = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return {"@type": "xsd:dateTime", "@value": zoned.strftime("%Y-%m-%dT%H:%M:%SZ")}


class _Graph:
    """Makes the nodes of one submission, under ids that follow from it."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        # Not random: the same case gives the same graph, another audience another one that cannot be joined with it.
        self._space = uuid5(NAMESPACE_URL, f"{dossier.fingerprint} {dossier.position} {dossier.released.receiver.name}")
        self._hashes = may_have_hashes(dossier.released)

    def _node(self, type_: str, what: str) -> Node:
        kind = type_.partition(":")[2]
        return {"@id": f"kb:{kind}-{uuid5(self._space, f'{kind} {what}')}", "@type": type_}

    def investigation(self, objects: list[Node]) -> Node:
        mark = f"{FICTIONAL}: " if self._dossier.settings.fictional else ""
        node = self._node("case-investigation:Investigation", "")
        return node | {"uco-core:name": f"{mark}{self._dossier.settings.title}", "uco-core:object": objects}

    def tool(self) -> Node:
        return self._node("uco-tool:Tool", "") | {"uco-core:name": "dalil", "uco-tool:version": __version__}

    def keeper(self) -> Node:
        """Who holds the key of the log: known by its fingerprint alone."""
        return self._node("uco-identity:Identity", "") | {"uco-core:name": f"Key {self._dossier.fingerprint}"}

    def exhibit(self, exhibit: Exhibit) -> Iterator[Node]:
        """The exhibit, its provenance record and its actions, in order of time."""
        copy = self._dossier.copies.get(exhibit.reference, Copy())
        original = self._file(exhibit, "original", exhibit.sha256 if self._hashes else "", "")
        record = self._record(exhibit, original)
        yield from (original, record)
        last: Node | None = None
        for seal in exhibit.sealed:
            said = f"Sealed under its SHA-256; entry {seal.number} of chain {seal.chain} of the log."
            last = self._action(exhibit, f"sealed {seal.chain} {seal.number}", said, seal.at, original, record, last)
            yield last
        if copy.file:
            derived = self._file(exhibit, "copy", copy.sha256, copy.file)
            yield derived
            yield self._action(exhibit, "copied", _DERIVED[copy.how], self._dossier.at, original, derived, last)
            yield self._relation(exhibit, derived, original)

    def _file(self, exhibit: Exhibit, part: str, sha256: str, name: str) -> Node:
        node = self._node("uco-observable:File", f"{exhibit.reference} {part}")
        node["uco-core:description"] = f"Exhibit {exhibit.reference}: {part}"
        facets = []
        if name:
            facets.append(self._node("uco-observable:FileFacet", f"{exhibit.reference} {part}")
                          | {"uco-observable:fileName": name})  # fmt: skip
        if sha256:
            facets.append(self._content(f"{exhibit.reference} {part}", sha256))
        return node | ({"uco-core:hasFacet": facets} if facets else {})

    def _content(self, what: str, sha256: str) -> Node:
        hash_ = self._node("uco-types:Hash", what) | {
            "uco-types:hashMethod": "SHA256",
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": sha256.upper()},
        }
        return self._node("uco-observable:ContentDataFacet", what) | {"uco-observable:hash": [hash_]}

    def _record(self, exhibit: Exhibit, original: Node) -> Node:
        held = f"Original and its hash withheld; committed to in withheld.csv as exhibit {exhibit.record}."
        return self._node("case-investigation:ProvenanceRecord", exhibit.reference) | {
            "case-investigation:exhibitNumber": exhibit.reference,
            "uco-core:description": "Original held in the vault." if self._hashes else held,
            "uco-core:object": [_ref(original)],
        }

    def _action(
        self, exhibit: Exhibit, what: str, said: str, at: datetime | None, used: Node, made: Node, after: Node | None
    ) -> Node:
        node = self._node("case-investigation:InvestigativeAction", f"{exhibit.reference} {what}") | {
            "uco-core:name": what.partition(" ")[0],
            "uco-core:description": said,
            "uco-action:performer": _ref(self.keeper()),
            "uco-action:instrument": [_ref(self.tool())],
            "uco-action:object": [_ref(used)],
            "uco-action:result": [_ref(made)],
        }
        if at is not None:
            node |= {"uco-action:startTime": _time(at), "uco-action:endTime": _time(at)}
        return node | ({"case-investigation:wasInformedBy": [_ref(after)]} if after else {})

    def _relation(self, exhibit: Exhibit, derived: Node, original: Node) -> Node:
        return self._node("uco-observable:ObservableRelationship", exhibit.reference) | {
            "uco-core:source": [_ref(derived)],
            "uco-core:target": [_ref(original)],
            "uco-core:kindOfRelationship": "Derived_From",
            "uco-core:isDirectional": {"@type": "xsd:boolean", "@value": True},
        }
