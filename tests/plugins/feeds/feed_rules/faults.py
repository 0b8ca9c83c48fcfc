"""What can be wrong with a feed, named as the W3C's validator names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BROADER: Mapping[str, str] = {
    "MissingTitle": "MissingElement",
    "MissingLink": "MissingElement",
    "MissingDescription": "MissingElement",
    "MissingContentOrAlternate": "MissingElement",
    "ItemMustContainTitleOrDescription": "MissingElement",
    "MissingHref": "MissingAttribute",
    "MissingNamespace": "SAXError",
    "InvalidFullLink": "InvalidLink",
    "InvalidUriChar": "InvalidLink",
    "ContainsUndeclaredHTML": "ContainsHTML",
    "CharacterData": "ContainsHTML",
    "SecurityRiskAttr": "SecurityRisk",
    "DuplicateItemSemantics": "DuplicateSemantics",
    "DuplicateDescriptionSemantics": "DuplicateSemantics",
}
"""A fault and the broader one it is a sort of."""
ADVICE = frozenset(
    "AtomLinkNotEmpty AttrNotBlank AvoidNamespacePrefix BadCharacters CharacterData ContainsHTML ContainsRelRef "
    "ContainsSystemEntity ContainsUndeclaredHTML DuplicateDescriptionSemantics DuplicateEntries DuplicateItemSemantics "
    "DuplicateSemantics DuplicateUpdated FeedHistoryRelInEntry "
    "ImplausibleDate MissingCurrentInArchive MissingGuid MissingSelf NonCanonicalURI NonstdEncoding NotBlank NotHtml "
    "NotSufficientlyUnique ProblematicalRFC822Date RelativeSelf ReservedPrefix SchemeNotIANARegistered SecurityRisk "
    "SecurityRiskAttr SelfDoesntMatchLocation SelfNotAtom UndeterminableVocabulary UnknownNamespace "
    "UnregisteredAtomLinkRel".split()
)
"""Faults that leave a feed valid: warnings of the validator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, and where it is."""

    name: str
    parent: str = ""
    element: str = ""
    attr: str = ""
    value: str = ""

    def is_a(self, name: str) -> bool:
        """Whether it is that fault or a sort of it; `Error` is every fault that is more than advice."""
        if name == "Error":
            return self.name not in ADVICE
        if name == "Warning":
            return self.name in ADVICE
        own: str | None = self.name
        while own and own != name:
            own = BROADER.get(own)
        return own == name

    def at(self, **where: str) -> bool:
        """Whether it is there."""
        return all(getattr(self, name, "") == value for name, value in where.items())
