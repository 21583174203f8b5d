"""What an answer of the server must be like."""

import re

import httpx

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
BEYOND_SQL = 10**30


def refused(answer: httpx.Response, *statuses: int) -> bool:
    """Whether the request was refused in words that staff can read, and without showing the program's inside."""
    words = answer.json()["error"] if answer.request.url.path.startswith("/api/") else answer.text
    inside = [sign for sign in ("Traceback", "Error", "sqlalchemy", "pydantic", '"detail"') if sign in words]
    return answer.status_code in statuses and bool(JAPANESE.search(words)) and not inside
