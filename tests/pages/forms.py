"""Forms as a browser sends them: the fields that a page shows, with what a person changed in them."""

import re
from html.parser import HTMLParser
from typing import Any

HOSTILE = "\"><script>alert(1)</script>'{{7*7}}&amp;"


class Page(HTMLParser):
    """A page's forms by the address that they are sent to, its words, and whether every control has a label."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: dict[str, dict[str, list[str]]] = {}
        self.words: list[str] = []
        self.controls: list[tuple[str, str]] = []
        self.labelled: set[str] = set()
        self._form: dict[str, list[str]] | None = None
        self._field = ""
        self._text: list[str] | None = None
        self._selected: str | None = None
        self._option: list[str] | None = None
        self._in_label = False
        self.feed(html)

    def form(self, action: str) -> dict[str, list[str]]:
        """The fields of the form that is sent there; a copy to change."""
        return {name: list(values) for name, values in self.forms[action].items()}

    @property
    def text(self) -> str:
        """The words of the page, spaces folded."""
        return re.sub(r"\s+", " ", " ".join(self.words))

    @property
    def without_label(self) -> list[str]:
        """Controls that nobody could name."""
        return [name for name, id_ in self.controls if id_ not in self.labelled]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._form = self.forms.setdefault(has["action"], {})
        elif tag == "label":
            self._in_label = True
            self.labelled.add(has.get("for", ""))
        elif tag in ("input", "select", "textarea") and has.get("type") != "hidden":
            self.controls.append(
                (has["name"] if "name" in has else has["id"], "" if self._in_label else has.get("id", "?"))
            )
            self.labelled.add("")
        if tag == "input" and self._form is not None and has.get("type") not in ("file", "submit"):
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self._form.setdefault(has["name"], []).append(has.get("value") or "")
        elif tag in ("textarea", "select"):
            self._field, self._text, self._selected = has.get("name", ""), [], None
        elif tag == "option" and self._text is not None:
            self._option = []
            value = has.get("value")
            if "selected" in has or self._selected is None:
                self._selected = value if value is not None else "\0"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "label":
            self._in_label = False
        elif tag == "option" and self._option is not None:
            if self._selected == "\0":
                self._selected = "".join(self._option)
            self._option = None
        elif tag in ("textarea", "select") and self._text is not None:
            value = "".join(self._text) if tag == "textarea" else self._selected or ""
            if self._form is not None:
                self._form.setdefault(self._field, []).append(value)
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._option is not None:
            self._option.append(data)
        elif self._text is not None:
            self._text.append(data)
        else:
            self.words.append(data)
