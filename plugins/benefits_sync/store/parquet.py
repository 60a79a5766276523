"""Frames to and from encrypted Parquet: text or None in, exactly the same out.

Parquet modular encryption takes its keys through a client of a key service; ours is a key service in memory
that wraps each file's own random key with the key we were given.
"""

import base64
import binascii
import os
from collections.abc import Iterator
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyarrow.parquet import encryption as pe

_MASTER: Final = "artifacts"
_NONCE_BYTES: Final = 12


class WrongKeyError(Exception):
    """The bytes were encrypted with another key."""


class DamagedError(Exception):
    """The bytes are cut short or were changed."""


def encode(frame: pd.DataFrame, key: bytes) -> bytes:
    """Return a frame of text as an encrypted Parquet file; its index is not kept.

    Raises:
        TypeError: If a column holds something other than text or None; the message names the column.
    """
    table = pa.Table.from_arrays(
        [_column(frame[name], name) for name in frame.columns], names=list(frame.columns)
    )
    settings = pe.EncryptionConfiguration(
        _MASTER, uniform_encryption=True, double_wrapping=False, data_key_length_bits=256
    )
    properties = _factory(key).file_encryption_properties(pe.KmsConnectionConfig(), settings)
    sink = pa.BufferOutputStream()
    # Statistics are for readers that leave out parts of a file; ours is always read whole.
    pq.write_table(table, sink, encryption_properties=properties, compression="zstd", write_statistics=False)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def decode(content: bytes, key: bytes) -> pd.DataFrame:
    """Return the frame of an encrypted Parquet file.

    Raises:
        WrongKeyError: If it was encrypted with another key.
        DamagedError: If it is not whole.
    """
    file = _opened(content, key)
    try:
        return _frame(file.read())
    except (pa.ArrowException, OSError) as error:
        raise DamagedError from error


def decode_parts(content: bytes, key: bytes, rows: int) -> Iterator[pd.DataFrame]:
    """Return the frame of an encrypted Parquet file in parts of so many rows, at least one.

    The key is tried before the first part is asked for; what is damaged later ends the parts.

    Raises:
        WrongKeyError: If it was encrypted with another key.
        DamagedError: If it is not whole.
    """
    file = _opened(content, key)
    return _parts(file, rows)


def _parts(file: pq.ParquetFile, rows: int) -> Iterator[pd.DataFrame]:
    if file.metadata.num_rows == 0:
        yield _frame(file.read())
    try:
        for batch in file.iter_batches(batch_size=rows):
            yield _frame(pa.Table.from_batches([batch]))
    except (pa.ArrowException, OSError) as error:
        raise DamagedError from error


def _opened(content: bytes, key: bytes) -> pq.ParquetFile:
    properties = _factory(key).file_decryption_properties(pe.KmsConnectionConfig())
    try:
        return pq.ParquetFile(pa.BufferReader(content), decryption_properties=properties)
    except (pa.ArrowException, OSError) as error:
        raise DamagedError from error


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(ignore_metadata=True)
    return frame.astype(object, copy=False)


def _column(column: pd.Series, name: str) -> pa.Array:
    try:
        return pa.array(column.tolist(), type=pa.string())
    except (pa.ArrowException, UnicodeEncodeError):
        # Without the cause: it may quote the value.
        raise TypeError(f"column {name} holds something other than text or None") from None


def _factory(key: bytes) -> pe.CryptoFactory:
    return pe.CryptoFactory(lambda _connection: _KeyService(key))


class _KeyService(pe.KmsClient):  # type: ignore[misc]  # pyarrow has no type hints
    """Wraps each file's key with AES-GCM."""

    def __init__(self, key: bytes) -> None:
        pe.KmsClient.__init__(self)
        self._cipher = AESGCM(key)

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:
        """Return a file's key in the form the file carries."""
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(
            nonce + self._cipher.encrypt(nonce, key_bytes, master_key_identifier.encode())
        )

    def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:
        """Return a file's key from the form the file carries."""
        try:
            wrapped = base64.b64decode(wrapped_key, validate=True)
            nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
            return self._cipher.decrypt(nonce, sealed, master_key_identifier.encode())
        except (InvalidTag, binascii.Error) as error:
            raise WrongKeyError from error
