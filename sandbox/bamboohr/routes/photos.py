"""Employees' photos; a photo is kept as it was sent, whatever size is asked for."""

import base64
import binascii

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.bamboohr.endpoint import Call, Endpoint
from sandbox.bamboohr.refusals import RefusedError
from sandbox.core.journal import Effect

SIZES = {"original", "large", "medium", "small", "xs", "tiny"}
_LARGEST = 20 * 2**20
_SMALLEST_SIDE = 150
_PNG = b"\x89PNG\r\n\x1a\n"


async def show(call: Call) -> web.Response:
    """Answer with the image, or with it in base64 when JSON is asked for."""
    person = call.person()
    size = call.request.match_info.get("size", "small")
    photo = person.fields.get("photo")
    if photo is None or size not in SIZES:
        raise RefusedError(404, "Employee photo not found")
    if call.wants_json():
        return call.json({"mimeType": "image/png", "fileBase64": photo})
    return web.Response(body=base64.b64decode(photo), content_type="image/png")


async def store(call: Call) -> web.Response:
    """Take a square PNG of at least 150 pixels."""
    call.must_write()
    person = call.person()
    image = await _image(call)
    if len(image) > _LARGEST:
        raise RefusedError(413, "Image too large")
    if not image.startswith(_PNG) or len(image) < 24:
        raise RefusedError(415, "Not an acceptable image")
    width, height = int.from_bytes(image[16:20]), int.from_bytes(image[20:24])
    if width != height or width < _SMALLEST_SIDE:
        raise RefusedError(415, "The image must be square and of at least 150 pixels")
    person.fields["photo"] = base64.b64encode(image).decode()
    call.vendor.state.record(person, {"isPhotoUploaded"}, call.vendor.now())
    call.journal(person.id, Effect.UPDATED, ("photo",))
    return call.empty(201)


async def _image(call: Call) -> bytes:
    if call.request.content_type.startswith("multipart/"):
        sent = (await call.request.post()).get("file")
        if isinstance(sent, FileField):
            return sent.file.read()
        raise RefusedError(400, "Invalid or Missing Argument")
    try:
        return base64.b64decode(orjson.loads(call.body)["fileBase64"], validate=True)
    except (binascii.Error, KeyError, TypeError, ValueError):
        raise RefusedError(400, "Invalid or Missing Argument") from None


ENDPOINTS = (
    Endpoint("GET", "/v1/employees/{id}/photo", show),
    Endpoint("GET", "/v1/employees/{id}/photo/{size}", show),
    Endpoint("POST", "/v1/employees/{id}/photo", store),
)
