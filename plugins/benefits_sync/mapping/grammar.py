"""The grammar of a mapping file, as models. ``include/mappings/README.md`` explains it to its authors."""

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from benefits_sync.mapping.conditions import Entry, When
from benefits_sync.mapping.guards import Guards
from benefits_sync.mapping.transforms import TRANSFORMS, Transform
from benefits_sync.mapping.versioned import Name, VersionedLookups
from benefits_sync.models.subscriber import SUBSCRIBER_FIELDS, canonical, conforms
from benefits_sync.redaction import is_sensitive

TERMINATION_MEMBERS: Final = ("termination_date", "termination_reason", "is_voluntary_termination")
"""What a termination tells the target: none of them is a field of the mapping."""


class OnFailure(StrEnum):
    """What becomes of a value that fails."""

    REJECT = "reject"
    LEAVE_OUT = "leave_out"


class WhenEmpty(StrEnum):
    """What becomes of the target's value when the source's is empty."""

    KEEP = "keep"
    CLEAR = "clear"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("not a time zone of the IANA list, such as America/Denver") from error
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


def unknown_name(what: str, name: str, valid: Iterable[str]) -> PydanticCustomError:
    """Return the error for a name that is not one of the valid ones; its reader suggests the nearest."""
    context = {"what": what, "name": name, "valid": tuple(valid)}
    return PydanticCustomError("unknown_name", "`{name}` is not a {what}", context)


class RunSettings(Entry):
    """What the runs of any mapping go by.

    ``timezone`` decides what day it is, ``overlap_minutes`` how far a delta read reaches behind the last one,
    and ``chunk_size`` how many records one Airflow task writes. Each of these tasks first reads from the
    target what it is going to write, page by page when that is much, so that many small chunks would read the
    same pages again and again.
    """

    timezone: Zone = "UTC"
    overlap_minutes: int = Field(default=5, ge=0, le=1440)
    chunk_size: int = Field(default=100_000, ge=1, le=1_000_000)


class Settings(RunSettings):
    """What holds for a whole mapping of people.

    ``hire_horizon_days`` is how far ahead a future hire is sent.
    ``ssn_allow_900_area`` lets invented SSNs (area 900 to 999, never issued) pass. It is for test data only.
    """

    hire_horizon_days: int = Field(default=90, ge=0, le=366)
    ssn_allow_900_area: bool = False


class Exclusion(Entry):
    """One reason to leave a person out; the first that matches is the one reported."""

    reason: Name
    when: When = Field(min_length=1)


class Rule(Entry):
    """One line of a rule table: a named value, and when it is given."""

    name: Name
    when: When | None = Field(default=None, min_length=1)
    value: str | None = None
    otherwise: str | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        if {"when", "value"} != self.model_fields_set - {"name"} != {"otherwise"}:
            raise ValueError("a rule has either `when` with `value`, or `otherwise` alone")
        return self

    @property
    def result(self) -> str | None:
        """What the rule gives; None gives nothing, on purpose."""
        return self.value if self.when is not None else self.otherwise

    @property
    def conditions(self) -> When:
        """When the rule holds; no condition means always."""
        return self.when or {}


def _known_transform(name: str) -> str:
    if name not in TRANSFORMS:
        raise unknown_name("transform", name, TRANSFORMS)
    return name


class TransformCall(Entry):
    """A named transform with its arguments."""

    name: Annotated[str, AfterValidator(_known_transform)]
    arguments: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_its_arguments(self) -> Self:
        expected = self.transform.parameters
        if set(expected) != set(self.arguments):
            needs = f"needs {', '.join(expected)}" if expected else "takes no arguments"
            raise ValueError(f"transform `{self.name}` {needs}")
        for name in self.transform.numbers:
            if not self.arguments[name].isdecimal():
                raise ValueError(f"`{name}` of transform `{self.name}` must be a whole number")
        return self

    @property
    def transform(self) -> Transform:
        """The transform of this name."""
        return TRANSFORMS[self.name]

    @property
    def companions(self) -> dict[str, str]:
        """Parameters that are source fields of the same person -> the source field."""
        return {name: self.arguments[name] for name in self.transform.companions}


def _as_call(value: object) -> object:
    match value:
        case str():
            return {"name": value}
        case dict() if len(value) == 1:
            ((name, arguments),) = value.items()
            return {"name": name, "arguments": arguments if isinstance(arguments, dict) else {"n": arguments}}
        case _:
            raise ValueError("a transform is a name, or a name with its arguments: {first_n: 30}")


def _as_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


class FieldSpec(Entry):
    """Where one member of the target comes from.

    Exactly one of ``from`` (the first of its source fields that holds a value), ``rules`` and ``constant`` is
    given. Transforms come first, then the lookup, then the default. ``when_empty`` says what becomes of the
    target's value where nothing comes of all this.
    """

    from_: Annotated[tuple[str, ...], BeforeValidator(_as_many)] = Field(default=(), alias="from")
    rules: str | None = None
    constant: str | None = None
    transforms: tuple[Annotated[TransformCall, BeforeValidator(_as_call)], ...] = ()
    lookup: str | None = None
    default: str | None = None
    required: bool = False
    sensitive: bool = False
    unlisted: OnFailure = OnFailure.REJECT
    on_error: OnFailure = OnFailure.REJECT
    when_empty: WhenEmpty = WhenEmpty.KEEP

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if [bool(self.from_), self.rules is not None, self.constant is not None].count(True) != 1:
            raise ValueError("a field has exactly one of `from`, `rules` and `constant`")
        if not self.from_ and (self.transforms or self.lookup):
            raise ValueError("`transforms` and `lookup` work on a value read with `from`")
        return self

    @model_validator(mode="after")
    def _can_be_cleared(self) -> Self:
        if self.when_empty is WhenEmpty.CLEAR and (self.required or self.constant is not None):
            raise ValueError("`when_empty: clear` does not go with `required` or `constant`")
        return self


