"""Text as a file may hold it: character set, transliteration, and delimiters that occur in data."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Final

from benefits_sync.x12.elements import TextElement
from benefits_sync.x12.errors import X12TextError
from benefits_sync.x12.settings import WriterSettings

UNACCENTED: Final = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
        "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "þ": "th", "Þ": "TH", "ð": "d", "Ð": "D",
        "\u0131": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bc": "'", "\u02bb": "'", "\u00b4": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u00a0": " ", "\u2026": "...", "\t": " ", "\r": " ", "\n": " ",
    }
)  # fmt: skip
"""Characters that Unicode does not decompose into a letter of the Latin alphabet and marks."""


def transliterate(text: str) -> str:
    """Spell a text with the nearest ASCII characters; what has none is left as it is."""
    plain = unicodedata.normalize("NFKD", text.translate(UNACCENTED))
    return "".join(character for character in plain if not unicodedata.combining(character))


class TextWriter:
    """Turns texts into elements by the settings of one file.

    ``respelt`` counts by element how many texts were changed beyond case and outer blanks, so that a run
    can tell.
    """

    def __init__(self, settings: WriterSettings) -> None:
        self.respelt: Counter[str] = Counter()
        self._upper = settings.upper_case
        self._allowed = settings.characters
        self._replacements = str.maketrans(dict(settings.replacements))
        self._delimiters = frozenset(settings.delimiters.characters)
        writable = "[" + re.escape("".join(sorted(self._allowed))) + "]"
        self._is_clean: Callable[[str], re.Match[str] | None] = re.compile(
            rf"(?! ){writable}+(?<! )"
        ).fullmatch

    def optional(self, value: str | None, element: TextElement) -> str:
        """Spell a value as this element; nothing stays nothing."""
        if not value:
            return ""
        if self._is_clean(value) is not None and element.shortest <= len(value) <= element.longest:
            return value
        return self.required(value, element)

    def required(self, value: str, element: TextElement) -> str:
        """Spell a value as this element.

        Raises:
            X12TextError: If a character cannot be written, or the text is too short or too long.
        """
        if self._is_clean(value) is None:
            value = self._spell(value, element)
        if element.shortest <= len(value) <= element.longest:
            return value
        raise X12TextError(
            f"the text has {len(value)} characters, the guide wants {element.shortest} to {element.longest}",
            element=element.name,
        )

    def _spell(self, value: str, element: TextElement) -> str:
        spelt = self._cased(value)
        if not self._allowed.issuperset(spelt):
            self.respelt[element.name] += 1
            spelt = self._respell(value)
        if not self._allowed.issuperset(spelt):
            self._refuse(spelt, element)
        return spelt

    def _cased(self, value: str) -> str:
        return (value.upper() if self._upper else value).strip(" ")

    def _respell(self, value: str) -> str:
        replaced = value.translate(self._replacements)
        if self._allowed.issuperset(self._cased(replaced)):
            return self._cased(replaced)
        # A transliteration can itself bring in a delimiter, such as that of a full-width asterisk.
        return self._cased(transliterate(replaced).translate(self._replacements))

    def _refuse(self, text: str, element: TextElement) -> None:
        if not self._delimiters.isdisjoint(text):
            raise X12TextError(
                "the text holds a delimiter of the file; correct it or give the delimiter a replacement",
                element=element.name,
            )
        raise X12TextError(
            "the text holds a character outside the file's character set and without a transliteration",
            element=element.name,
        )
