"""Tests for the secrets of a local stack."""

import stat

from scripts.local_secrets import Secrets, new_password


def test_a_stack_keeps_its_secrets_from_one_start_to_the_next(tmp_path):
    first = Secrets.kept(tmp_path / "secrets.json")
    assert Secrets.kept(tmp_path / "secrets.json") == first


def test_no_two_stacks_share_a_secret():
    assert Secrets.new().jwt_secret != Secrets.new().jwt_secret


def test_secrets_are_for_their_owner_only(tmp_path):
    Secrets.kept(tmp_path / "secrets.json")
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_secrets_do_not_show_in_a_representation():
    secrets = Secrets.new()
    assert secrets.fernet_key not in repr(secrets)


def test_a_password_can_be_a_word_of_any_command_line():
    assert all(new_password().isalnum() for _ in range(200))
