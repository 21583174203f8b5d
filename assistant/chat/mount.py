"""Mount Chainlit under the host: its files in the data folder, no outside link, our cookie secret."""

import os
import re
import shutil
from pathlib import Path

from fastapi import FastAPI

from assistant.app import Assistant, signing_secret

FILES = Path(__file__).parent / "files"
STATIC = Path(__file__).parents[1] / "pages" / "static"
DRAWINGS = {"logo_light.svg": "logo.svg", "favicon.svg": "mark.svg", "avatars/assistant.svg": "mark.svg"}
TARGET = Path(__file__).parent / "target.py"
PATH = "/chat"
_OUTSIDE_LINK = re.compile(
    r'<(?:link|script)[^>]*(?:href|src)="https?://[^>]*>(?:</script>)?|<meta property="og:(?:image|url)"[^>]*>'
)


def prepare(home: Path) -> None:
    """Lay Chainlit's files into the data folder and point it there. Must run before chainlit is imported."""
    root = home.resolve() / "chainlit"
    (root / ".chainlit").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FILES / "config.toml", root / ".chainlit" / "config.toml")
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
    from chainlit.utils import mount_chainlit

    from assistant.chat.handlers import register

    stock = chainlit.server.get_html_template

    def offline(root_path: str) -> str:
        """Chainlit's page without fonts and styles from other hosts, which would hang behind a firewall."""
        return _OUTSIDE_LINK.sub("", stock(root_path)).replace('<html lang="en">', '<html lang="ja">')

    chainlit.server.get_html_template = offline
    register(assistant)
    mount_chainlit(app=app, target=str(TARGET), path=PATH)
