"""``benefits x12 diff``: what became of people and coverages between two files."""

from dataclasses import asdict
from typing import Annotated, Final

import typer

from benefits_sync.cli.showing import JsonOption, print_json
from benefits_sync.cli.x12.files import HAS_ERRORS, STANDARD_INPUT, counted, in_words, plain, reading
from benefits_sync.errors import ParameterError
from benefits_sync.x12.checking.sources import SOURCES, source_of
from benefits_sync.x12.codes.member import Relationship
from benefits_sync.x12.comparing.comparison import Comparison
from benefits_sync.x12.comparing.differences import Difference

PEOPLE: Final = {
    **{code.value: in_words(code.name) for code in Relationship},
    Relationship.SELF.value: "subscriber",
}


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier file, or - for standard input.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later file, or - for standard input.")],
    as_json: JsonOption = False,
) -> None:
    """Tell whom and what NEW adds, terminates, changes or silently leaves out; exits with 1 where it does."""
    if old == new == STANDARD_INPUT:
        raise ParameterError("only one of the two files can be standard input")
    with reading(old, new) as streams:
        comparison = Comparison(*streams)
        if as_json:
            found = [asdict(difference) for difference in comparison]
            print_json({**_summary(comparison), "differences": found})
        else:
            for difference in comparison:
                typer.echo(_line(difference))
            _print_summary(comparison)
    if any(comparison.counts.values()):
        raise typer.Exit(HAS_ERRORS)


def _summary(comparison: Comparison) -> dict[str, object]:
    old, new = comparison.people
    return {
        "people": {"old": old, "new": new},
        "counts": {
            what: {kind.value: number for kind, number in counts.items()}
            for what, counts in comparison.counts.items()
        },
        "old_is_change": comparison.old_is_change,
        "new_is_change": comparison.new_is_change,
    }


def _line(difference: Difference) -> str:
    who = PEOPLE.get(difference.relationship, "person")
    what = "" if difference.line is None else f" {difference.line} {difference.plan}".rstrip()
    places = (("old", difference.old_segment), ("new", difference.new_segment))
    where = ", ".join(f"{name} segment {number}" for name, number in places if number is not None)
    names = f": {', '.join(map(_with_source, difference.elements))}" if difference.elements else ""
    return plain(f"{difference.kind} {who}{what} ({where}){names}")


def _with_source(name: str) -> str:
    """An element such as ``2100A N301`` with the field that it comes from, where that is known."""
    loop, _, element = name.partition(" ")
    source = source_of(SOURCES, loop, element)
    return f"{name} ({source})" if source else name


def _print_summary(comparison: Comparison) -> None:
    for what, counts in comparison.counts.items():
        told = ", ".join(f"{number:,} {kind}" for kind, number in counts.items())
        typer.echo(f"{what}: {told or 'no difference'}")
    old, new = comparison.people
    typer.echo(f"{counted(old, 'person record')} in the old file, {new:,} in the new one")
    if comparison.old_is_change:
        typer.echo("the old file names only who had changed: who is added may have been covered before")
    if comparison.new_is_change:
        typer.echo("the new file names only who changed: who is not in it has not vanished")
