"""Checks of files in memory."""

from io import BytesIO

from benefits_sync.x12.checking.checker import check_file


def checked(file, expected=None, **options):
    """Check a file given as text or bytes; a text is written in UTF-8."""
    data = file.encode() if isinstance(file, str) else file
    return check_file(BytesIO(data), expected, **options)


def rules_of(file, expected=None):
    """The rules that a file breaks, by id."""
    return set(checked(file, expected).counts)


def result_of(broken):
    """Check an entry of a table: a file alone, or with what is expected of it, and with its name."""
    if isinstance(broken, str):
        return checked(broken)
    file, expected, *name = broken
    return checked(file, expected, name="".join(name))
