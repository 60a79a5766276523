"""Transforms of plain text and flags."""

from typing import Final

from benefits_sync.mapping.transforms.registry import (
    Arguments,
    BrokenRuleError,
    Facts,
    Transform,
    is_digits,
    plain,
    without_separators,
)


def trim(value: str) -> str:
    """Remove blanks around the text and double blanks within it."""
    return " ".join(value.split())


def upper(value: str) -> str:
    """Write the text in capital letters."""
    return value.upper()


def lower(value: str) -> str:
    """Write the text in small letters."""
    return value.lower()


def digits_only(value: str) -> str:
    """Remove blanks, hyphens, dots, slashes, plus signs and brackets; only digits may be left."""
    digits = without_separators(value)
    if not is_digits(digits):
        raise BrokenRuleError("must hold digits only")
    return digits


def yes_no_to_boolean(value: str) -> str:
    """Turn yes or no, true or false, 1 or 0 into true or false."""
    match value.strip().lower():
        case "yes" | "true" | "1":
            return "true"
        case "no" | "false" | "0":
            return "false"
        case _:
            raise BrokenRuleError("must be yes or no")


def first_n(value: str, _facts: Facts, arguments: Arguments) -> str:
    """Keep the first n characters."""
    return value[: int(arguments["n"] or 0)].rstrip()


TEXT_TRANSFORMS: Final = (
    *map(plain, (trim, upper, lower, digits_only, yes_no_to_boolean)),
    Transform(name="first_n", function=first_n, numbers=("n",)),
)
