"""Killed anywhere and run again, a delivery leaves the carrier as one undisturbed run would.

No carrier ever sees half a file under its final name, with one exception: in an inbox that can only
be written to, nothing can be renamed, so that a kill leaves the file's beginning under that name. It is never
anything but its beginning, and the next try writes the same bytes in its place.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

import pytest

from benefits_sync.clients.carriers.pgp import Keys
from benefits_sync.clients.carriers.pgp_home import gpg_home
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from scripts.local_carrier import LocalCarriers, local_carriers
from scripts.local_carrier_api import LocalCarrierAPI, local_carrier_api
from tests.ledgers import new_ledger
from tests.mapping.carriers.profiles import PROFILE_OF, changed
from tests.pipeline.carriers.carrier_site import CarrierSite
from tests.pipeline.carriers.crashing import Delivery, StillOffice
from tests.pipeline.killing import in_child
from tests.pipeline.site import Sandbox
from tests.services.gpg import GPG, PASSPHRASE

EMPLOYEES = 12

MEDICAL = "cedarline_health"
DENTAL = "brightleaf_dental"
VISION = "clearwater_vision"
LIFE = "harborstone_life"
CARRIERS = (MEDICAL, DENTAL, VISION, LIFE)
"""Over SFTP with PGP, over plain SFTP, into an inbox that can only be written to, and over HTTP."""

LEDGER, ELSE = True, False
POINTS = {
    MEDICAL: {("build", ELSE): 1, ("deliver", LEDGER): 2, ("deliver", ELSE): 6},
    DENTAL: {("build", LEDGER): 5, ("build", ELSE): 2, ("deliver", LEDGER): 4, ("deliver", ELSE): 10},
    VISION: {("build", LEDGER): 3, ("deliver", LEDGER): 4, ("deliver", ELSE): 6},
    LIFE: {("build", LEDGER): 2, ("build", ELSE): 1, ("deliver", LEDGER): 4, ("deliver", ELSE): 5},
}
"""How often each is killed: at statements and commits of the ledger; at files, programs and requests."""

DELIVERIES_KILLED = 40
"""How many kills there are at least in the task that delivers; those in the one that builds come on top."""

STATEMENTS = {"before statement", "before commit"}
VARIABLE = {"after sftp", "before gpgconf"}
"""Kinds of events of which there are not as many every time; nor does gpg give out as many pieces."""

AGAIN = 12
"""At which event of the second try some are killed once more."""

TAKING = {DENTAL}
"""Carriers that have taken what they saw before the next try; the others show all they were given."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@dataclass
class Scene:
    """Carriers that know everybody, and a week later: a copy of it for each delivery."""

    office: StillOffice
    run_id: str
    made: Iterator[int] = field(default_factory=lambda: count(1))

    def delivery(self, carrier: str) -> Delivery:
        """A delivery of which nothing is done yet, minutes after the last: all bytes differ."""
        number = next(self.made)
        origin = self.office.site.folder
        folder = origin.with_name(f"copy-{number}")
        shutil.copytree(origin, folder)
        for path in self.office.inbox(carrier).iterdir():
            if path.is_file():
                path.unlink()
        site = replace(self.office.site, folder=folder)
        moment = self.office.moment + timedelta(minutes=3 * number)
        return Delivery(replace(self.office, site=site, moment=moment), carrier, self.run_id)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCarriers]:
    with local_carriers(tmp_path_factory.mktemp("carriers"), list(CARRIERS)) as started:
        yield started


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCarrierAPI]:
    with local_carrier_api(tmp_path_factory.mktemp("api")) as started:
        yield started


