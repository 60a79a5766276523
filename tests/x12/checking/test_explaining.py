"""A segment that the guide's expression matches is right, and of any other it is said what is wrong."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits_sync.x12.checking import guide_rules, syntax
from benefits_sync.x12.checking.explaining import explain
from benefits_sync.x12.checking.guide import ENVELOPE, HEADER, PERSON
from benefits_sync.x12.checking.recogniser import usages
from benefits_sync.x12.checking.spelling import Spelling
from benefits_sync.x12.delimiters import Delimiters
from tests.x12.families import members, transaction
from tests.x12.files import lines

QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
DELIMITERS = Delimiters()
SPELLING = Spelling(DELIMITERS)
EXPRESSIONS = {
    (usage, key): re.compile(SPELLING.segment(usage.segment, key))
    for loop in (HEADER, PERSON, *ENVELOPE.values())
    for usage in usages(loop)
    for key in usage.segment.keys
}


def disagreements(text):
    """Usages for which a segment is right by the expression and wrong by the explanation, or reversed."""
    return [
        (usage.loop, key)
        for (usage, key), expression in EXPRESSIONS.items()
        if f"{text}*".startswith(f"{key}*")
        and (expression.fullmatch(text) is not None) == bool(explain(text, usage.segment, DELIMITERS))
    ]


@QUICK
@given(person=members)
def test_expression_and_explanation_agree_on_any_segment(person):
    written = [line.removesuffix("~") for line in lines(transaction(person))[1:]]
    assert [found for text in written for found in disagreements(text)] == []


@QUICK
@given(person=members, data=st.data())
def test_they_agree_on_segments_with_a_piece_replaced(person, data):
    text = data.draw(st.sampled_from([line.removesuffix("~") for line in lines(transaction(person))[2:]]))
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.text("*:^ 0129AD8.-\u00e9\x07", max_size=4))
    cut = data.draw(st.integers(0, 4))
    assert disagreements(text[:at] + piece + text[at + cut :]) == []


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("DTP*336*D8*20240229", True),
        ("DTP*336*D8*20230229", False),
        ("DTP*336*D8*19000229", False),
        ("DTP*336*D8*20000229", True),
        ("DTP*336*D8*20260431", False),
        ("DTP*336*RD8*20260101-20260131", False),
        ("DTP*348*RD8*20260101-20260131", True),
        ("DTP*348*D8*20260101-20260131", False),
        ("AMT*P3*-12.5", True),
        ("AMT*P3*12.", False),
        ("AMT*P3*+1", False),
        ("AMT*P3*1.2.3", False),
        ("AMT*P3*123456789012345678", True),
        ("AMT*P3*1234567890123456.789", False),
        ("DMG*D8*19800517*F**7^8:RET:2106-3", True),
        ("DMG*D8*19800517*F**:RET", True),
        ("DMG*D8*19800517*F**7:", False),
        ("DMG*D8*19800517*F**^7", False),
        ("INS*Y*18*030*XN*A*D:", False),
        ("INS*Y*18*030*XN*A*D:0", True),
        ("NM1*IL*1*O'NEIL*ANA****34*123456789", True),
        ("NM1*IL*1* ONEIL", False),
        ("LUI**** 7", False),
        ("LUI***SPANISH*7", True),
        ("LUI", False),
        ("LUI**", False),
        ("LUI****7", False),
    ],
)
def test_a_segment_is_right_or_wrong(text, is_right):
    fits = [
        not explain(text, usage.segment, DELIMITERS)
        for usage, key in EXPRESSIONS
        if text.startswith(f"{key}*") and usage.loop in {"2000", "2100A", "2300"}
    ]
    assert (any(fits), disagreements(text)) == (is_right, [])


def told(text, key, loop):
    usage = next(usage for usage, known in EXPRESSIONS if known == key and usage.loop == loop)
    return {
        (problem.rule, problem.element, problem.detail)
        for problem in explain(text, usage.segment, DELIMITERS)
    }


def test_all_that_is_wrong_with_a_segment_is_told_at_once():
    assert told("NM1*IL*2**A\x07****34*1**", "NM1*IL", "2100A") == {
        (syntax.TRAILING_SEPARATORS, 0, ""),
        (guide_rules.CODE, 2, ""),
        (guide_rules.ELEMENT_MISSING, 3, ""),
        (syntax.CHARACTERS, 4, ""),
        (syntax.TOO_SHORT, 9, "it has 1 characters, at least 2 are needed"),
    }


def test_what_is_told_of_a_length_are_numbers_only():
    [(_, _, detail)] = told(f"REF*0F*{'7' * 51}", "REF*0F", "2000")
    assert detail == "it has 51 characters, at most 50 fit"


@pytest.mark.parametrize(
    "delimiters", [Delimiters("|", "]", "\\", "\n"), Delimiters("\x1d", "-", "^", "\x1c")]
)
def test_delimiters_that_mean_something_to_expressions_are_taken_as_they_are(delimiters):
    element, component, repetition = delimiters.element, delimiters.component, delimiters.repetition
    text = f"DMG*D8*19800517*F**7{repetition}8:RET:21063".replace(":", component).replace("*", element)
    [pattern] = {
        Spelling(delimiters).segment(usage.segment, key)
        for usage, key in EXPRESSIONS
        if key == "DMG" and usage.loop == "2100A"
    }
    assert re.fullmatch(pattern, text)
