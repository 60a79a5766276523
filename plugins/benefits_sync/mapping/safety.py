"""Keeps settings that are made for invented people away from real ones."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from benefits_sync.errors import MappingError
from benefits_sync.mapping.document import Problem
from benefits_sync.mapping.grammar import Mapping


def warnings_of(mapping: Mapping) -> Iterator[Problem]:
    """Yield what is no mistake in a mapping but must not stay there when real people are exported."""
    if mapping.settings.ssn_allow_900_area:
        message = (
            "warning: `ssn_allow_900_area` lets invented SSNs pass, so runs that would reach other hosts "
            "than a sandbox are refused; remove it before real people are exported"
        )
        yield Problem(("settings", "ssn_allow_900_area"), message)


def refuse_test_settings(mapping: Mapping, hosts: Iterable[str]) -> None:
    """Refuse a mapping made for test data where a run would reach a vendor.

    Args:
        mapping: The mapping of the run.
        hosts: Names or addresses of the hosts that the run reads and writes, as its connections give them.

    Raises:
        MappingError: If the mapping has a setting for test data and a host is not a sandbox's.
    """
    elsewhere = sorted({host for host in hosts if not _is_sandbox(host)})
    if mapping.settings.ssn_allow_900_area and elsewhere:
        raise MappingError(
            f"mapping {mapping.name}: `ssn_allow_900_area: true` lets invented SSNs pass and is for the "
            f"sandbox only, but this run would reach {', '.join(elsewhere)}; remove the setting from the "
            "mapping file"
        )


def refuse_invented_records(source: str, targets: Iterable[str]) -> None:
    """Refuse to write a sandbox's records anywhere but into a sandbox.

    Args:
        source: The host that records are read from.
        targets: Hosts that they go to.

    Raises:
        MappingError: If records of invented people would reach a vendor.
    """
    elsewhere = sorted({host for host in targets if not _is_sandbox(host)})
    if elsewhere and _is_sandbox(source):
        raise MappingError(
            f"the records of {source} are a sandbox's, and this run would write them to "
            f"{', '.join(elsewhere)}; correct one of the connections"
        )


def _is_sandbox(host: str) -> bool:
    """Tell whether a host is this machine, or a service of a private container network.

    No vendor is reached by a name without a dot.
    """
    name = host.strip("[]").rstrip(".").lower()
    try:
        return ip_address(name).is_loopback
    except ValueError:  # it is a name; one that begins with a digit may be an address in disguise
        return name.endswith(".localhost") or (name[:1].isalpha() and "." not in name)
