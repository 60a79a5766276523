"""Breaks files in ways that real ones are broken, and in ways that no file ever was; the seed decides."""

from collections.abc import Callable
from random import Random

DELIMITERS = b"*^:~\n"
SEGMENTS = (
    b"INS",
    b"HD",
    b"SE",
    b"ST",
    b"GE",
    b"IEA",
    b"ISA",
    b"GS",
    b"LS",
    b"LE",
    b"AK2",
    b"IK3",
    b"AK9",
    b"TA1",
)
VALUES = (
    b"",
    b"0",
    b"-1",
    b"99999999999999999999",
    b"20269999",
    b"Z" * 300,
    b"\xe9",
    b"\x00",
    b"18",
    b"834",
    b"R",
)

Mutation = Callable[[Random, bytes], bytes]


def _flip(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def _swap_delimiter(random: Random, data: bytes) -> bytes:
    one, other = random.choice(DELIMITERS), random.choice(DELIMITERS)
    at = data.find(bytes([one]), random.randrange(len(data)))
    return data[:at] + bytes([other]) + data[at + 1 :] if at >= 0 else data


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def _cut_out(random: Random, data: bytes) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randrange(1, 60) :]


def _repeat(random: Random, data: bytes) -> bytes:
    start = random.randrange(len(data))
    return data[: start + random.randrange(200)] + data[start:]


def _insert(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + random.randbytes(random.randrange(1, 30)) + data[at:]


def _segments(data: bytes) -> list[bytes]:
    return data.split(b"~")


def _move_segment(random: Random, data: bytes) -> bytes:
    segments = _segments(data)
    segments.insert(random.randrange(len(segments)), segments.pop(random.randrange(len(segments))))
    return b"~".join(segments)


def _drop_segment(random: Random, data: bytes) -> bytes:
    segments = _segments(data)
    del segments[random.randrange(len(segments))]
    return b"~".join(segments)


def _strange_segment(random: Random, data: bytes) -> bytes:
    segments = _segments(data)
    elements = [random.choice(SEGMENTS), *random.choices(VALUES, k=random.randrange(12))]
    segments.insert(random.randrange(len(segments)), b"\n" + b"*".join(elements))
    return b"~".join(segments)


def _strange_element(random: Random, data: bytes) -> bytes:
    segments = _segments(data)
    at = random.randrange(len(segments))
    elements = segments[at].split(b"*")
    elements[random.randrange(len(elements))] = random.choice(VALUES)
    segments[at] = b"*".join(elements)
    return b"~".join(segments)


def _noise(random: Random, data: bytes) -> bytes:
    return random.randbytes(random.randrange(300))


def _noise_behind_isa(random: Random, data: bytes) -> bytes:
    return data[:106] + random.randbytes(random.randrange(300))


MUTATIONS: tuple[Mutation, ...] = (
    _flip,
    _swap_delimiter,
    _cut,
    _cut_out,
    _repeat,
    _insert,
    _move_segment,
    _drop_segment,
    _strange_segment,
    _strange_element,
    _noise,
    _noise_behind_isa,
)


def broken(seed: int, file: bytes) -> bytes:
    """A file broken one to four times, always the same way for one seed, and never left as it was."""
    random, data = Random(seed), file
    while data == file:
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            data = random.choice(MUTATIONS)(random, data or b"~")
    return data
