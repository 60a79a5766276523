"""Texts of people as the carrier's file can hold them."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from benefits_sync.domain.carriers.refusals import CannotTellError
from benefits_sync.x12.elements import TextElement
from benefits_sync.x12.errors import X12TextError
from benefits_sync.x12.settings import WriterSettings
from benefits_sync.x12.text import TextWriter

NUMBER_SIGN: Final = "#"
MOST_KEPT: Final = 16384
"""How many spelt texts are kept to be used again."""


class Speller:
    """Spells texts by the settings of one file, and counts what it had to leave out.

    Attributes:
        left_out: By member, how many values no file can hold and nothing depends on.
    """

    def __init__(self, settings: WriterSettings) -> None:
        self._text = TextWriter(settings)
        self._spelt: dict[tuple[str, str], tuple[str, bool]] = {}
        self._has_number_sign = NUMBER_SIGN in settings.characters
        self.left_out: Counter[str] = Counter()

    @property
    def respelt(self) -> Counter[str]:
        """By element, how many texts were spelt with other characters."""
        return self._text.respelt

    def needed(self, value: str | None, element: TextElement, field: str) -> str:
        """Spell a text that a file must hold.

        Raises:
            CannotTellError: If it is missing, or the file cannot hold it.
        """
        if not value:
            raise CannotTellError(field, "missing", f"`{field}` is empty; enter it in PlanSource")
        try:
            return self._spell(value, element)
        except X12TextError as error:
            raise CannotTellError(
                field, "text", f"{element.name}: {error.reason}; correct `{field}` in PlanSource"
            ) from None

    def street(self, value: str | None, element: TextElement, field: str) -> str:
        """Spell a line of an address; `Apt #4` is `APT 4` where the file cannot hold the sign.

        Raises:
            CannotTellError: If it is missing, or the file cannot hold it.
        """
        if value and not self._has_number_sign and NUMBER_SIGN in value:
            value = " ".join(value.replace(NUMBER_SIGN, " ").split())
        return self.needed(value, element, field)

    def if_any(self, value: str | None, element: TextElement, field: str) -> str | None:
        """Spell a text that may be missing, but that the file must be able to hold."""
        return self.needed(value, element, field) if value else None

    def if_possible(self, value: str | None, element: TextElement, field: str) -> str | None:
        """Spell a text that nothing depends on; None where the file cannot hold it."""
        if not value:
            return None
        try:
            return self._spell(value, element)
        except X12TextError:
            self.left_out[field] += 1
            return None

    def all_possible(self, values: Iterable[str], element: TextElement) -> frozenset[str]:
        """Spell the texts of a list, without those that the file cannot hold."""
        spelt = (self.if_possible(value, element, element.name) for value in values)
        return frozenset(text for text in spelt if text is not None)

    def _spell(self, value: str, element: TextElement) -> str:
        """Spell a text; names, places and codes come again and again, and are spelt once."""
        key = (element.name, value)
        known = self._spelt.get(key)
        if known is None:
            before = self.respelt[element.name]
            spelt = self._text.required(value, element)
            if len(self._spelt) >= MOST_KEPT:
                self._spelt.clear()
            self._spelt[key] = spelt, self.respelt[element.name] > before
            return spelt
        if known[1]:
            self.respelt[element.name] += 1
        return known[0]
