"""Wrong settings, wrong mappings and wrong answers: the error says which, and nothing is written."""

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest

from benefits_sync.errors import (
    BenefitsSyncError,
    GuardError,
    MappingError,
    VendorContractError,
    VendorRefusedError,
    VendorUnavailableError,
)
from benefits_sync.mapping import load_mapping
from tests.pipeline.company import Company
from tests.pipeline.site import MAPPING, Sandbox, Site

REQUEST_ID = r"\(request [0-9a-f]{8}-[0-9a-f-]{27}\)$"
ATTEMPTS = 3

Rule = dict[str, Any]

SETTINGS: dict[str, tuple[str, Rule, str]] = {
    "a wrong key": ("bamboohr", {"api_key": "wrong"}, "the API key is missing or wrong"),
    "a wrong company": ("bamboohr", {"company": "nobody"}, "no such company"),
    "a wrong client": ("plansource", {"client_id": "wrong"}, "the client id is unknown"),
    "a wrong secret": ("plansource", {"client_secret": "w" * 40}, "the client secret is wrong"),
}
"""Case -> vendor, the settings that are wrong, and what the error says."""

READS = {
    "the change feed": ("BambooHR GET /employees/changed", {"vendor": "bamboohr", "route": "/changed"}),
    "an employee": (r"BambooHR GET /employees/\{id\}", {"vendor": "bamboohr", "route": "/employees/1"}),
    "a table": ("BambooHR GET /employees/changed/tables", {"vendor": "bamboohr", "route": "/tables/"}),
    "the token": ("PlanSource POST /oauth/v2/token", {"vendor": "plansource", "route": "/token"}),
    "the lists": ("PlanSource GET /subscriber/meta", {"vendor": "plansource", "route": "/meta"}),
    "a subscriber": (
        r"PlanSource GET /subscriber/\{id\}",
        {"vendor": "plansource", "route": "/subscriber/E", "method": "GET"},
    ),
}
"""What is read -> the operation's name, and the requests that fail."""

ANSWERS: dict[str, tuple[Rule, type[BenefitsSyncError]]] = {
    "a web page": ({"kind": "html"}, VendorContractError),
    "half a body": ({"kind": "truncated"}, VendorContractError),
    "an unknown status": ({"kind": "status", "status": 418}, VendorContractError),
    "a server error": ({"kind": "status", "status": 500}, VendorUnavailableError),
    "too many requests": ({"kind": "status", "status": 429}, VendorUnavailableError),
    "no answer": ({"kind": "cut_before"}, VendorUnavailableError),
}


@dataclass(frozen=True)
class Failure:
    """How a run failed, and what it did before."""

    error: BenefitsSyncError
    wrote: dict[tuple[str, str], int]
    requests: list[str]


