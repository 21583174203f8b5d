"""Mount Chainlit under the host: its files in the data folder, no outside link, our cookie secret."""

import json
import os
import re
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.app import Assistant, signing_secret

FILES = Path(__file__).parent / "files"
STATIC = Path(__file__).parents[1] / "pages" / "static"
DRAWINGS = {"logo_light.svg": "logo.svg", "favicon.svg": "mark.svg", "avatars/assistant.svg": "mark.svg"}
TARGET = Path(__file__).parent / "target.py"
PATH = "/chat"
PLAN_HEADER = "x-kanmin-plan"
_OUTSIDE_LINK = re.compile(
    r'<(?:link|script)[^>]*(?:href|src)="https?://[^>]*>(?:</script>)?|<meta property="og:(?:image|url)"[^>]*>'
)


def prepare(home: Path) -> None:
    """Lay Chainlit's files into the data folder and point it there. Must run before chainlit is imported."""
    root = home.resolve() / "chainlit"
    (root / ".chainlit").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FILES / "config.toml", root / ".chainlit" / "config.toml")
    words = root / ".chainlit" / "translations" / "ja.json"
    words.parent.mkdir(exist_ok=True)
    words.write_text(json.dumps(_words(), ensure_ascii=False, indent=2), encoding="utf-8")
    shutil.copytree(FILES / "public", root / "public", dirs_exist_ok=True)
    for name, drawing in DRAWINGS.items():
        target = root / "public" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STATIC / drawing, target)
    for readme in ("chainlit.md", "chainlit_ja.md"):
        (root / readme).write_text("", encoding="utf-8")
    os.environ["CHAINLIT_APP_ROOT"] = str(root)
    os.environ["CHAINLIT_AUTH_SECRET"] = signing_secret(home)


def mount(app: FastAPI, assistant: Assistant) -> None:
    """Put the chat at /chat, for the frame beside the plan."""
    import chainlit.server
    import chainlit.socket  # its handlers first: one of ours takes the place of one of them
    from chainlit.utils import mount_chainlit

    from assistant.chat.handlers import register

    stock = chainlit.server.get_html_template

    def offline(root_path: str) -> str:
        """Chainlit's page without fonts and styles from other hosts, which would hang behind a firewall."""
        return _OUTSIDE_LINK.sub("", stock(root_path)).replace('<html lang="en">', '<html lang="ja">')

    chainlit.server.get_html_template = offline
    chainlit.server.sio.eio.cors_allowed_origins = own_page
    chainlit.server.app.add_middleware(PlanBeside)
    register(assistant)
    mount_chainlit(app=app, target=str(TARGET), path=PATH)


def own_page(origin: str, environ: Mapping[str, Any]) -> bool:
    """Whether a socket is opened by a page of this host, whatever its name in the intranet is.

    Chainlit asks nothing of the kind, and a page of a neighbouring host of the same site would bring the cookie along.
    Behind a reverse proxy the name by which the browser called counts; a foreign page cannot set that header.
    """
    hosts = {str(environ.get(name, "")).lower() for name in ("HTTP_HOST", "HTTP_X_FORWARDED_HOST")}
    return urlsplit(origin).netloc.lower() in hosts - {""}


class PlanBeside:
    """Lets the list of threads know which plan's page stands beside the chat; the chat's script says so in a header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        from assistant.chat.datalayer import asked_plan

        told = Request(scope).headers.get(PLAN_HEADER, "") if scope["type"] == "http" else ""
        token = asked_plan.set(int(told) if told.isdecimal() and len(told) < 10 else None)
        try:
            await self._app(scope, receive, send)
        finally:
            asked_plan.reset(token)


def _words() -> dict[str, Any]:
    """Chainlit's Japanese words, with ours in the place of what is missing or says too little."""
    spec = find_spec("chainlit")
    assert spec is not None
    assert spec.submodule_search_locations
    stock = Path(spec.submodule_search_locations[0]) / "translations" / "ja.json"
    ours = json.loads((FILES / "words.json").read_text(encoding="utf-8"))
    return _over(json.loads(stock.read_text(encoding="utf-8")), ours)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _over(below[key], value) if isinstance(value, dict) and isinstance(below.get(key), dict) else value
        for key, value in above.items()
    }
    return {**below, **both}
