"""What can be wrong with a file or with what is to be written into one.

Every error says where it happened (segment number in the file, loop, element) and never what was there:
the elements of an 834 are people's names, SSNs and coverages.
"""

from benefits_sync.errors import ConfigurationError, RunError


class X12Error(RunError):
    """A file cannot be written or read; a person has to look.

    Args:
        reason: What is wrong and the way out, without any value of the file.
        segment: Number of the segment in the file, ISA being 1.
        loop: Loop of the guide, such as ``2100A``.
        element: Element of the guide, such as ``NM103``.
    """

    def __init__(
        self, reason: str, *, segment: int | None = None, loop: str | None = None, element: str | None = None
    ) -> None:
        self.reason = reason
        self.segment = segment
        self.loop = loop
        self.element = element
        places = [
            f"segment {segment}" if segment is not None else None,
            f"loop {loop}" if loop else None,
            element,
        ]
        where = ", ".join(place for place in places if place)
        super().__init__(f"{where}: {reason}" if where else reason)


class X12SettingsError(X12Error, ConfigurationError):
    """The settings of an envelope or a writer cannot give a valid file."""


class X12SyntaxError(X12Error):
    """The bytes are no X12 interchange, or stop being one."""


class X12StructureError(X12Error):
    """A segment is missing or stands where the guide has no place for it."""


class X12ValueError(X12Error):
    """An element has a code, date, number or length that the guide does not know."""


class X12TextError(X12ValueError):
    """A text cannot be written with the character set and delimiters of the file."""


class X12OrderError(X12Error):
    """People come in an order in which a family would be torn apart."""


class X12BalanceError(X12Error):
    """A control total differs from what the file holds."""
