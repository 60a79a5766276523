"""The emulator's named switches, for what the vendor does differently from tenant to tenant."""

from dataclasses import asdict, dataclass, fields

from sandbox.core.wire import Json


class UnknownSwitchError(ValueError):
    """A switch has no such name or no such value; the message names it and what there is."""


@dataclass(slots=True)
class Switches:
    """What can be switched.

    Attributes:
        create_body: ``object`` or ``empty``: what a created employee is answered with.
        update_body: ``empty`` or ``object``: what an updated employee is answered with.
        empty_change_map: ``object`` or ``list``: an empty change feed's ``employees``.
        strict_lists: Whether a value that is no option is refused (never on v1 table rows).
        empty_report: ``first`` or ``refused``: a report that asks for no field.
        webhook_fields: ``flat`` or ``wrapped``: the values in field-based deliveries.
        local_webhooks: Whether webhooks may go to ``http://127.0.0.1``; the vendor demands HTTPS.
        webhook_seconds_per_minute: How long a minute of the retry schedule lasts.
        throttle_per_minute: Requests a minute and key; 0 for no limit.
        throttle_status: 429, or 503 as before September 2026.
        bad_key_limit: Unknown keys within five minutes that block an address; 0 for no block.
        deduction_table: Whether the company has made itself the table ``customDeductions``.
    """

    create_body: str = "object"
    update_body: str = "empty"
    empty_change_map: str = "object"
    strict_lists: bool = True
    empty_report: str = "first"
    webhook_fields: str = "flat"
    local_webhooks: bool = False
    webhook_seconds_per_minute: float = 60.0
    throttle_per_minute: int = 0
    throttle_status: int = 429
    bad_key_limit: int = 0
    deduction_table: bool = True

    def change(self, wanted: dict[str, Json]) -> None:
        """Set switches by name.

        Raises:
            UnknownSwitchError: When a name or a value is not one of the switches'.
        """
        known = {each.name: each for each in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise UnknownSwitchError(f"no switch {name!r}; there are {', '.join(known)}")
            self._check(name, value)
            setattr(self, name, value)

    def _check(self, name: str, value: Json) -> None:
        allowed = _CHOICES.get(name)
        if allowed is not None and value not in allowed:
            raise UnknownSwitchError(f"switch {name!r} must be one of {', '.join(map(str, allowed))}")
        present = getattr(self, name)
        numbers = (int, float) if isinstance(present, float) else type(present)
        if not isinstance(value, numbers) or (isinstance(value, bool) and not isinstance(present, bool)):
            raise UnknownSwitchError(f"switch {name!r} must be of type {type(present).__name__}")

    def to_json(self) -> dict[str, Json]:
        """Describe all switches."""
        return asdict(self)


_CHOICES: dict[str, tuple[Json, ...]] = {
    "create_body": ("object", "empty"),
    "update_body": ("empty", "object"),
    "empty_change_map": ("object", "list"),
    "empty_report": ("first", "refused"),
    "webhook_fields": ("flat", "wrapped"),
    "throttle_status": (429, 503),
}
