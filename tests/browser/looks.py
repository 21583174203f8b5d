"""What can be seen of a page without a person: whether it fits its window, and what axe-core says of it."""

from typing import Any

import pytest
from browser.visiting import DESK, PHONE

SIZES = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = ("serious", "critical")
TOO_WIDE = """() => [...document.querySelectorAll("html, body, body *")]
    .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1
        && (e === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
        && !e.matches(".scroll, .scroll *"))
    .map(e => `${e.tagName}#${e.id}.${e.className} ${e.scrollWidth}>${e.clientWidth}`)"""
CUT_OFF = """() => [...document.querySelectorAll("button, a[href], input, textarea, h1, h2, iframe")]
    .filter(e => e.checkVisibility() && !e.matches(".scroll *, .unseen, .skip"))
    .map(e => [e.tagName + " " + (e.id || e.textContent.trim().slice(0, 20)), e.getBoundingClientRect()])
    .filter(([_, box]) => box.width && (box.right > innerWidth + 1 || box.left < -1))
    .map(([name, box]) => `${name} ${Math.round(box.left)}-${Math.round(box.right)} of ${innerWidth}`)"""


def fits(frame: Any) -> bool:
    """No horizontal scroll bar (save a wide table's own), and no control beyond the window's edge."""
    found = frame.evaluate(TOO_WIDE) + frame.evaluate(CUT_OFF)
    assert found == []
    return True


def violations(page: Any) -> list[str]:
    """What axe-core finds serious or critical on our page; the chat in its frame is Chainlit's."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, context={"exclude": [["#chat"]]}, options=options).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]
