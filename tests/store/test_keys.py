"""Keys: made at random, refused when they are no keys, separate for each purpose."""

import pytest

from benefits_sync.errors import ConnectionSettingsError
from benefits_sync.store.keys import derive_key, generate_key, parse_key


def test_a_generated_key_is_32_bytes():
    assert len(parse_key(generate_key())) == 32


def test_two_generated_keys_differ():
    assert generate_key() != generate_key()


def test_a_key_may_be_surrounded_by_blanks():
    key = generate_key()
    assert parse_key(f" {key}\n") == parse_key(key)


@pytest.mark.parametrize("text", ["", "secret", "aGVsbG8=", "é" * 44, "?" * 44])
def test_anything_else_is_refused_without_being_shown(text):
    with pytest.raises(ConnectionSettingsError, match="make one with `benefits keygen`") as caught:
        parse_key(text)
    assert not text or text not in str(caught.value)


def test_each_purpose_has_a_key_of_its_own():
    key = b"k" * 32
    assert len({key, derive_key(key, "a"), derive_key(key, "b")}) == 3