@pytest.fixture(scope="module")
def waiting(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company with two changes that are still to be sent; runs that fail leave it so."""
    sandbox.reset()
    site = Site(sandbox, tmp_path_factory.mktemp("waiting"))
    company = Company(sandbox, replace(site, patience=replace(site.patience, attempts=ATTEMPTS)))
    company.run("first", delta=False)
    company.edit(122, firstName="Zelda")
    company.terminate(123)
    return company


def failure(company: Company, site: Site, *faults: Rule) -> Failure:
    company.sandbox.forget_journal()
    company.sandbox.faults(*faults)
    with pytest.raises(BenefitsSyncError) as failed:
        site.run(f"failing at {company.now.isoformat()}")
    company.sandbox.faults()
    routes = [str(entry["route"]) for entry in company.sandbox.journal() if entry["fault"]]
    return Failure(failed.value, company.wrote(), routes)


def with_settings(company: Company, vendor: str, settings: Rule) -> Site:
    keys = company.sandbox.credentials
    wrong = {**keys, vendor: {**keys[vendor], **settings}}
    return replace(company.present, sandbox=replace(company.sandbox, credentials=wrong))


@pytest.mark.parametrize("case", SETTINGS)
def test_a_wrong_setting_is_named_and_nothing_is_written(waiting: Company, case: str) -> None:
    vendor, settings, sentence = SETTINGS[case]
    failed = failure(waiting, with_settings(waiting, vendor, settings))
    assert (sentence in str(failed.error), type(failed.error), failed.wrote) == (True, VendorRefusedError, {})


@pytest.mark.parametrize("case", SETTINGS)
def test_the_error_about_a_setting_does_not_show_it(waiting: Company, case: str) -> None:
    vendor, settings, _ = SETTINGS[case]
    told = str(failure(waiting, with_settings(waiting, vendor, settings)).error)
    secrets = {*settings.values(), *waiting.sandbox.credentials["bamboohr"].values()} - {"wrong"}
    assert [secret for secret in secrets if secret in told] == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://127.0.0.1:9", "no connection could be established after 3 attempts"),
        ("{url}/elsewhere", "nothing is served at this address"),
    ],
    ids=["nobody listens", "another page answers"],
)
def test_a_wrong_address_is_told_and_nothing_is_written(waiting: Company, url: str, sentence: str) -> None:
    box = replace(waiting.sandbox, url=url.format(url=waiting.sandbox.url))
    failed = failure(waiting, replace(waiting.present, sandbox=box))
    assert (sentence in str(failed.error), failed.wrote) == (True, {})


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("read", READS)
def test_a_useless_answer_names_vendor_operation_and_request_and_nothing_is_written(
    waiting: Company, read: str, answer: str
) -> None:
    operation, requests = READS[read]
    failed = failure(waiting, waiting.present, {**ANSWERS[answer][0], **requests})
    named = re.search(rf"^{operation}.*{REQUEST_ID}", str(failed.error)) is not None
    assert (named, failed.wrote) == (True, {})


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_kind_of_error_it_is_follows_from_the_answer(waiting: Company, answer: str) -> None:
    fault, error = ANSWERS[answer]
    assert type(failure(waiting, waiting.present, {**fault, **READS["the lists"][1]}).error) is error


@pytest.mark.parametrize(("status", "times"), [(500, ATTEMPTS), (503, ATTEMPTS), (418, 1), (403, 1)])
def test_an_answer_is_asked_for_again_only_where_that_can_help(
    waiting: Company, status: int, times: int
) -> None:
    rule = {"kind": "status", "status": status, **READS["the change feed"][1]}
    assert len(failure(waiting, waiting.present, rule).requests) == times


def test_an_envelope_of_failure_with_status_200_is_not_taken_for_data(waiting: Company) -> None:
    rule = {"kind": "error_in_200", **READS["the lists"][1]}
    assert failure(waiting, waiting.present, rule).wrote == {}


MISTAKES = {
    "a lookup nobody wrote": ("lookup: gender,", "lookup: gendre,", r"gendre.*gender"),
    "a misspelt key": ("hire_horizon_days: 60", "hire_horizn_days: 60", "hire_horizn_days"),
    "a member PlanSource lacks": ("  first_name:", "  frist_name:", r"frist_name.*first_name"),
    "a field BambooHR lacks": ("{from: firstName", "{from: fristName", r"fristName.*firstName"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_in_the_mapping_is_shown_with_file_and_line_before_any_call(
    waiting: Company, case: str
) -> None:
    right, wrong, shown = MISTAKES[case]
    file = waiting.site.folder / MAPPING.name
    file.write_text(MAPPING.read_text().replace(right, wrong, 1))
    waiting.sandbox.forget_journal()
    with pytest.raises(MappingError, match=rf"(?s){MAPPING.name}:\d+: .*{shown}"):
        replace(waiting.present, mapping=load_mapping(file)).run("mistaken")
    assert waiting.sandbox.journal() == []


def test_a_custom_field_that_the_account_lacks_stops_the_run_by_its_name(waiting: Company) -> None:
    file = waiting.site.folder / MAPPING.name
    text = MAPPING.read_text().replace("customCostCenter", "customCostPlace")
    file.write_text(text)
    with pytest.raises(GuardError, match="the source withheld 1 fields asked for: customCostPlace"):
        replace(waiting.present, mapping=load_mapping(file)).run("mistaken")
    assert waiting.wrote() == {}


def test_after_all_this_a_good_run_sends_what_was_waiting(waiting: Company) -> None:
    """Each failed run left its window open, so that nothing is lost."""
    waiting.run("good")
    assert waiting.wrote() == {("updated", "E10022"): 1, ("terminated", "E10023"): 1}
