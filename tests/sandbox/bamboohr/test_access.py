"""Who gets in, under which address, and what a lesser key does not see."""

import pytest

ROOTS = ("/api/v1", "/api/gateway.php/juniperfield/v1", "/api/gateway.php/JuniperField/v1")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("ending", ["", "/"])
async def test_both_address_forms_and_trailing_slashes_reach_the_same_company(api, root, ending):
    answer = await api.get(f"{root}/employees/101{ending}?fields=employeeNumber")
    assert answer.json() == {"id": "101", "employeeNumber": "E10001"}


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/api/gateway.php/other/v1/employees/101", None),
        ("/api/v1/employees/101", "other.bamboohr.com"),
        ("/api/v1/employees/101", "api.bamboohr.com"),
    ],
)
async def test_another_company_is_not_found(api, path, host):
    answer = await api.get(path, headers={"Host": host})
    assert (answer.status, answer.headers["X-BambooHR-Error-Message"]) == (404, "Company not found")


async def test_the_mixed_address_form_is_accepted(api):
    host = {"Host": "juniperfield.bamboohr.com"}
    assert (await api.get("/api/gateway.php/juniperfield/v1/employees/101", headers=host)).status == 200


@pytest.mark.parametrize("header", [None, "Basic bm9ib2R5Ong=", "Basic ???", "Bearer nothing"])
async def test_without_a_known_key_the_answer_is_an_empty_401_with_a_challenge(api, header):
    answer = await api.get("/v1/employees/101", headers={"Authorization": header})
    assert (answer.status, answer.body, answer.headers["WWW-Authenticate"]) == (
        401,
        b"",
        'Basic realm="https://api.bamboohr.com/juniperfield"',
    )


async def test_a_401_lacks_the_misspelt_header(api):
    answer = await api.get("/v1/employees/101", headers={"Authorization": None})
    assert "X-BambooHR-Error-Messsage" not in answer.headers


async def test_other_errors_carry_the_text_doubled_in_both_spellings(api):
    answer = await api.get("/v1/employees/9")
    texts = {answer.headers[f"X-BambooHR-Error-{name}"] for name in ("Message", "Messsage")}
    assert (answer.status, answer.body, texts) == (404, b"", {"Employee not found, Employee not found"})


async def test_without_accept_the_answer_is_xml(api):
    answer = await api.get("/v1/employees/101?fields=payRate,employeeNumber", headers={"Accept": None})
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"


async def test_xml_names_the_currency_in_an_attribute(api):
    answer = await api.get("/v1/employees/101?fields=payRate", headers={"Accept": "text/xml"})
    assert '<field id="payRate" currency="USD">' in answer.text


async def test_a_hidden_field_is_left_out_of_an_employee_without_a_mark(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_fields": ["ssn"]})
    answer = await api.get("/v1/employees/102?fields=ssn,7,employeeNumber")
    assert answer.json() == {"id": "102", "employeeNumber": "E10002"}


async def test_a_hidden_field_vanishes_from_head_and_rows_of_a_report(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_fields": ["ssn"]})
    report = await api.report("employeeNumber", "ssn")
    assert ([head["id"] for head in report["fields"]], {*report["employees"][0]}) == (
        ["employeeNumber"],
        {"id", "employeeNumber"},
    )


async def test_a_hidden_field_hides_the_column_it_comes_from(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_fields": ["payRate"]})
    row = (await api.get("/v1/employees/101/tables/compensation")).json()[0]
    assert ("rate" in row, "paidPer" in row) == (False, True)


async def test_a_hidden_employee_is_forbidden_alone_and_missing_from_the_rest(api):
    await api.control("PUT", "bamboohr/permissions", {"hidden_employees": [102]})
    alone = (await api.get("/v1/employees/102")).status
    listed = {row["id"] for row in (await api.report("employeeNumber"))["employees"]}
    assert (alone, "102" in listed, len(listed)) == (403, False, 59)


async def test_the_limited_key_sees_neither_pay_nor_social_security_numbers(api):
    api.key = (await api.control("GET", "bamboohr/credentials"))["keys"]["limited"]
    report = await api.report("employeeNumber", "ssn", "payRate", "dateOfBirth")
    assert [head["id"] for head in report["fields"]] == ["employeeNumber"]


async def test_a_key_that_may_not_write_is_forbidden_to(api):
    api.key = (await api.control("GET", "bamboohr/credentials"))["keys"]["integration"]
    assert (await api.post("/v1/employees/102", {"city": "Boise"})).status == 403


async def test_employee_zero_is_the_caller(api):
    assert (await api.get("/v1/employees/0?fields=employeeNumber")).json()["employeeNumber"] == "E10001"


async def test_employee_zero_of_a_key_without_employee_is_only_that(api):
    api.key = (await api.control("GET", "bamboohr/credentials"))["keys"]["integration"]
    assert (await api.get("/v1/employees/0?fields=employeeNumber")).json() == {"id": "0"}


async def test_throttling_answers_429_with_retry_after(api):
    await api.control("PUT", "bamboohr/switches", {"throttle_per_minute": 2})
    answers = [await api.get("/v1/employees/101") for _ in range(3)]
    assert ([each.status for each in answers], 1 <= int(answers[2].headers["Retry-After"]) <= 60) == (
        [200, 200, 429],
        True,
    )


async def test_throttling_of_old_answers_503_without_retry_after(api):
    await api.control("PUT", "bamboohr/switches", {"throttle_per_minute": 1, "throttle_status": 503})
    await api.get("/v1/employees/101")
    answer = await api.get("/v1/employees/101")
    assert (answer.status, "Retry-After" in answer.headers) == (503, False)


async def test_too_many_unknown_keys_block_the_address(api):
    await api.control("PUT", "bamboohr/switches", {"bad_key_limit": 2})
    for _ in range(2):
        await api.get("/v1/employees/101", headers={"Authorization": None})
    assert (await api.get("/v1/employees/101")).status == 403


async def test_an_unknown_switch_is_refused_with_the_names_there_are(api):
    answer = await api.put("/__sandbox/bamboohr/switches", {"creat_body": "empty"})
    assert (answer.status, "create_body" in answer.text) == (400, True)
