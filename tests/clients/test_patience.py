"""How a ``Retry-After`` header is read."""

from datetime import UTC, datetime

import pytest

from benefits_sync.clients.patience import retry_after_seconds

NOW = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("Wed, 04 Mar 2026 09:15:30 GMT", 30.0),
        ("Wed, 04 Mar 2026 09:00:00 GMT", 0.0),  # a moment gone by asks for no wait
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, NOW) == seconds