@pytest.fixture(scope="module")
def scene(
    sandbox: Sandbox,
    servers: LocalCarriers,
    api: LocalCarrierAPI,
    gpg: GPG,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    site = CarrierSite.employing(sandbox, tmp_path_factory.mktemp("crashes") / "origin")
    profile, keys = encrypting(gpg)
    changed = {MEDICAL: profile, LIFE: small()}
    new_ledger(site.folder / "ledger.db")
    for week in range(2):
        taken = site.take()
        office = StillOffice(site, servers, api, keys, changed=changed, moment=taken.read_at)
        if week == 0:
            for carrier in CARRIERS:
                assert in_child(Delivery(office, carrier, taken.reference_id).run, site.folder) is not None
            _a_week_passes(site)
    yield Scene(office, taken.reference_id)
    with gpg_home():
        pass  # whoever uses gpg next removes the homes of those who were killed


def _a_week_passes(site: CarrierSite) -> None:
    """Let somebody leave, somebody move, and a child be born, until the Monday after."""
    site.on("2026-03-09")
    leaving, moving, growing, *_ = sorted(site.sandbox.subscribers())
    site.terminate(leaving, date(2026, 3, 6))
    site.update(moving, address_1="9 Elm Street", city="Denver", state="CO", zip_code="80202")
    site.control("change", growing, event="birth", effective_date="2026-03-05")


def small() -> CarrierProfile:
    """The life carrier's profile for a company as small as this one."""
    return changed(PROFILE_OF[LIFE], gates={"least_members": 1})


def encrypting(gpg: GPG) -> tuple[CarrierProfile, Keys]:
    """The medical carrier's profile with keys that exist, and our connection's keys."""
    ours, theirs = gpg.new_key("juniper-crashes", passphrase=PASSPHRASE), gpg.new_key("cedarline-crashes")
    encryption = {"recipient": theirs, "sign_with": ours}
    profile = changed(PROFILE_OF[MEDICAL], delivery={"encryption": encryption})
    assert profile.delivery.encryption is not None
    connection = profile.delivery.encryption.connection
    keys = Keys(connection, gpg.public(ours, theirs), gpg.private(ours, PASSPHRASE), PASSPHRASE)
    return profile, keys


Log = list[tuple[str, str]]
Point = tuple[str, str, int]


def points(log: Log, carrier: str) -> list[Point]:
    """Choose where a delivery is killed: over what it does in the ledger and over all else."""
    chosen: list[Point] = []
    for (stage, is_ledger), number in POINTS[carrier].items():
        places = [
            place for place in numbered(log) if place[0] == stage and (place[1] in STATEMENTS) is is_ledger
        ]
        shares = [at / (number - 1) for at in range(number)] if number > 1 else [0.5]
        chosen += dict.fromkeys(places[round(share * (len(places) - 1))] for share in shares)
    assert len(chosen) == sum(POINTS[carrier].values())
    return chosen


def numbered(log: Log) -> Iterator[Point]:
    """Yield each event of a steady kind with its number among those of its kind."""
    seen: Counter[tuple[str, str]] = Counter()
    for stage, what in log:
        seen[stage, what] += 1
        is_piece = stage == "deliver" and what.endswith("write")  # encrypted bytes vary in number
        if what not in VARIABLE and not (is_piece and seen[stage, what] > 1):
            yield stage, what, seen[stage, what]


def test_deliveries_are_killed_at_forty_points() -> None:
    numbers = [
        number for chosen in POINTS.values() for (stage, _), number in chosen.items() if stage == "deliver"
    ]
    assert sum(numbers) >= DELIVERIES_KILLED


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_delivery_killed_anywhere_ends_as_if_undisturbed(scene: Scene, carrier: str) -> None:
    calm = scene.delivery(carrier)
    log = in_child(calm.run, calm.folder)
    assert log is not None
    for number, place in enumerate(points(log, carrier)):
        where = f"killed at {place}"
        shaken = scene.delivery(carrier)
        assert in_child(shaken.run, shaken.folder, place) is None, where
        seen = shaken.shown()
        assert shaken.in_pieces(seen) == [], where
        taken = shaken.taken() if carrier in TAKING else {}
        # A killed task is tried again, or the whole run is cleared; in any case it is a later minute.
        again = shaken.later(place[0] if number % 3 else "build")
        if number % 8 == 0:
            assert in_child(again.run, again.folder, ("deliver", AGAIN)) is None, where
            assert again.in_pieces(again.shown()) == [], where
        assert in_child(again.run, again.folder) is not None, where
        assert again.outcome() == calm.outcome(), where
        assert again.misdelivered([taken, again.shown()]) == [], where
