"""Webhooks: what each listens for, and what it is sent."""

from dataclasses import asdict, dataclass, field

from sandbox.bamboohr.catalog import BY_NAME
from sandbox.bamboohr.state import Change
from sandbox.core.wire import Json

FIELD_BASED = tuple(f"employee_with_fields.{verb}" for verb in ("created", "updated", "deleted"))
EVENT_BASED = tuple(f"employee.{verb}" for verb in ("created", "updated", "deleted"))
EVENTS = {*FIELD_BASED, *EVENT_BASED, "company.updated", "company.deleted", "company-integrations.updated"}


@dataclass(slots=True)
class Hook:
    """One webhook.

    Attributes:
        monitor_fields: Aliases or numbers whose change counts, or None for created and deleted only.
        post_fields: Alias or number of a value to send, and the name to send it under.
        owner: The user who made it and whose rights it has.
        log: The deliveries of late, newest last.
    """

    id: str
    owner: int
    name: str
    url: str
    format: str
    private_key: str
    created: str
    monitor_fields: list[str] | None = None
    post_fields: dict[str, str] = field(default_factory=dict)
    include_company_domain: bool = False
    events: list[str] = field(default_factory=lambda: list(FIELD_BASED))
    last_sent: str | None = None
    log: list[dict[str, Json]] = field(default_factory=list)

    @property
    def monitored(self) -> set[str]:
        """The aliases of the fields whose change counts."""
        return {BY_NAME[name].alias for name in self.monitor_fields or () if name in BY_NAME}

    @property
    def event_based(self) -> bool:
        """Whether it gets one thin event each, without values."""
        return any(event in EVENT_BASED for event in self.events)

    def label(self, alias: str) -> str:
        """Return the name a field is called by in this webhook's payloads."""
        for name, label in self.post_fields.items():
            if name in BY_NAME and BY_NAME[name].alias == alias:
                return label
        return BY_NAME[alias].name

    def wants(self, change: Change) -> bool:
        """Tell whether it listens for a change."""
        family = "employee" if self.event_based else "employee_with_fields"
        if f"{family}.{change.action.lower()}" not in self.events:
            return False
        return change.action != "Updated" or bool(self.monitored & change.names)

    def to_json(self) -> dict[str, Json]:
        """Describe it the way the API does, without its key."""
        return {
            "id": self.id,
            "name": self.name,
            "created": self.created,
            "lastSent": self.last_sent,
            "monitorFields": self.monitor_fields,
            "postFields": self.post_fields,
            "url": self.url,
            "format": self.format,
            "includeCompanyDomain": self.include_company_domain,
            "events": self.events,
        }


@dataclass(slots=True)
class Webhooks:
    """All webhooks."""

    hooks: dict[str, Hook] = field(default_factory=dict)
    last: int = 0

    def next_id(self) -> str:
        """Return the number of the next webhook."""
        self.last += 1
        return str(self.last)

    def snapshot(self) -> dict[str, Json]:
        """Return everything as plain JSON values."""
        return {"hooks": [asdict(hook) for hook in self.hooks.values()], "last": self.last}

    @classmethod
    def restored(cls, saved: dict[str, Json]) -> "Webhooks":
        """Return what `snapshot` described."""
        return cls({each["id"]: Hook(**each) for each in saved["hooks"]}, saved["last"])


def form_pairs(value: Json, prefix: str = "") -> list[tuple[str, str]]:
    """Flatten a payload into the pairs of a form body, PHP's way: ``data[companyId]=40211``."""
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    else:
        return [(prefix, "" if value is None else str(value))]
    pairs: list[tuple[str, str]] = []
    for key, inner in entries:
        pairs += form_pairs(inner, f"{prefix}[{key}]" if prefix else str(key))
    return pairs
