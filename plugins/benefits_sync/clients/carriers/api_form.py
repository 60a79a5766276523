"""A file as the request that a carrier's API takes: its headers, and its body or one part of a form."""

import secrets

from benefits_sync.clients.carriers.outgoing import OutgoingFile
from benefits_sync.mapping.carriers.delivery import Http


def request_of(way: Http, file: OutgoingFile, content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return body and headers, the same for every try but for the boundary of a form."""
    headers = {way.idempotency_header: file.digest}
    if way.file_name_header is not None:
        headers[way.file_name_header] = file.name
    if way.part is None:
        return content, {**headers, "Content-Type": way.content_type}
    boundary = secrets.token_hex(24)  # chance enough that no file holds it
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="{way.part}"; filename="{file.name}"\r\n'
        f"Content-Type: {way.content_type}\r\n\r\n"
    )
    body = b"".join((head.encode(), content, f"\r\n--{boundary}--\r\n".encode()))
    return body, {**headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