class Termination(Entry):
    """How a leaver is recognised and told to the target.

    ``keep`` names members that are not updated on the way out: what they are derived from ends with the job.
    """

    when: When = Field(min_length=1)
    date: str
    reason: str
    voluntary: str
    keep: tuple[str, ...] = ()


class Mapping(VersionedLookups):
    """One mapping file."""

    source: Literal["bamboohr.employee"]
    target: Literal["plansource.subscriber"]
    key: str
    settings: Settings = Settings()
    custom_fields: tuple[str, ...] = ()
    scope: tuple[Exclusion, ...] = ()
    fields: dict[str, FieldSpec] = Field(min_length=1)
    rules: dict[str, tuple[Rule, ...]] = Field(default_factory=dict)
    termination: Termination | None = None
    guards: Guards = Guards()

    @property
    def target_fields(self) -> tuple[str, ...]:
        """Members of the target that the mapping writes, in the file's order."""
        return tuple(self.fields)

    @property
    def source_key(self) -> str:
        """The source field from which the target's key is made."""
        return self.fields[self.key].from_[0]

    @property
    def source_fields(self) -> tuple[str, ...]:
        """Every source field that is read, each once; a dotted one is a column of a source table."""
        used = [alias for spec in self.fields.values() for alias in self.sources_of(spec)]
        used += [alias for exclusion in self.scope for alias in exclusion.when]
        if self.termination:
            ending = self.termination
            used += [*ending.when, ending.date]
            used += [*self.rule_sources(ending.reason), *self.rule_sources(ending.voluntary)]
        return tuple(dict.fromkeys(used))

    @property
    def sensitive_targets(self) -> tuple[str, ...]:
        """Members whose values are personal, by the mapping's word or by our own list."""
        return tuple(name for name, spec in self.fields.items() if spec.sensitive or is_sensitive(name))

    @property
    def sensitive_sources(self) -> tuple[str, ...]:
        """Source fields whose values are personal: by our own list, or feeding a sensitive member."""
        fed = {alias for name in self.sensitive_targets for alias in self.fields[name].from_}
        return tuple(alias for alias in self.source_fields if alias in fed or is_sensitive(alias))

    def sources_of(self, spec: FieldSpec) -> tuple[str, ...]:
        """Source fields that one member is made from."""
        companions = (alias for call in spec.transforms for alias in call.companions.values())
        return (*spec.from_, *companions, *self.rule_sources(spec.rules))

    def sources_of_issue(self, field: str) -> tuple[str, ...]:
        """Return the source fields that, corrected, can put a rejected member right."""
        if field in self.fields:
            return tuple(dict.fromkeys(self.sources_of(self.fields[field])))
        ending = self.termination
        if ending is not None and field in TERMINATION_MEMBERS:
            date_, reason, voluntary = TERMINATION_MEMBERS
            rules = {reason: ending.reason, voluntary: ending.voluntary}
            return (ending.date,) if field == date_ else self.rule_sources(rules[field])
        return (field,) if field in self.source_fields else ()

    def lookup_of_issue(self, field: str) -> str | None:
        """Return the lookup where a value that a rejected member lacks can be added."""
        return self.fields[field].lookup if field in self.fields else None

    def looked_up(self, field: str, record: Lookup[str, str | None]) -> str | None:
        """Return the value of a source record by which a member is looked up."""
        found = (record.get(alias) for alias in self.fields[field].from_)
        value = next((value for value in found if value), None)
        return value and value.strip()

    def members_of_lookup(self, lookup: str) -> tuple[str, ...]:
        """Return the target's members that a lookup gives."""
        return tuple(name for name, spec in self.fields.items() if spec.lookup == lookup)

    def known_values(self, alias: str) -> tuple[str, ...]:
        """Return the values of a source field that the mapping names, in the file's order."""
        used = [spec.lookup for spec in self.fields.values() if spec.lookup and alias in spec.from_]
        listed = [value for lookup in used for value in self.lookups[lookup]]
        tables = [rule.conditions for rules in self.rules.values() for rule in rules]
        named = [value for when in tables if alias in when for value in when[alias].texts]
        return tuple(dict.fromkeys([*listed, *named]))

    def addition_problem(self, lookup: str, target_value: str | None) -> str | None:
        """Return what is wrong with a value that a lookup is to give, or None."""
        for name in self.members_of_lookup(lookup):
            kind = SUBSCRIBER_FIELDS[name]
            value = canonical(kind, target_value)
            if target_value is not None and (value is None or not conforms(kind, value)):
                return f"{name} must be a {kind.value}"
        return None

    def rule_sources(self, table: str | None) -> tuple[str, ...]:
        """Source fields that one rule table looks at."""
        rules = self.rules[table] if table else ()
        return tuple(dict.fromkeys(alias for rule in rules for alias in rule.conditions))
