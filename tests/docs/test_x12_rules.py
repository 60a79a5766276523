"""The page of the rule catalogue is the one that the catalogue and its tests make."""

from tests.docs.x12_rules import PAGE, page


def test_the_page_is_made_of_the_catalogue_and_its_tests():
    assert PAGE.read_text(encoding="utf-8") == page()
