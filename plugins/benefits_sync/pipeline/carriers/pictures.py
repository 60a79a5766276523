"""Pictures in the vault: what a carrier believes is kept as long as the file that it stems from."""

import io
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from benefits_sync.errors import RunError
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.frames import none_for_missing
from benefits_sync.store.carriers.vault import Vault


class KeptPicture(NamedTuple):
    """Where a picture is, and the digest of its bytes."""

    uri: str
    sha256: str


def keep_picture(vault: Vault, carrier: str, name: str, picture: pd.DataFrame, at: datetime) -> KeptPicture:
    """Put a picture into the vault."""
    content = io.BytesIO()
    picture.to_parquet(content, index=False)
    with vault.put(carrier, f"{name}.picture", at) as deposit:
        deposit.write(content.getvalue())
    return KeptPicture(deposit.uri, deposit.sha256)


def picture_after(vault: Vault, file: FileRow) -> pd.DataFrame:
    """Return what the carrier believes after a file.

    Raises:
        RunError: If it was purged.
    """
    if file.picture_uri is None or file.picture_sha256 is None:
        raise RunError(f"carrier file {file.id} has no picture; send the carrier a full file")
    with vault.open(file.picture_uri, file.picture_sha256) as stream:
        return none_for_missing(pd.read_parquet(io.BytesIO(stream.read())))
