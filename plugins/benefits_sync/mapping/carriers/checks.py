"""What can be found wrong with a carrier profile when its parts are held against each other."""

from collections.abc import Iterator

from benefits_sync.mapping.carriers.calendar import Expected
from benefits_sync.mapping.carriers.file import Kind
from benefits_sync.mapping.carriers.grammar import CarrierProfile
from benefits_sync.mapping.carriers.identifiers import StructureAt
from benefits_sync.mapping.carriers.legal import PRIOR_IDENTIFIER
from benefits_sync.mapping.carriers.naming import placeholders_of
from benefits_sync.mapping.carriers.terminations import Ending
from benefits_sync.mapping.carriers.written_texts import written_texts
from benefits_sync.mapping.document import Place, Problem, misnamed

_NEEDED_OF_TERMINATIONS = "357"


def contradictions(profile: CarrierProfile) -> Iterator[Problem]:
    """Yield a problem for every part that another one contradicts."""
    yield from _termination_problems(profile)
    yield from _grouping_problems(profile)
    yield from _identifier_problems(profile)
    yield from _date_problems(profile)
    yield from _character_problems(profile)
    yield from _delivery_problems(profile)


def _termination_problems(profile: CarrierProfile) -> Iterator[Problem]:
    rules, file = profile.terminations, profile.file
    if rules.mode is Ending.OMISSION and Kind.CHANGE in file.kinds:
        message = "`change` files cannot end coverage by omission: whom they do not name is unchanged"
        yield Problem(("file", "kinds", Kind.CHANGE.value), message)
    if rules.absence_ends_coverage and Kind.FULL not in file.kinds:
        message = f"`mode: {rules.mode}` needs full files, and `file.kinds` has none"
        yield Problem(("terminations", "mode"), message)
    vanished = profile.gates.vanished
    if rules.absence_ends_coverage and (vanished.hold_percent or vanished.floor):
        message = (
            "absence ends coverage here, so anybody who vanishes must be looked at: state "
            "`vanished: {hold_percent: 0, floor: 0}`"
        )
        yield Problem(("gates", "vanished"), message)


def _grouping_problems(profile: CarrierProfile) -> Iterator[Problem]:
    files, enrollment = profile.file.grouping.files, profile.file.open_enrollment
    names: dict[Place, frozenset[str]] = {
        ("delivery", "naming", "template"): profile.delivery.naming.placeholders
    }
    if enrollment is not None and enrollment.file_name is not None:
        names["file", "open_enrollment", "file_name"] = placeholders_of(enrollment.file_name)
    for place, named in names.items():
        for part in ("group", "line"):
            if (files == part) != (part in named):
                message = (
                    f"{{{part}}} is for carriers that get a file for each {part} "
                    f"(`file.grouping.files: {part}`)"
                )
                yield Problem(place, message)
    policy = profile.identifiers.policy
    for name, line in profile.coverages.lines.items():
        if any(not policy.may_number(plan, line.policies) for plan in line.plans):
            message = (
                f"`{name}` has plans without a policy number (REF*1L): state `policies` for all of them, or "
                "`value` or `rules` under `identifiers.policy`"
            )
            yield Problem(("coverages", "lines", name), message)
        if policy.at == "member" and line.policies:
            yield Problem(
                ("coverages", "lines", name, "policies"),
                "policies by plan need `identifiers.policy.at` to be `coverage` or `both`",
            )


def _identifier_problems(profile: CarrierProfile) -> Iterator[Problem]:
    policy = profile.identifiers.policy
    plans = {plan for line in profile.coverages.lines.values() for plan in line.plans}
    for at, rule in enumerate(policy.rules):
        place: Place = ("identifiers", "policy", "rules", at)
        if any(earlier.covers(rule) for earlier in policy.rules[:at]):
            yield Problem(place, "can never be used: an earlier rule holds for all that this one is for")
        for plan in set(rule.plans or ()) - plans:
            yield misnamed((*place, "plans"), f"`{plan}` is not a plan of `coverages.lines`", plan, plans)
    yield from _reference_problems(profile)


def _reference_problems(profile: CarrierProfile) -> Iterator[Problem]:
    seen: set[tuple[str, str, str | None]] = set()
    for at, one in enumerate(profile.structure):
        if (one.at, one.reference, one.category) in seen:
            yield Problem(("structure", at), f"an earlier entry sends {one.reference} there already")
        if profile.identifiers.prior and (one.at, one.reference) == (StructureAt.MEMBER, PRIOR_IDENTIFIER):
            yield Problem(("structure", at), "`identifiers.prior` sends Q4 of people already")
        seen.add((one.at, one.reference, one.category))
    for name, line in profile.coverages.lines.items():
        if line.volume is not None and (StructureAt.COVERAGE, line.volume.reference, None) in seen:
            place: Place = ("coverages", "lines", name, "volume")
            yield Problem(place, f"`structure` sends {line.volume.reference} of each coverage already")


def _date_problems(profile: CarrierProfile) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for at, one in enumerate(profile.dates):
        sides = ("subscriber", "dependents") if one.of == "both" else (one.of,)
        if any((one.qualifier, side) in told for side in sides):
            yield Problem(("dates", at), f"an earlier entry sends {one.qualifier} for the same people")
        told.update((one.qualifier, side) for side in sides)
    if profile.terminations.mode is Ending.OMISSION or profile.terminations.coverages:
        return
    for side in ("subscriber", "dependents"):
        if (_NEEDED_OF_TERMINATIONS, side) not in told:
            message = (
                f"a termination needs its date: send 357 of the {side}, or `terminations.coverages: true`"
            )
            yield Problem(("dates",), message)


def _character_problems(profile: CarrierProfile) -> Iterator[Problem]:
    allowed = profile.syntax.characters
    for place, text in written_texts(profile):
        written = text.upper() if profile.syntax.uppercase else text
        strange = sorted(set(written) - allowed)
        if strange:
            signs = " ".join(strange)
            yield Problem(place, f"`{text}` holds what `syntax` does not allow in data: {signs}")


def _delivery_problems(profile: CarrierProfile) -> Iterator[Problem]:
    delivery, answers = profile.delivery, profile.answers
    way = "sftp" if delivery.sftp else "http"
    connections = delivery.connections
    separate = delivery.sftp is not None and delivery.sftp.test_directory is not None
    if connections.production == connections.test and not separate:
        message = "production and test have one connection: state another one, or a `test_directory`"
        yield Problem(("delivery", way, "connections"), message)
    if delivery.sftp is not None and answers.expects_any and answers.directory is None:
        yield Problem(("answers",), "state the `directory` in which the carrier puts its answers")
    if delivery.http is not None and answers.expects_any and delivery.http.answers_endpoint is None:
        yield Problem(
            ("delivery", "http"), "state the `answers_endpoint` where the carrier lists its answers"
        )
    if profile.envelope.request_ta1 and answers.ta1.expected is not Expected.ALWAYS:
        yield Problem(("answers", "ta1"), "`request_ta1: true` asks for a TA1 always: expect it always")
