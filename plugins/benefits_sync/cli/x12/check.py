"""``benefits x12 check``: everything that is wrong with an 834."""

from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from benefits_sync.cli.check_mappings import DEFAULT_FOLDER
from benefits_sync.cli.showing import JsonOption, print_json
from benefits_sync.cli.x12.files import HAS_ERRORS, FileArgument, counted, reading
from benefits_sync.domain.carriers.expectations import expected_of
from benefits_sync.errors import ParameterError
from benefits_sync.mapping.carriers import load_profile
from benefits_sync.mapping.carriers.loading import profile_files
from benefits_sync.x12.checking.checker import check_file
from benefits_sync.x12.checking.expected import Expected
from benefits_sync.x12.checking.findings import CheckResult, Finding
from benefits_sync.x12.codes.envelope import Usage

ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile", metavar="P", help="Also hold it against a carrier's profile: its name, or its file."
    ),
]
TestOption = Annotated[
    bool, typer.Option("--test", help="With --profile: the file is for test, not for production.")
]


def check(
    file: FileArgument,
    profile: ProfileOption = None,
    test: TestOption = False,
    as_json: JsonOption = False,
) -> None:
    """Find what is wrong with an 834; exits with 1 where something keeps it from being sent."""
    if test and not profile:
        raise ParameterError("--test needs --profile: only a carrier's test files differ from the others")
    expected = _expected(profile, Usage.TEST if test else Usage.PRODUCTION) if profile else None
    with reading(file) as [stream]:
        result = check_file(stream, expected)
    if as_json:
        print_json(_as_data(result))
    else:
        _print(result)
    if not result.is_clean:
        raise typer.Exit(HAS_ERRORS)


def _expected(profile: str, usage: Usage) -> Expected:
    path = Path(profile)
    if path.suffix != ".yaml":
        known = profile_files(DEFAULT_FOLDER)
        if profile not in known:
            names = get_close_matches(profile, known) or sorted(known)
            others = f"there are: {', '.join(names)}" if names else f"none is in {DEFAULT_FOLDER} here"
            raise ParameterError(f"no profile is called {profile!r}; {others}; or give a .yaml file")
        path = known[profile]
    return expected_of(load_profile(path), usage)


def _as_data(result: CheckResult) -> dict[str, object]:
    return {
        "errors": result.errors,
        "warnings": result.warnings,
        "counts": dict(result.counts),
        "checked": asdict(result.checked),
        "findings": [asdict(finding) for finding in result.findings],
    }


def _print(result: CheckResult) -> None:
    for finding in result.findings:
        typer.echo(f"{finding.severity} {finding.rule}: {_place(finding)}")
        typer.echo(f"    {finding.what}")
        typer.echo(f"    → {finding.fix}{f' ({finding.source})' if finding.source else ''}")
    shown = len(result.findings)
    if shown < result.errors + result.warnings:
        typer.echo(f"shown are {shown:,} of {counted(result.errors + result.warnings, 'finding')}")
    checked = result.checked
    read = ", ".join(counted(number, noun[:-1]) for noun, number in asdict(checked).items())
    typer.echo(f"{read}: {counted(result.errors, 'error')}, {counted(result.warnings, 'warning')}")


def _place(finding: Finding) -> str:
    places = (
        f"segment {finding.segment}",
        f"position {finding.position}" if finding.position is not None else "",
        f"loop {finding.loop}" if finding.loop else "",
        finding.element,
        f"person {finding.member} of segment {finding.member_segment}" if finding.member else "",
    )
    return ", ".join(place for place in places if place)
