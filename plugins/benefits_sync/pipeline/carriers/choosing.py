"""Which carriers a run is about: those of the form, those whose day it is, or those who may have answered."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from benefits_sync.domain.carriers.schedule import business_day, is_due
from benefits_sync.errors import ParameterError
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.models.carrier_files import FileRow
from benefits_sync.models.carriers import FileState
from benefits_sync.pipeline.carriers.form import USUAL, DeliveryForm
from benefits_sync.store.carriers.ledger import CarrierLedger
from benefits_sync.store.carriers.listing import FileFilter

LISTENED_FOR: Final = timedelta(days=30)
"""So long after a file went out its carrier is asked for answers: bad news may follow a closed file."""


def carriers_of_form(
    form: DeliveryForm,
    profiles: Mapping[str, CarrierProfile],
    file: FileRow | None,
    now: datetime,
    *,
    scheduled: bool,
) -> DeliveryForm:
    """Return the form with the carriers that it comes to; a scheduled run may come to none.

    Args:
        form: What was asked for.
        profiles: All carriers that there are.
        file: The one file that the form is about, where it is about one.
        now: The moment.
        scheduled: Whether the clock started the run: then only carriers whose day it is have files.

    Raises:
        ParameterError: If a carrier is not known or does not take what is asked for, or the file is another
            carrier's.
    """
    if file is not None:
        if set(form.carriers) - {file.carrier}:
            raise ParameterError(f"carriers: file {file.id} is {file.carrier}'s; leave the list empty")
        form = form.about(file)
    if form.carriers:
        _refuse_unknown(form.carriers, profiles)
        refusals = [_refusal(form, profiles[name]) for name in form.carriers]
        if any(refusals):
            raise ParameterError("; ".join(refusal for refusal in refusals if refusal))
        return form
    return form.model_copy(update={"carriers": _all_or_due(form, profiles, now, scheduled=scheduled)})


def carriers_to_hear(
    ledger: CarrierLedger, asked: Collection[str], known: Collection[str], now: datetime
) -> list[str]:
    """Return the carriers that may have answered: those asked for, or all whose files wait or are recent.

    Those of whose files something is still to be told are among them.

    Raises:
        ParameterError: If a carrier is not known.
    """
    if asked:
        _refuse_unknown(asked, known)
        return sorted(set(asked))
    waiting = {one.file.carrier for one in ledger.listing.followed()}
    sending = ledger.listing.page(FileFilter(states=[FileState.SENDING]))
    recent = ledger.listing.page(FileFilter(created_from=now - LISTENED_FOR))
    went = {file.carrier for file in recent if file.delivered_at is not None}
    mentioned = waiting | went | {file.carrier for file in sending} | ledger.alarms.carriers()
    return sorted(mentioned & set(known))


def _all_or_due(
    form: DeliveryForm, profiles: Mapping[str, CarrierProfile], now: datetime, *, scheduled: bool
) -> tuple[str, ...]:
    refusals = {name: _refusal(form, profile) for name, profile in profiles.items()}
    taking = [name for name in profiles if not refusals[name]]
    if not taking:
        raise ParameterError("; ".join(told for told in refusals.values() if told) or "there is no carrier")
    if not scheduled:
        return tuple(taking)
    calendars = {name: profiles[name].schedule for name in taking}
    return tuple(name for name, days in calendars.items() if is_due(days, business_day(days, now)))


def _refusal(form: DeliveryForm, profile: CarrierProfile) -> str | None:
    """Return why a carrier does not take what the form asks for, or None."""
    if form.resend is not None:
        return None
    rules = profile.file
    if form.kind != USUAL and form.kind not in rules.kinds:
        return f"{profile.name} takes no {form.kind} files; its profile has {', '.join(rules.kinds)}"
    if form.plan_year == "next" and rules.open_enrollment is None:
        return (
            f"{profile.name}: its profile has no `file.open_enrollment`, so it has no file of next plan year"
        )
    return None


def _refuse_unknown(asked: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(set(asked) - set(known))
    if unknown:
        raise ParameterError(
            f"carriers: there is no profile of {', '.join(unknown)}; there are {', '.join(sorted(known))}"
        )
