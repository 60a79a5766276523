"""Who may see and change carrier files on the pages: whoever may see, or start, runs of their DAG."""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

from fastapi import Depends, HTTPException, status

from benefits_sync.errors import ParameterError
from benefits_sync.models.carrier_files import AnswerRow, FileRow
from benefits_sync.ui.access import Access, OpenLedger, RowNumber, SignedIn, acts_on_dag, sees_dag

DAG_ID: Final = "carrier_edi_delivery"
"""The DAG that builds, sends and sends again."""

Found = TypeVar("Found")


def sees_carriers(access: SignedIn) -> Access:
    """Let in whoever may see runs of the DAG that sends carrier files."""
    return sees_dag(DAG_ID, access)


SeesCarriers = Annotated[Access, Depends(sees_carriers)]


def acts_on_carriers(access: SeesCarriers) -> Access:
    """Let in whoever may start runs of that DAG."""
    return acts_on_dag(DAG_ID, access)


ActsOnCarriers = Annotated[Access, Depends(acts_on_carriers)]


def visible_file(file_id: RowNumber, _: SeesCarriers, ledger: OpenLedger) -> FileRow:
    """Return the file in the path."""
    return _found(lambda: ledger.carriers.files.get(file_id), f"There is no carrier file {file_id}.")


VisibleFile = Annotated[FileRow, Depends(visible_file)]


def actable_file(file: VisibleFile, _: ActsOnCarriers) -> FileRow:
    """Return the file in the path to whoever may start runs of its DAG."""
    return file


ActableFile = Annotated[FileRow, Depends(actable_file)]


def visible_answer(answer_id: RowNumber, _: SeesCarriers, ledger: OpenLedger) -> AnswerRow:
    """Return the answer in the path."""
    return _found(lambda: ledger.carriers.answers.get(answer_id), f"There is no answer {answer_id}.")


VisibleAnswer = Annotated[AnswerRow, Depends(visible_answer)]


def actable_answer(answer: VisibleAnswer, _: ActsOnCarriers) -> AnswerRow:
    """Return the answer in the path to whoever may start runs of the DAG."""
    return answer


ActableAnswer = Annotated[AnswerRow, Depends(actable_answer)]


def _found(get: Callable[[], Found], absent: str) -> Found:
    try:
        return get()
    except ParameterError as error:
        raise HTTPException(status.HTTP_404_NOT_FOUND, absent) from error
