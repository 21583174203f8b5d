"""Files that wait between being shown and being taken in: each in a folder of its own, named by a secret word."""

import re
import secrets
import shutil
import time
from pathlib import Path

from assistant.errors import NotFound
from assistant.pages.access import Upload

KEPT_FOR_S = 60 * 60
LONGEST_NAME = 60  # characters: a disk takes 255 bytes, and a character may have four
_TOKEN = re.compile(r"[0-9a-f]{32}\Z")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Uploads:
    """The waiting files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, upload: Upload) -> str:
        """Keep a file for an hour; returns the word by which it is found again."""
        self._forget_old()
        token = secrets.token_hex(16)
        (self._folder / token).mkdir(parents=True)
        (self._folder / token / safe_name(upload.name)).write_bytes(upload.data)
        return token

    def find(self, token: str) -> Path:
        """The file.

        Raises:
            NotFound: if there is none any more.
        """
        found = list((self._folder / token).glob("*")) if _TOKEN.match(token) else []
        if not found:
            raise NotFound(
                "送られたファイルは、もう残っていません（1時間で消します）。もう一度ファイルを選んでください。"
            )
        return found[0]

    def forget(self, token: str) -> None:
        """Remove the file, if it is there."""
        if _TOKEN.match(token):
            shutil.rmtree(self._folder / token, ignore_errors=True)

    def _forget_old(self) -> None:
        for found in self._folder.glob("*"):
            if time.time() - found.stat().st_mtime > KEPT_FOR_S:
                shutil.rmtree(found, ignore_errors=True)


def safe_name(name: str) -> str:
    """The file's own name without folders and signs that a disk does not take; its kind is kept."""
    last = _UNSAFE.sub("_", re.split(r"[\\/]", name)[-1]).strip(". ") or "file"
    stem, dot, kind = last.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{kind[:10]}" if dot else last[:LONGEST_NAME]
