"""The canaries' families, and what carriers write about them: values found nowhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from unicodedata import normalize
from urllib.parse import quote

from benefits_sync.mapping.carriers.grammar import CarrierProfile
from tests.e2e.canaries import PEOPLE, Spelt, dated, separated, written


@dataclass(frozen=True)
class Relative:
    """A dependent; the names have signs that files to carriers spell otherwise."""

    relationship: str
    first_name: str
    last_name: str
    ssn: str
    born: date

    def row(self, employee: str) -> Mapping[str, str]:
        """Return the dependent as BambooHR's API takes one."""
        return {
            "employeeId": employee,
            "firstName": self.first_name,
            "lastName": self.last_name,
            "relationship": self.relationship,
            "gender": "Female",
            "dateOfBirth": self.born.isoformat(),
            "ssn": self.ssn,
        }

    def spellings(self) -> Spelt:
        """Return what to look for: names as they are, without accents, in capitals, escaped, in URLs."""
        names = [spelt for name in (self.first_name, self.last_name) for spelt in spelt_out(name)]
        return {
            "name": set(chain.from_iterable(map(written, names))),
            "SSN": separated(self.ssn, (3, 5)),
            "birth date": dated(self.born),
        }


def plain(name: str) -> str:
    """Return a name as files to carriers have it."""
    return normalize("NFKD", name).encode("ascii", "ignore").decode()


def spelt_out(name: str) -> set[str]:
    """Return a name in all ways in which it could be kept."""
    return {name, name.upper(), plain(name), quote(name), json.dumps(name).strip('"')}


FAMILIES = [
    Relative("spouse", "Mélusandrine", "Quillfeather-Böhm", "531-47-8623", date(1952, 8, 14)),
    Relative("child", "Théodorique", "Thistlewick-Åsa", "532-58-7412", date(2012, 4, 23)),
    Relative("spouse", "Eulàliandra", "Marblethwaite-Üz", "533-69-6301", date(1893, 2, 11)),
    Relative("child", "Ñivariette", "Featherstonhaugh-Íñi", "534-71-5298", date(2009, 12, 6)),
]  # fmt: skip
"""One dependent of each person. The third is older than people become, which some carriers refuse."""

CODE_OF_CARRIER = "E77"


def rejection(profile: CarrierProfile, group_number: int) -> bytes:
    """Return a 999 that rejects a file and repeats values of people, as IK404 may."""
    ours, theirs = profile.envelope.sender, profile.envelope.receiver
    first, second = PEOPLE[0], FAMILIES[0]
    return (
        f"ISA*00*          *00*          *{theirs.qualifier}*{theirs.id:<15}*{ours.qualifier}*{ours.id:<15}"
        f"*260304*0700*^*00501*000000077*0*P*:~GS*FA*{theirs.application_code}*{ours.application_code}*20260304"
        f"*0700*77*X*005010X231A1~ST*999*0001*005010X231A1~AK1*BE*{group_number}*005010X220A1~AK2*834*0001~"
        f"IK3*NM1*13*2100*8~IK4*9*67*7*{first.ssn.replace('-', '')}~IK4*3*1035*6*{first.last_name.upper()}~"
        f"IK3*DMG*17*2100*8~IK4*2*1251*8*{second.born:%Y%m%d}~IK4*1*1036*7*{plain(second.first_name).upper()}~"
        "IK5*R*I5~AK9*R*1*1*0~SE*11*0001~GE*1*77~IEA*1*000000077~"
    ).encode()


def report(headings: Mapping[str, str], delimiter: str) -> str:
    """Return a list of discrepancies whose every column and word may be a person's."""
    lines = [
        {
            "subscriber": person.ssn.replace("-", ""),
            "member": f"{plain(relative.last_name)}, {plain(relative.first_name)}",
            "code": CODE_OF_CARRIER,
            "message": f"{plain(relative.first_name)} {plain(relative.last_name)} ({relative.ssn}), born "
            f"{relative.born:%m/%d/%Y}, not found; see {person.first_name} {person.last_name} {person.email}",
        }
        for person, relative in zip(PEOPLE, FAMILIES, strict=True)
    ]
    rows = [headings, *lines]
    return "".join(delimiter.join(row.get(name, "") for name in headings) + "\n" for row in rows)


def stray_words() -> bytes:
    """Return an answer that is neither an acknowledgment nor a report."""
    told = [
        f"{person.first_name} {person.last_name} {person.ssn} {person.born:%Y-%m-%d} {person.rate}, and "
        f"{relative.first_name} {relative.last_name} {relative.ssn} {relative.born:%Y-%m-%d}"
        for person, relative in zip(PEOPLE, FAMILIES, strict=True)
    ]
    return "\n".join(told).encode()
