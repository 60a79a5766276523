"""Opens the files of ``benefits x12``, and ends with a sentence where one cannot be read."""

import errno
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final, NoReturn

import typer

from benefits_sync.x12.errors import X12Error

HAS_ERRORS: Final = 1
UNREADABLE: Final = 2
STANDARD_INPUT: Final = "-"
_OF_PRINTING: Final = frozenset({errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What goes wrong with what is printed while a file is read, never with reading it."""

FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A file, or - for standard input.")]


@contextmanager
def reading(*paths: str) -> Iterator[list[BinaryIO]]:
    """Open files for a command; what cannot be read ends it with exit code 2 and one sentence."""
    with ExitStack() as stack:
        try:
            yield [_opened(path, stack) for path in paths]
        except X12Error as error:
            # Of two files the error itself tells which one it is about.
            _refuse(f"{_named(paths[0])}: {error}" if len(paths) == 1 else str(error))
        except OSError as error:
            if error.errno in _OF_PRINTING:
                raise
            _refuse(f"{error.filename or ' or '.join(paths)} cannot be read: {error.strerror}")


def _opened(path: str, stack: ExitStack) -> BinaryIO:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer
    if "\0" in path:
        _refuse("no file can have such a name")
    return stack.enter_context(Path(path).open("rb"))


def _named(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else path


def _refuse(sentence: str) -> NoReturn:
    typer.echo(f"error: {sentence}", err=True)
    raise typer.Exit(UNREADABLE)


def plain(text: str) -> str:
    """A text of a file without what a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in text)


def in_words(name: str) -> str:
    """The name of a code as people read it."""
    return name.lower().replace("_", " ")


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
