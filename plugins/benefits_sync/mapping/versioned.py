"""What mapping files have in common: a name, a version whose label tells the content, lookups that grow."""

from typing import Annotated, Self

from pydantic import Field, PrivateAttr, StringConstraints

from benefits_sync.mapping.additions import Lookups, digest_with, missing_lines
from benefits_sync.mapping.conditions import Entry

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Versioned(Entry):
    """A file with a name and a version; runs record which content they went by."""

    name: Name
    version: int = Field(ge=1)

    _digest: str = PrivateAttr(default="")

    @property
    def version_label(self) -> str:
        """The version with the first eight characters of the content's digest, such as ``3-1a2b3c4d``."""
        return f"{self.version}-{self._digest[:8]}"

    def stamp(self, digest: str) -> None:
        """Note the digest of what the file was read from."""
        self._digest = digest


class VersionedLookups(Versioned):
    """A file with lookups to which people can add lines."""

    lookups: dict[str, dict[str, str | None]] = Field(default_factory=dict)

    def with_additions(self, added: Lookups) -> Self:
        """Return the mapping with lines added to its lookups; its version label tells that there are some."""
        lines = missing_lines(self.lookups, added)
        if not lines:
            return self
        lookups = {name: {**codes, **lines.get(name, {})} for name, codes in self.lookups.items()}
        whole = self.model_copy(update={"lookups": lookups})
        whole.stamp(digest_with(self._digest, lines))
        return whole
