"""The search finds a value in each spelling, or the canary test would prove nothing."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from tests.e2e.canaries import Canary, Elected, Search, paid
from tests.e2e.carrier_canaries import Relative

CANARY = Canary(
    first_name="Zephyrantha",
    last_name="Quillfeather",
    ssn="987-65-4329",
    born=date(1951, 2, 27),
    rate="487654.31",
    per="Year",
    phone="208-555-7391",
    street="7391 Birdsong Lane",
    city="Xanthippeville",
    zip_code="83799-4417",
    email="zq.secret@example.test",
)
ELECTED = Elected(
    plan="Quartzwhistle Accord",
    level="Employee and Moonsparrow",
    reason="Gone to Larkspurmere",
    premium="1893.47",
    employer="1274.39",
    volume="918273.64",
)


@pytest.fixture
def search():
    return Search({"one": CANARY.spellings() | ELECTED.spellings()})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("987-65-4329", "SSN"),
        ('"ssn": "987654329"', "SSN"),
        ("987.65.4329", "SSN"),
        ("987 65 4329", "SSN"),
        ("'note\\\\n987654329'", "SSN"),
        ("'note\\\\n487654'", "pay"),
        ("1951-02-27", "birth date"),
        ("born 02/27/1951.", "birth date"),
        ("1951/02/27T00:00", "birth date"),
        ("27.02.1951", "birth date"),
        ("{'19510227'}", "birth date"),
        ("487654.31 USD", "pay"),
        ("$487,654.31", "pay"),
        ("487654", "pay"),
        ("487,654", "pay"),
        ("48765431", "pay"),
        ("(208) 555-7391", "phone"),
        ("2085557391", "phone"),
        ("208.555.7391", "phone"),
        ("7391 BIRDSONG LANE", "address"),
        ("?q=7391+Birdsong+Lane", "address"),
        ("xanthippeville", "address"),
        ("837994417", "ZIP code"),
        ("83799-4417", "ZIP code"),
        ("zq.secret%40example.test", "e-mail"),
        ("QUILLFEATHER", "name"),
        ("plan=quartzwhistle+accord", "plan"),
        ("Employee%20and%20Moonsparrow", "coverage"),
        ("left: gone to larkspurmere", "reason"),
        ("takes 1893.47 a pay date", "premium"),
        ("$1,893.47", "premium"),
        ("[189347, 0]", "premium"),
        ("'org_premium': '1274.39'", "employer's premium"),
        ("918,273.64", "volume"),
    ],
)
def test_a_value_is_found_in_each_spelling(search, text, kind):
    assert search.found(text) == [f"{kind} of one"]


@pytest.mark.parametrize("text", ["04:17:30.487654Z", "19876543291", "E10001", "1951", "x48765431"])
def test_what_merely_looks_alike_is_not_found(search, text):
    assert search.found(text) == []


def test_the_pay_of_an_hour_is_looked_for_by_the_year_too():
    hourly = Search({"one": replace(CANARY, rate="61.37", per="Hour").spellings()})
    assert (hourly.found("rate 61.37"), hourly.found("127,649.60")) == (["pay of one"], ["pay of one"])


@pytest.mark.parametrize(("amount", "found"), [("109.52", {"109.52"}), ("12.5", set())])
def test_an_amount_is_not_looked_for_where_a_count_could_stand(amount, found):
    assert paid(amount) == found


def test_a_row_is_found_in_a_database(search, tmp_path):
    file = tmp_path / "some.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE notes (note TEXT)")
        connection.execute("INSERT INTO notes VALUES ('she earns 487,654')")
    assert list(search.database(file)) == ["some.db:notes: pay of one"]


def test_a_file_is_found_whatever_it_holds(search, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "core").write_bytes(b"\x00\xff zephyrantha \x00")
    assert list(search.files(tmp_path)) == ["deep/core: name of one"]


def test_no_value_stands_in_what_is_reported(search):
    reported = search.place("task.log", "987-65-4329 Zephyrantha")
    assert [hit for line in reported for hit in search.found(line)] == []


@pytest.mark.parametrize(
    "text", ["Ñivariette", "ÑIVARIETTE", "NIVARIETTE", "\\u00d1ivariette", "%C3%91ivariette"]
)
def test_a_name_with_accents_is_found_however_it_is_written(text):
    relative = Relative("child", "Ñivariette", "Íñi", "534-71-5298", date(2009, 12, 6))
    assert Search({"one": relative.spellings()}).found(f'"{text}"') == ["name of one"]
