"""What the canaries elect, what of it is refused, and what people type instead: values found nowhere else."""

from dataclasses import replace
from itertools import chain

from tests.e2e.canaries import Elected, Spelt, paid, separated

NO_SSN, NO_ZIP = "000-98-76543", "7879955"
"""What BambooHR has of the second person and of the third, and validation refuses."""

NEW_SSN, NEW_ZIP = "976-31-8452", "78788-7731"
"""What is typed in place of them on the page."""

MISTYPED_SSN, MISTYPED_AMOUNT = "976-31-84529", "minus 8264.51"
"""What is typed before that, and refused too."""

DENTAL = [
    Elected("Quartzwhistle Accord", "Employee and Moonsparrow", "Gone to Larkspurmere",
            "1893.47", "1274.39", "918273.64"),
    Elected("Brindlecombe Compact", "Employee and Thrushwater", "Gone to Ottershaw Deep",
            "1764.83", "1385.71", "827364.19"),
    Elected("Velvetmarsh Covenant", "Employee and Rookhollow", "Gone to Sedgewarren",
            "1987.29", "1496.53", "736451.82"),
    Elected("Cinderfen Treaty", "Employee and Wagtailbeck", "Gone to Plovermoss",
            "2073.61", "1528.97", "645182.73"),
]  # fmt: skip
"""Good rows, one for each person."""


def _raised(elected: Elected, cents: int) -> Elected:
    amounts = {name: float(getattr(elected, name)) for name in ("premium", "employer", "volume")}
    return replace(elected, **{name: f"{amount + cents / 100:.2f}" for name, amount in amounts.items()})


LATER = [_raised(one, 407) for one in DENTAL]
LAST = [_raised(one, 713) for one in DENTAL]

FSA = ["2847.61", "2739.47", "2951.83", "2618.29"]
"""What each person puts into an account in the year."""

WRONG = [
    {"subscriber_premium": "-7193.46", "subscriber_pretax_premium": "-7193.46"},
    {"subscriber_premium": "lots 5127.83", "subscriber_pretax_premium": "1563.92"},
    {"subscriber_premium": "3381.57", "subscriber_pretax_premium": "2214.95"},
    {"plan_name": "Halcyonbrook Rival", "org_premium": "4138.26"},
]
"""Members of each person's medical row: below zero, no amount, unequal parts, a second current row."""

CORRECTED = [
    {"subscriber_premium": "6218.39", "subscriber_pretax_premium": "6218.39"},
    {"subscriber_premium": "1563.92"},
    {"subscriber_premium": "2214.95"},
]
"""What is typed in place of the amounts; a second current row can only be put aside."""

BY_HAND = "1947.86"
"""What somebody writes into the payroll file behind our back."""


def spelt() -> dict[str, Spelt]:
    """Return what to look for of each person's election, and of what was refused and typed."""
    times = (("at first", DENTAL), ("later", LATER), ("at last", LAST))
    elected = {
        f"person {number} {when}": one.spellings()
        for when, elections in times
        for number, one in enumerate(elections, 1)
    }
    members = chain.from_iterable(row.values() for row in (*WRONG, *CORRECTED))
    texts = [*members, MISTYPED_AMOUNT]
    plan = WRONG[3]["plan_name"]
    amounts = {text.split()[-1].strip("-") for text in texts if text != plan}
    typed = {
        "refused SSN": {NO_SSN, "00098765432", "0009876543"},
        "refused ZIP code": {NO_ZIP},
        "corrected SSN": separated(NEW_SSN, (3, 5)) | {MISTYPED_SSN},
        "corrected ZIP code": separated(NEW_ZIP, (5,)),
        "medical amount": every_spelling(amounts),
        "medical plan": {plan},
        "account": every_spelling(FSA),
        "amount by hand": paid(BY_HAND),
    }
    return elected | {"anybody": typed}


def every_spelling(amounts: list[str] | set[str]) -> set[str]:
    """Return all spellings of some amounts."""
    return set(chain.from_iterable(map(paid, amounts)))
