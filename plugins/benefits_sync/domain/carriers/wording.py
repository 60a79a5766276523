"""Keeps of a carrier's words those that are about insurance and files, and no others.

A carrier's message may hold a name, an id or a date. Names cannot be told from words, so only words of a list
are kept; the whole message is in the sealed answer.
"""

import re
from typing import Final

from benefits_sync.redaction import MASK

WORD: Final = re.compile(r"[0-9](?:[-./ ]?[0-9])*|[^\W0-9_]+|[^A-Za-z0-9\s]+")
LONGEST_NUMBER: Final = 3
MARKS: Final = frozenset(".,;:()-/'%&")
PARTS: Final = re.compile(rf"(?:{re.escape(MASK)}[ ,;:()/'&.-]*)+{re.escape(MASK)}")

KNOWN_WORDS: Final = frozenset(
    """
    a about above absent accepted account active add added addition address after age aged all already also
    amount an and annual another any applied are as at audit balance be because been before begin beginning
    begins below beneficiary benefit benefits birth blank both but by calculated calendar can cancel canceled
    cancelled cannot card carrier category change changed changes check child children class cobra code codes
    column combination company contact contract correct corrected coverage coverages covered currently data
    date dates day days deductible deleted denied dental dependent dependents differ different differs
    disability disabled discrepancy division does domestic drop dropped due duplicate duplicated earlier edit
    effective either election eligibility eligible employee employees employer employment end ended ends
    enroll enrolled enrollment enrolment error errors event exceeds exist existing exists expected expired
    family feed field file files first for format found from full future gender given greater group had
    handicapped has have health hire hired history hmo home id identifier if ignored in inactive incomplete
    incorrect individual ineligible info information insured insurance invalid is it last late later least
    length less level life limit line loaded location longer match matched matches maximum medical medicare
    member members minimum mismatch missing more multiple must name needed new no none not number of off old
    older on one only open or original other out over overage overlap overlapping overlaps paid partner
    payroll pending period permitted person pharmacy phone plan plans policy postal ppo premium previous
    primary prior process processed product provided provider questions rate reason received record records
    reenroll reinstate reinstated rejected relation relationship removed replaced reported request required
    requires retired retro retroactive review row same section see self sex s should size skipped social
    sponsor spouse ssn standard start state status street student subgroup submitted subscriber suffix system
    taxpayer term terminate terminated termination terms than that the their there they this tier to too total
    transaction twice under unable unknown until update updated value values verify vision volume waived
    waiting warning was were when where which with within without wrong year years zip
    """.split()  # noqa: SIM905 - a list of these lines would be ten times as long
)


def safe_words(text: str) -> str:
    """Return a carrier's message with everything masked that is not known to be harmless."""
    shown = "".join(_shown(text))
    return " ".join(PARTS.sub(MASK, shown).split())


def _shown(text: str) -> list[str]:
    pieces: list[str] = []
    end = 0
    for found in WORD.finditer(text):
        pieces.append(" " if found.start() > end else "")
        pieces.append(found.group() if _is_harmless(found.group()) else MASK)
        end = found.end()
    return pieces


def _is_harmless(word: str) -> bool:
    if word[0].isdigit():
        return word.isdigit() and len(word) <= LONGEST_NUMBER
    return word.casefold() in KNOWN_WORDS or set(word) <= MARKS
