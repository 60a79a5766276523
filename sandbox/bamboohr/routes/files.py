"""Documents of employees and of the company."""

from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.bamboohr import markup
from sandbox.bamboohr.documents import FORBIDDEN_ENDINGS, LARGEST, Document
from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import RefusedError
from sandbox.core.journal import Effect
from sandbox.core.wire import Json

Owned = Callable[[Call, int], Awaitable[web.Response]]


async def view(call: Call, owner: int) -> web.Response:
    """List the categories and their files."""
    categories = [_category(call, owner, number, name) for number, name in _categories(call, owner).items()]
    if not owner:
        return call.answer(
            {"categories": categories}, lambda: markup.wrap("files", _categories_xml(categories))
        )
    body = {"employee": {"id": owner}, "categories": categories}
    return call.answer(body, lambda: markup.wrap("employee", _categories_xml(categories), id=owner))


async def upload(call: Call, owner: int) -> web.Response:
    """File what was uploaded; its number is the end of ``Location``."""
    call.must_write()
    form = await call.request.post()
    name, sent = str(form.get("fileName", "")), form.get("file")
    if not name or not isinstance(sent, FileField):
        raise RefusedError(400, "Invalid or Missing Argument")
    content = sent.file.read()
    if not content or PurePosixPath(name).suffix.lower() in FORBIDDEN_ENDINGS:
        raise RefusedError(400, "Invalid file")
    if len(content) > LARGEST:
        raise RefusedError(413, "File too large")
    category = _number(str(form.get("category", "")), _categories(call, owner), "Category not found")
    stored = (sent.filename, sent.content_type, content)
    document = call.vendor.documents.add(owner, category, name, stored, call.vendor.now())
    document.share = form.get("share") == "yes"
    call.journal(f"file/{document.id}", Effect.CREATED, form.keys())
    place = f"employees/{owner}/files" if owner else "files"
    return call.empty(201, Location=f"{call.base}/{call.version}/{place}/{document.id}")


async def download(call: Call, owner: int) -> web.Response:
    """Answer with the file itself."""
    document = _document(call, owner)
    call.journal(f"file/{document.id}", Effect.NONE)
    headers = {
        "Content-Type": document.mime,
        "Content-Disposition": f'attachment; filename="{document.original}"',
    }
    return web.Response(body=document.bytes(), headers=headers)


async def update(call: Call, owner: int) -> web.Response:
    """Change name, category or sharing."""
    call.must_write()
    document = _document(call, owner)
    if call.body.lstrip()[:1] == b"<":
        return call.empty()
    sent = call.json_object()
    if not sent:
        raise RefusedError(400, "Invalid or Missing Argument")
    document.name = str(sent.get("name") or document.name)
    if "categoryId" in sent:
        known = _categories(call, owner)
        document.category = _number(str(sent["categoryId"]), known, "Category not found")
    share = sent.get("shareWithEmployee", sent.get("shareWithEmployees"))
    document.share = document.share if share is None else share == "yes"
    call.journal(f"file/{document.id}", Effect.UPDATED, sent)
    return call.empty()


async def delete(call: Call, owner: int) -> web.Response:
    """Delete a file; doing so twice is no error."""
    call.must_write()
    document = call.vendor.documents.find(owner, call.path["file"])
    if document is not None:
        del call.vendor.documents.files[document.id]
        call.journal(f"file/{document.id}", Effect.DELETED)
    return call.empty()


async def add_categories(call: Call, owner: int) -> web.Response:
    """Open categories: a bare list of names."""
    call.must_write()
    try:
        names: Json = await call.request.json()
    except ValueError:
        raise RefusedError(400, "Malformed JSON") from None
    known = set(_categories(call, owner).values())
    if not isinstance(names, list) or any(not str(name).strip() or name in known for name in names):
        raise RefusedError(400, "Duplicate or blank category")
    for name in names:
        call.vendor.documents.add_category(owner, str(name))
    return call.empty(201 if names else 200)


def _categories(call: Call, owner: int) -> dict[int, str]:
    return call.vendor.documents.categories(owner)


def _number(text: str, known: dict[int, str], otherwise: str) -> int:
    if not text.isdigit() or int(text) not in known:
        raise RefusedError(404, otherwise)
    return int(text)


def _document(call: Call, owner: int) -> Document:
    document = call.vendor.documents.find(owner, call.path["file"])
    if document is None:
        raise RefusedError(404, "File not found")
    return document


def _category(call: Call, owner: int, number: int, name: str) -> dict[str, Json]:
    files = [
        _described(each)
        for each in call.vendor.documents.files.values()
        if each.owner == owner and each.category == number
    ]
    if not owner:
        return {"id": number, "canUploadFiles": "yes", "name": name, "files": files}
    flags = dict.fromkeys(
        ("canRenameCategory", "canDeleteCategory", "canUploadFiles", "displayIfEmpty"), "yes"
    )
    return {"id": number, "name": name, **flags, "files": files}


def _described(document: Document) -> dict[str, Json]:
    share = "yes" if document.share else "no"
    described: dict[str, Json] = {
        "id": document.id,
        "name": document.name,
        "originalFileName": document.original,
        "size": document.size if document.owner else str(document.size),
        "dateCreated": document.created,
        "createdBy": document.created_by,
        "shareWithEmployee" if document.owner else "shareWithEmployees": share,
        "canRenameFile": "yes",
        "canDeleteFile": "yes",
    }
    if document.owner:
        described["canChangeShareWithEmployeeFieldValue"] = "yes"
    return described


def _categories_xml(categories: list[dict[str, Json]]) -> list[str]:
    return [
        markup.wrap(
            "category",
            (markup.element("name", category["name"]), *(_file_xml(each) for each in category["files"])),
            id=category["id"],
        )
        for category in categories
    ]


def _file_xml(described: dict[str, Json]) -> str:
    values = {name: value for name, value in described.items() if name != "id"}
    values["dateCreated"] = values["dateCreated"][:19].replace("T", " ")
    return markup.wrap("file", (markup.element(*pair) for pair in values.items()), id=described["id"])


def _of_employee(act: Owned) -> Callable[[Call], Awaitable[web.Response]]:
    async def acted(call: Call) -> web.Response:
        return await act(call, call.person().id)

    return acted


def _of_company(act: Owned) -> Callable[[Call], Awaitable[web.Response]]:
    async def acted(call: Call) -> web.Response:
        return await act(call, 0)

    return acted


async def _employee_categories(call: Call) -> web.Response:
    return await add_categories(call, 1)


_EMPLOYEE = "/v1/employees/{id}/files"

ENDPOINTS = (
    Endpoint("GET", f"{_EMPLOYEE}/view", _of_employee(view)),
    Endpoint("POST", _EMPLOYEE, _of_employee(upload)),
    Endpoint("GET", f"{_EMPLOYEE}/{{file}}", _of_employee(download)),
    Endpoint("POST", f"{_EMPLOYEE}/{{file}}", _of_employee(update)),
    Endpoint("DELETE", f"{_EMPLOYEE}/{{file}}", _of_employee(delete)),
    Endpoint("POST", "/v1/employees/files/categories", _employee_categories),
    Endpoint("GET", "/v1/files/view", _of_company(view)),
    Endpoint("POST", "/v1/files", _of_company(upload)),
    Endpoint("POST", "/v1/files/categories", _of_company(add_categories)),
    Endpoint("GET", "/v1/files/{file}", _of_company(download)),
    Endpoint("POST", "/v1/files/{file}", _of_company(update)),
    Endpoint("DELETE", "/v1/files/{file}", _of_company(delete)),
)
