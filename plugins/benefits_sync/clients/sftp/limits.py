"""What SFTP allows; apart from the client, whose libraries not everybody who asks has to load."""

from typing import Final

CHUNK: Final = 32_768
"""Bytes in one write; the protocol takes no more at once."""
