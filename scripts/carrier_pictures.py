"""Brings carriers into the positions that the pictures of their page show, and takes the pictures."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize

from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.store.carriers.listing import FileFilter
from scripts import browser
from scripts.carrier_answers import acknowledge
from scripts.carrier_desks import CarrierDesks
from scripts.carrier_runs import ANSWERS, DELIVERY, answer_files, send_files
from scripts.carriers_at_work import CarriersAtWork
from scripts.errors import StackError
from scripts.processes import wait_until
from scripts.runs import DAG_ID, QUESTION, elect, wait_for_question
from scripts.stack import Stack

REJECTED: Final = "cedarline_health"
"""A carrier that rejects its file."""

LEAVERS: Final = 45
"""More than the gates of carriers let pass."""

REASON: Final = "A division is sold"
AT_WORK: Final = (FileState.BUILT, FileState.VALIDATED, FileState.SENDING)
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}

Picture = Callable[[Page, str], None]


def bring_about(stack: Stack, carriers: CarriersAtWork, employees: int) -> None:
    """Send files of which one is rejected and the others confirmed; then some that gates hold.

    Besides, a carrier answers a file that was never sent.
    """
    api = stack.airflow.api("operator")
    elect(stack)
    send_files(stack, employees, run_name="Everybody who elected")
    files = _states(stack).total()
    _answer_badly(carriers.desks)
    answer_files(carriers)
    api.wait(ANSWERS, api.trigger(ANSWERS, {}), seconds=240)
    stack.sandbox.scenario(terminate=LEAVERS, change=9, hire=6)
    _export_with_approval(stack)
    elect(stack)
    api.trigger(DELIVERY, {"run_name": "After the sale", "forced_reason": REASON})
    if not wait_until(lambda: _are_there(stack, 2 * files), seconds=300):
        raise StackError("no carrier file waits for a person", stack.processes.log("scheduler"))


def take(stack: Stack, picture: Picture) -> None:
    """Take the pictures, as the operator who may see personal values."""
    settings = stack.airflow.settings
    rejected = _rejected(stack)
    with browser.signed_in(settings.url, "operator", settings.secrets.passwords["operator"]) as page:
        browser.open_carrier_files(page, settings.url)
        picture(page, "carrier-files")
        page.set_viewport_size({"width": 1440, "height": 1700})
        page.goto(f"{settings.url}/benefits/carriers/files/{rejected.id}")
        picture(page, "carrier-file")
        browser.use_dark_theme(page)
        picture(page, "carrier-file-dark")
        page.set_viewport_size(browser.VIEWPORT)
        browser.open_carrier_files(page, settings.url)
        picture(page, "carrier-files-dark")
        browser.use_light_theme(page)
        page.set_viewport_size(PHONE)
        page.goto(f"{settings.url}/benefits/carriers")
        picture(page, "carrier-files-phone")
        page.goto(f"{settings.url}/benefits/carriers/files/{rejected.id}")
        picture(page, "carrier-file-phone")


def _export_with_approval(stack: Stack) -> None:
    """Export so many leavers that somebody has to agree, and agree."""
    run_id = stack.airflow.api("operator").trigger(DAG_ID, {"delta": True, "run_name": REASON})
    wait_for_question(stack, run_id)
    approver = stack.airflow.api("approver")
    approver.answer(DAG_ID, run_id, QUESTION, "Apply the plan")
    approver.wait(DAG_ID, run_id, seconds=240)


def _are_there(stack: Stack, files: int) -> bool:
    """Tell whether so many files are where they stay for now, of which some wait for a person."""
    states = _states(stack)
    built = states.total() >= files and not any(states[state] for state in AT_WORK)
    return built and states[FileState.HELD] > 0 and states[FileState.DELIVERED] > 0


def _states(stack: Stack) -> Counter[FileState]:
    with stack.storage.open_ledger() as ledger:
        return ledger.carriers.listing.tally(FileFilter())


def _rejected(stack: Stack) -> FileRow:
    wanted = FileFilter(carriers=[REJECTED], states=[FileState.FUNCTIONAL_REJECTED])
    with stack.storage.open_ledger() as ledger:
        return ledger.carriers.listing.page(wanted)[0]


def _answer_badly(desks: CarrierDesks) -> None:
    """Let a carrier reject a file for a code that it does not know, and answer a file that was never sent."""
    profile = desks.profiles.of[REJECTED]
    inbox = desks.homes / REJECTED / (profile.delivery.sftp.directory if profile.delivery.sftp else "")
    sent = max(filter(Path.is_file, inbox.iterdir()), key=lambda path: path.stat().st_mtime)
    content = sent.read_bytes()
    if profile.delivery.encryption is not None:
        content = desks.keys.decrypted(content)
    rejection = acknowledge(content.replace(b"*FAM~", b"*FAMILY~", 4)).acknowledgment
    _put_out(desks, profile, sent.stem, rejection)
    (desks.taken(REJECTED) / sent.name).write_bytes(content)
    stray = rejection.replace(b"AK1*BE*", b"AK1*BE*77")
    _put_out(desks, profile, "unknown", stray)


def _put_out(desks: CarrierDesks, profile: CarrierProfile, stem: str, content: bytes) -> None:
    pattern = profile.answers.functional.pattern or "*.999"
    directory = desks.homes / profile.name / (profile.answers.directory or "")
    (directory / pattern.replace("*", stem)).write_bytes(content)
