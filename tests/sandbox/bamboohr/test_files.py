"""Documents and photos."""

import aiohttp
import pytest


def form(**values):
    data = aiohttp.FormData()
    content = values.pop("content", b"hello")
    for name, value in {"fileName": "offer.pdf", "category": "13", "share": "yes", **values}.items():
        data.add_field(name, value)
    data.add_field("file", content, filename="offer.pdf", content_type="application/pdf")
    return data


async def upload(api, path="/v1/employees/102/files", **values):
    return await api.call("POST", path, data=form(**values))


async def files(api):
    view = (await api.get("/v1/employees/102/files/view/")).json()
    return [each for category in view["categories"] for each in category["files"]]


async def test_an_upload_is_listed_with_number_sizes_and_yes_and_no(api):
    answer = await upload(api)
    found = (await files(api))[0]
    assert (answer.status, answer.headers["Location"].rpartition("/")[2], found["size"]) == (
        201,
        str(found["id"]),
        5,
    )
    assert found["shareWithEmployee"] == "yes"


async def test_the_file_comes_back_as_it_was(api):
    number = (await upload(api)).headers["Location"].rpartition("/")[2]
    answer = await api.get(f"/v1/employees/102/files/{number}")
    assert (answer.body, answer.headers["Content-Type"]) == (b"hello", "application/pdf")


async def test_uploading_twice_makes_two_files(api):
    await upload(api)
    await upload(api)
    assert len(await files(api)) == 2


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"content": b""}, 400),
        ({"fileName": "x.exe"}, 400),
        ({"category": "99"}, 404),
        ({"fileName": ""}, 400),
    ],
)
async def test_uploads_refused(api, values, status):
    assert (await upload(api, **values)).status == status


async def test_deleting_twice_is_no_error_and_the_file_is_gone(api):
    path = f"/v1/employees/102/files/{(await upload(api)).headers['Location'].rpartition('/')[2]}"
    statuses = [(await api.delete(path)).status for _ in range(2)]
    assert (statuses, (await api.get(path)).status) == ([200, 200], 404)


async def test_a_file_can_be_renamed_and_not_by_an_empty_body(api):
    path = f"/v1/employees/102/files/{(await upload(api)).headers['Location'].rpartition('/')[2]}"
    statuses = [(await api.post(path, body)).status for body in ({"name": "Offer"}, {})]
    assert (statuses, (await files(api))[0]["name"]) == ([200, 400], "Offer")


async def test_company_files_have_sizes_as_text_and_the_plural_key(api):
    view = (await api.get("/v1/files/view")).json()
    found = view["categories"][0]["files"][0]
    assert (found["size"], "shareWithEmployees" in found) == ("9", True)


@pytest.mark.parametrize(
    ("body", "status"), [(["Medical"], 201), ([], 200), (["Policies"], 400), ([" "], 400)]
)
async def test_company_categories(api, body, status):
    assert (await api.post("/v1/files/categories", body)).status == status


async def test_an_employee_category_is_there_for_everyone(api):
    await api.post("/v1/employees/files/categories", ["Medical"])
    view = (await api.get("/v1/employees/103/files/view")).json()
    assert "Medical" in [category["name"] for category in view["categories"]]


def png(side):
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + side.to_bytes(4) * 2 + b"\x08\x02\0\0\0"


async def send_photo(api, image):
    data = aiohttp.FormData()
    data.add_field("file", image, filename="me.png", content_type="image/png")
    return await api.call("POST", "/v1/employees/102/photo", data=data)


async def test_a_photo_comes_back_and_shows_in_the_record(api):
    statuses = [(await api.get("/v1/employees/102/photo")).status, (await send_photo(api, png(200))).status]
    answer = await api.get("/v1/employees/102/photo/large", headers={"Accept": "image/*"})
    assert (statuses, answer.body, await api.field(102, "isPhotoUploaded")) == ([404, 201], png(200), True)


@pytest.mark.parametrize("image", [b"GIF89a", png(100)])
async def test_an_unfit_photo_is_refused(api, image):
    assert (await send_photo(api, image)).status == 415
