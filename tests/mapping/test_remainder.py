"""What is left of a file when the entries that break its grammar are taken out."""

from pydantic import BaseModel, ConfigDict

from benefits_sync.mapping.remainder import Remainder


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = 0


class File(BaseModel):
    rows: list[Row] = []
    title: str


BAD_ROWS = {"title": "t", "rows": [{"nome": "a"}, {"name": "b", "size": "big"}, {"size": 3}, {"name": "d"}]}


def test_only_what_breaks_the_grammar_is_taken_out():
    rest = Remainder.of(BAD_ROWS, File)
    assert rest is not None
    assert rest.model == File(title="t", rows=[Row(name="b"), Row(name="d")])


def test_the_places_are_those_of_the_file_however_the_rows_have_moved():
    rest = Remainder.of(BAD_ROWS, File)
    assert rest is not None
    assert rest.taken_out == [("rows", 0), ("rows", 1, "size"), ("rows", 2)]
    assert [rest.in_the_file(("rows", at, "name")) for at in (0, 1)] == [
        ("rows", 1, "name"),
        ("rows", 3, "name"),
    ]


def test_the_data_itself_is_left_as_it_is():
    before = str(BAD_ROWS)
    Remainder.of(BAD_ROWS, File)
    assert str(BAD_ROWS) == before


def test_nothing_is_left_of_a_file_that_lacks_what_it_needs():
    assert Remainder.of({"rows": []}, File) is None
