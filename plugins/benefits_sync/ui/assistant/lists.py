"""What the target accepts at this moment, for a value that it did not list when the run looked."""

import asyncio

from benefits_sync.errors import BenefitsSyncError
from benefits_sync.integrations.declarations import declaration_of
from benefits_sync.ui.assistant.record import Lists, RefusedRecord


def fresh_lists(record: RefusedRecord) -> Lists:
    """Ask the target for its lists; those of the run are all there is when it does not answer."""
    try:
        return asyncio.run(_read(record.rejection.integration))
    except BenefitsSyncError:
        return record.lists


async def _read(integration: str) -> Lists:
    async with declaration_of(integration).open_writer(0) as writer:
        return await writer.allowed_values()
