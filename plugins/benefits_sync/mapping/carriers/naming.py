"""How files are called: a template of texts and placeholders."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from benefits_sync.errors import MappingError
from benefits_sync.mapping.conditions import Entry
from benefits_sync.mapping.grammar import unknown_name

PLACEHOLDERS: Final = frozenset(
    {
        "carrier",
        "group",
        "line",
        "kind",
        "environment",
        "yyyymmdd",
        "mmddyyyy",
        "yymmdd",
        "hhmmss",
        "sequence",
    }
)
"""What a template can name; ``environment`` is T or P, ``sequence`` the interchange control number."""

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_FIXED: Final = re.compile(r"[A-Za-z0-9._-]*")
_SHAPES: Final = {"yyyymmdd": "[0-9]{8}", "mmddyyyy": "[0-9]{8}", "yymmdd": "[0-9]{6}", "hhmmss": "[0-9]{6}"}
_DATES: Final = frozenset({"yyyymmdd", "mmddyyyy", "yymmdd"})


def _template(text: str) -> str:
    names = placeholders_of(text)
    for name in sorted(names - PLACEHOLDERS):
        raise unknown_name("placeholder of file names", name, PLACEHOLDERS)
    fixed = _PLACEHOLDER.sub("", text)
    if not _FIXED.fullmatch(fixed) or text.startswith("."):
        raise ValueError("a file name holds letters, digits, dots, underscores and hyphens")
    if not names & (_DATES | {"sequence"}):
        raise ValueError("name {sequence} or a date, or each file would replace the one before it")
    return text


Template = Annotated[str, AfterValidator(_template)]


def placeholders_of(template: str) -> frozenset[str]:
    """Return the placeholders that a template names."""
    return frozenset(_PLACEHOLDER.findall(template))


class Naming(Entry):
    """How files are called, without and with encryption.

    A name longer than ``max_length`` or with other characters is refused, never cut: two files could
    end up under one name.
    """

    template: Template
    extension: Literal["txt", "edi", "834", "x12", "dat"] = "edi"
    encrypted_extension: Literal["pgp", "gpg", "asc"] | None = None
    case: Literal["as_written", "upper", "lower"] = "as_written"
    sequence_digits: int = Field(default=9, ge=1, le=9)
    max_length: int = Field(default=64, ge=12, le=255)

    @model_validator(mode="after")
    def _can_fit(self) -> Self:
        fixed = _PLACEHOLDER.sub("", self.template)
        if len(fixed) + len(self.extension) + 1 > self.max_length:
            raise ValueError("`max_length` is shorter than the fixed part of the name")
        return self

    @property
    def placeholders(self) -> frozenset[str]:
        """The placeholders that the template names."""
        return placeholders_of(self.template)

    def rendered(self, values: Mapping[str, str], *, encrypted: bool = False) -> str:
        """Return the name of one file.

        Args:
            values: Placeholder -> text; ``sequence`` as plain digits.
            encrypted: Whether the encrypted file is named.

        Raises:
            MappingError: If the name would be too long, or hold what a file name cannot.
        """
        stem = _PLACEHOLDER.sub(lambda found: self._part(found.group(1), values), self.template)
        name = self._cased(f"{stem}.{self.extension}")
        if encrypted:
            name = self.encrypted_name(name)
        if len(name) > self.max_length or not _FIXED.fullmatch(name):
            raise MappingError(
                f"the file name `{name}` has more than {self.max_length} characters, or others than letters, "
                "digits, dots, underscores and hyphens; change `naming` of the carrier profile"
            )
        return name

    def pattern(self, known: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
        """Return the expression that names without encryption match, with a group for each placeholder.

        Args:
            known: Placeholder -> all texts that it can have, where they are known.
        """
        seen: set[str] = set()

        def part(name: str) -> str:
            if name in seen:
                return f"(?P={name})"
            seen.add(name)
            texts = [re.escape(self._cased(text)) for text in known.get(name, ())]
            return f"(?P<{name}>{'|'.join(texts) or self._shape(name)})"

        pieces = _PLACEHOLDER.split(f"{self.template}.{self.extension}")
        return re.compile(
            "".join(
                part(piece) if at % 2 else re.escape(self._cased(piece)) for at, piece in enumerate(pieces)
            )
        )

    def encrypted_name(self, name: str) -> str:
        """Return what a file is called once it is encrypted."""
        return self._cased(f"{name}.{self.encrypted_extension}") if self.encrypted_extension else name

    def _shape(self, name: str) -> str:
        if name == "sequence":
            return f"[0-9]{{{self.sequence_digits},9}}"
        return _SHAPES.get(name) or {"upper": "[A-Z0-9._-]+", "lower": "[a-z0-9._-]+"}.get(
            self.case, "[A-Za-z0-9._-]+"
        )

    def _cased(self, name: str) -> str:
        return {"upper": name.upper(), "lower": name.lower()}.get(self.case, name)

    def _part(self, name: str, values: Mapping[str, str]) -> str:
        value = values[name]
        return value.zfill(self.sequence_digits) if name == "sequence" else value
