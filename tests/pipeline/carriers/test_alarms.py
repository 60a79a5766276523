"""What people are told of a file that gates refuse: enough to act, short enough to be read."""

from benefits_sync.models.carriers import GateOutcome, Verdict
from benefits_sync.pipeline.carriers.alarms import said_against


def gates(*sentences, verdict=Verdict.REFUSE):
    return [
        GateOutcome(gate="members_drop", verdict=verdict, observed=9, sentence=sentence)
        for sentence in sentences
    ]


def test_gates_that_do_not_refuse_are_left_out():
    assert (
        said_against([*gates("12 people fewer"), *gates("held", verdict=Verdict.HOLD)]) == "12 people fewer"
    )


def test_what_several_groups_say_alike_is_said_once():
    assert said_against(gates("no dental coverage is left of 12", "no dental coverage is left of 12")) == (
        "no dental coverage is left of 12"
    )


def test_of_many_the_first_are_quoted_and_the_others_counted():
    said = said_against(gates(*(f"{number} people fewer" for number in range(8))))
    assert said.split("; ")[3:] == ["3 people fewer", "4 people fewer", "and 3 more, which are on its page"]
