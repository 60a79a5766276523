"""The pages of carrier files: what was sent, what became of it, and what people do about it."""

from fastapi import APIRouter

from benefits_sync.ui.carriers import (
    acting,
    assigning,
    contents,
    dismissing,
    numbers,
    overview,
    page,
    people,
    strays,
)

router = APIRouter()
for part in (overview, page, people, contents, acting, dismissing, strays, assigning, numbers):
    router.include_router(part.router)
