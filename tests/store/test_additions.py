"""Values that a mapping's lookup lacked and a person added."""

from tests.store.samples import EXPORT, hours


def add(ledger, target="WD", source="Widowed", integration=EXPORT):
    return ledger.additions.add(integration, "marital_status", (source, target), "dana", hours(1))


def test_an_added_line_holds_for_its_integration(ledger):
    add(ledger)
    found = (ledger.additions.of(EXPORT), ledger.additions.of("deductions_import"))
    assert found == ({"marital_status": {"Widowed": "WD"}}, {})


def test_a_line_may_say_that_nothing_is_given(ledger):
    add(ledger, None)
    assert ledger.additions.of(EXPORT) == {"marital_status": {"Widowed": None}}


def test_a_later_line_for_the_same_value_replaces_the_earlier(ledger):
    add(ledger)
    add(ledger, "S")
    assert [one.target_value for one in ledger.additions.list()] == ["S"]


def test_a_withdrawn_line_holds_no_more(ledger):
    number = add(ledger)
    assert ledger.additions.withdraw(number, "erin", hours(2))
    assert (ledger.additions.of(EXPORT), ledger.additions.get(number)) == ({}, None)


def test_a_line_is_withdrawn_once(ledger):
    number = add(ledger)
    ledger.additions.withdraw(number, "erin", hours(2))
    assert not ledger.additions.withdraw(number, "erin", hours(3))
