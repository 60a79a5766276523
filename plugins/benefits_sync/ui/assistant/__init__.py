"""The transaction assistant: a benefits administrator puts right what was refused, and sends it again."""

from fastapi import APIRouter

from benefits_sync.ui.assistant import adding, correcting, deciding, overview, page, resubmitting

router = APIRouter()
for part in (overview, page, correcting, adding, deciding, resubmitting):
    router.include_router(part.router)
