"""The two pages of the OAuth dance; whoever comes is taken to have consented."""

import orjson
from aiohttp import web
from yarl import URL

from sandbox.bamboohr.oauth import GrantError
from sandbox.bamboohr.vendor import BambooHR
from sandbox.core.wire import json_answer


class Login:
    """The handlers.

    Args:
        vendor: The emulated vendor.
    """

    def __init__(self, vendor: BambooHR) -> None:
        self._vendor = vendor

    async def authorise(self, request: web.Request) -> web.Response:
        """Send the browser back to the application with a code."""
        query = request.query
        target = query.get("redirect_uri", "")
        if query.get("response_type") != "code" or not target:
            return json_answer({"error": "invalid_request"}, 400)
        try:
            code = self._vendor.grants.authorise(query.get("client_id", ""), target, query.get("scope", ""))
        except GrantError as error:
            return json_answer({"error": str(error)}, 401)
        back = URL(target).update_query(code=code, state=query.get("state", ""))
        return web.Response(status=302, headers={"Location": str(back)})

    async def token(self, request: web.Request) -> web.Response:
        """Exchange a code or a refresh token; the body is a form or JSON."""
        try:
            if request.content_type == "application/json":
                form = {str(name): str(value) for name, value in orjson.loads(await request.read()).items()}
            else:
                form = {name: str(value) for name, value in (await request.post()).items()}
            return json_answer(self._vendor.grants.exchange(form, self._vendor.now()))
        except GrantError as error:
            return json_answer({"error": str(error)}, 401 if str(error) == "invalid_client" else 400)
        except (AttributeError, ValueError):
            return json_answer({"error": "invalid_request"}, 400)


def add_login_routes(app: web.Application, vendor: BambooHR) -> None:
    """Register the two pages, which stand beside the API and not under it."""
    login = Login(vendor)
    app.router.add_get("/authorize.php", login.authorise)
    app.router.add_post("/token.php", login.token)
