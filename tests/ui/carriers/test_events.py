"""What files tell of people, counted in words."""

import pytest

from benefits_sync.mapping.carriers.members import Event
from benefits_sync.models.carriers import FileKind
from benefits_sync.ui.carriers.events import event_count, event_title


@pytest.mark.parametrize(
    ("event", "one", "several"),
    [
        (Event.NEW_HIRE, "new hire", "new hires"),
        (Event.COBRA_ELECTED, "COBRA election", "COBRA elections"),
        (Event.IDENTITY_CORRECTED, "corrected identity", "corrected identities"),
        (Event.PLAN_CHANGE, "change of plan", "changes of plan"),
        (FileKind.FULL, "unchanged", "unchanged"),
    ],
)
def test_an_event_is_counted_in_words(event, one, several):
    assert (event_count(event, 1), event_count(event, 2)) == (one, several)


@pytest.mark.parametrize("event", Event)
def test_several_are_told_from_one(event):
    assert event_count(event, 1) != event_count(event, 2)


def test_one_event_is_named_as_a_title():
    assert (event_title(Event.COBRA_PAID), event_title(Event.REHIRE)) == ("COBRA payment", "Rehire")
