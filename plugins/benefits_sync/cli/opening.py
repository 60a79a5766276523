"""Opens the stores for a command: from its options and the environment, else from Airflow's connections.

Airflow takes seconds to import, so its hooks are imported only when nothing else names the store.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

import typer

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.store.artifacts import ArtifactStore
from benefits_sync.store.keys import parse_key
from benefits_sync.store.ledger import Ledger

KEY_VARIABLE: Final = "BENEFITS_KEY"

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        envvar="BENEFITS_LEDGER_URL",
        show_default=False,
        metavar="URL",
        help="The ledger's database; default: Airflow's connection benefits_ledger.",
    ),
]
ArtifactsOption = Annotated[
    str | None,
    typer.Option(
        "--artifacts",
        envvar="BENEFITS_ARTIFACTS_ROOT",
        show_default=False,
        metavar="ROOT",
        help="Folder or URL of the artifacts; default: Airflow's connection benefits_artifacts.",
    ),
]


def open_ledger(url: str | None) -> Ledger:
    """Open the ledger at a URL, or the one Airflow's connection names."""
    if url:
        return Ledger.open(url, _key())
    from benefits_sync.hooks.ledger import LedgerHook  # noqa: PLC0415

    with _naming_the_way_out("--ledger URL"):
        return LedgerHook().get_ledger()


def ledger_url(url: str | None) -> str:
    """Return the URL given, or the one of Airflow's connection."""
    if url:
        return url
    from benefits_sync.hooks.ledger import LedgerHook  # noqa: PLC0415

    with _naming_the_way_out("--ledger URL"):
        return LedgerHook().url()


def open_artifacts(root: str | None) -> ArtifactStore:
    """Open the artifact store at a root, or the one Airflow's connection names."""
    if root:
        return ArtifactStore(root, _key())
    from benefits_sync.hooks.artifacts import ArtifactsHook  # noqa: PLC0415

    with _naming_the_way_out("--artifacts ROOT"):
        return ArtifactsHook().get_store()


@contextmanager
def _naming_the_way_out(option: str) -> Iterator[None]:
    try:
        yield
    except ConnectionSettingsError as error:
        raise ConnectionSettingsError(f"{error} (or give {option} and {KEY_VARIABLE})") from error


def _key() -> bytes:
    text = os.environ.get(KEY_VARIABLE)
    if not text:
        raise ConnectionSettingsError(
            f"set {KEY_VARIABLE} to the key of the ledger and artifacts; `benefits keygen` makes a new one"
        )
    return parse_key(text)
