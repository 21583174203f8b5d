"""How many questions there are: board, form and chat say the same number of the same thing (問 of the chat, 項目 of the form)."""

import re

import pytest
from pages.forms import Page
from pages.serving import Server, Visitor

from assistant.conversation import State, respond
from assistant.events import Asked, Said
from assistant.models import Fact, Ledger, NoEvidence, Reply, Status, Turn
from assistant.recommending import Recommendation

Told = dict[int, tuple[int, int]]
FACTS: dict[str, tuple[Fact, ...]] = {
    "a fresh plan": (),
    "some answers": (
        Fact(key="municipality", status=Status.ANSWERED, value="みどり町"),
        Fact(key="population", status=Status.UNKNOWN),
        Fact(key="contact", status=Status.ANSWERED, value="企画課"),
        Fact(key="project_team", status=Status.NOT_APPLICABLE),
    ),
    "a whole plan folded into another": (
        Fact(key="scale", status=Status.ANSWERED, value="5つの柱の全体を対象にする"),
        Fact(key="pattern", status=Status.ANSWERED, value="既存の計画に組み込む"),
    ),
}


class Nothing:
    """A product that knows no answers; nothing is asked of it here."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply:
        return NoEvidence(answer=question)

    def recommend(self, ledger: Ledger) -> tuple[Recommendation, ...]:
        return ()


def by_section(html: str, pattern: str) -> Told:
    return {int(number): (int(done), int(total)) for number, done, total in re.findall(pattern, html, re.DOTALL)}


def chatted(ledger: Ledger, words: str) -> tuple[str, int]:
    """What the chat says at the beginning, and of how many questions the first one is."""
    _, events = respond(State(), words, ledger, Nothing())
    said = "".join(event.text for event in events if isinstance(event, Said))
    return said, next(event.total for event in events if isinstance(event, Asked))


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_everybody_counts_the_same(server: Server, aoki: Visitor, facts: tuple[Fact, ...]) -> None:
    """Section by section and for the whole plan; where the chat asks fewer than the form has, it says so."""
    workspace = server.workspace(aoki.person)
    workspace.add_facts(facts)
    ledger = workspace.ledger()
    board = aoki.http.get(f"/plans/{aoki.plan.id}").text
    form = aoki.http.get(f"/plans/{aoki.plan.id}/facts").text
    in_form = by_section(form, r">第(\d)章（(\d+)／(\d+)）<")
    assert len(in_form) == 7
    assert by_section(board, r"第(\d)章</span>(?:(?!</li>).)*?聞き取り (\d+)／(\d+)項目") == in_form

    words = Page(form).text
    every, in_chat, left = map(
        int,
        re.findall(r"(\d+)項目（チャットで聞くのは、そのうち(\d+)問）のうち、決まっていないものは ?(\d+)項目", words)[
            0
        ],
    )
    assert f"聞き取り：{every}項目のうち{every - left}項目に回答" in board
    said, total = chatted(ledger, "計画づくりを始める")
    assert total == in_chat
    assert re.findall(r"(?:合わせて(\d+)項目|聞く(\d+)問)", said)[0] in ((str(every), ""), ("", str(in_chat)))
    for section, (_, items) in in_form.items():
        said, total = chatted(ledger, f"第{section}章を下書き")
        besides = re.findall(r"画面で書く項目が(\d+)つあり、画面では合わせて(\d+)項目", said)
        if besides:
            assert (total + int(besides[0][0]), int(besides[0][1])) == (items, items)
        elif "ほど質問します" in said:
            assert total == items


def test_the_board_promises_as_many_questions_as_the_chat_asks(server: Server, aoki: Visitor) -> None:
    """Of a fresh plan, for the first section and for the whole."""
    ledger = server.workspace(aoki.person).ledger()
    board = Page(aoki.http.get(f"/plans/{aoki.plan.id}").text).text
    for words, promise in (
        ("第1章を下書き", r"質問に(\d+)問ほど答えると、第1章"),
        ("計画づくりを始める", r"(\d+)問ほどに答えると"),
    ):
        said, total = chatted(ledger, words)
        assert re.findall(promise, board) == [str(total)]
        assert f"{total}問ほど質問します" in said
