"""What every page shares: how values are written, and styles that can be read."""

import re
from datetime import timedelta

import pytest

from benefits_sync.ui.layout import STATIC, duration

TOKEN = re.compile(r"--(\w+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (8, "8 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (7_205, "2 h"),
        (90_000, "1 d 1 h"),
    ],
)
def test_a_duration_is_written_in_its_two_largest_units(seconds, written):
    assert duration(timedelta(seconds=seconds)) == written


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


COLOURS = {name: shades for name, *shades in TOKEN.findall((STATIC / "benefits.css").read_text())}
TEXTS = ("text", "dim", "link", "good", "warn", "bad", "busy", "wait", "gone")


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "card", "sunk"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_ground(theme, ground, text):
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "card", "sunk"])
def test_the_focus_can_be_seen_on_every_ground(theme, ground):
    assert contrast(COLOURS["focus"][theme], COLOURS[ground][theme]) >= 3


@pytest.mark.parametrize("name", ["benefits.css", "benefits.js"])
def test_nothing_is_loaded_from_elsewhere(name):
    assert re.findall(r"https?://|@import|//cdn", (STATIC / name).read_text()) == []
