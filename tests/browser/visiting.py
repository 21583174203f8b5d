"""A person at a browser: what they see of the plan's page and do in the chat, and what the browser complains of."""

import re
from pathlib import Path
from typing import Any

from pages.serving import PASSWORD, Server

from assistant.store.accounts import Person

try:
    from playwright import sync_api
except ModuleNotFoundError:
    sync_api = None  # type: ignore[assignment]

CHROMIUM = Path("/usr/bin/chromium")
INSTALL = "browser tests need: apt-get install chromium fonts-noto-cjk; pip install -r requirements-dev.lock"
SWITCHES = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
PATIENCE_MS, TRIES = 120_000, 30
CHAT = "**/chat/**"
STARTER, MESSAGE = "button[id^='starter-']", "[data-step-type='assistant_message']"


class Chat:
    """The chat in its frame beside the plan."""

    def __init__(self, page: Any) -> None:
        self.frame = page.frame_locator("#chat")
        self.messages = self.frame.locator(MESSAGE)
        self.last = self.messages.last

    def say(self, words: str) -> None:
        """Type and send."""
        self.type(words)
        self.frame.locator("#chat-submit").click()

    def type(self, words: str) -> None:
        """Type, until it can be sent: what was typed before the chat had come to life is typed again."""
        for _ in range(TRIES):
            self.frame.locator("#chat-input").fill("")
            self.frame.locator("#chat-input").fill(words)
            try:
                return sync_api.expect(self.frame.locator("#chat-submit")).to_be_enabled(timeout=PATIENCE_MS / TRIES)
            except AssertionError:
                continue
        raise AssertionError("the chat does not come to life")

    def press(self, label: str) -> None:
        """Press a button under the newest message."""
        self.last.get_by_role("button", name=label, exact=True).click()

    def hears(self, words: str | re.Pattern[str]) -> None:
        """Wait until the newest message contains the words."""
        sync_api.expect(self.last).to_contain_text(words)

    def begin(self) -> None:
        """Start the interview on the first section."""
        self.say("第1章を下書きする")
        self.hears("質問 1／6")


class Visit:
    """A person at a browser of their own, and what the browser had to complain of."""

    def __init__(self, browser: Any, server: Server, person: Person, size: dict[str, int]) -> None:
        self.person = person
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.expected: tuple[str, ...] = ()
        self._server = server
        self._chat_comes = True
        self.context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", viewport=size, base_url=server.url)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", self._asked)
        self.context.on("console", self._told)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()
        self.page.on("websocket", lambda line: self._asked(line))
        self.chat = Chat(self.page)

    def enter(self) -> None:
        """Take the cookie, without opening a page."""
        self.context.request.post("/login", form={"name": self.person.name, "password": PASSWORD})

    def sign_in(self) -> None:
        """Come in by cookie, to the first section of the newest plan with the chat ready beside it."""
        self.enter()
        self.open()

    def open(self, page: str = "/sections/1") -> None:
        """Open a page of the person's newest plan and wait for it and the chat."""
        self._chat_comes = True
        self.page.unroute(CHAT)
        self._go(page)

    def look(self, page: str = "/sections/1") -> None:
        """Open a page of the person's newest plan with an empty frame in the chat's place, which would take its time."""
        self._chat_comes = False
        self.page.route(CHAT, lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        self._go(page)

    def reload(self) -> None:
        """Load the page anew and wait for it, and for the chat if it comes."""
        self.page.reload(wait_until="commit")
        self.ready()

    def ready(self) -> None:
        """Wait until the page has come to life, and the chat, if it comes, has its line.

        A key that is pressed before the page's modules are in is taken by the browser alone; an editor also has its text.
        """
        self.page.locator("#main[data-ready]").wait_for()
        if self.page.locator("#count").count():
            sync_api.expect(self.page.locator("#count")).to_have_text(re.compile("字"))
        if self._chat_comes:
            self.chat.frame.locator(f"{STARTER}, {MESSAGE}").first.wait_for(state="attached")

    def _go(self, page: str) -> None:
        plan = self._server.workspace(self.person).plan.id
        self.page.goto(f"/plans/{plan}{page}", wait_until="commit")
        self.ready()

    def open_quote(self, link: Any) -> None:
        """Open the quote behind a link in the chat; one that is still open is closed first, so that only the new is seen."""
        if self.page.locator("#quote").is_visible():
            self.page.locator("#quote-close").click()
        link.click()
        sync_api.expect(self.page.locator("#quote-text")).to_be_in_viewport()

    def unexpected(self) -> list[str]:
        """Complaints that the test did not announce."""
        return [text for text in self.complaints if not any(word in text for word in self.expected)]

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self._server.url, self._server.url.replace("http", "ws"), "data:", "blob:")):
            self.outside.append(request.url)

    def _told(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location['url']}")
