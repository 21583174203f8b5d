"""What a person asks to be led to, what somebody may do who only reads, and the question that is open."""

import pytest
from chatting import START, Chat, Desk, asked, kinds, pointed, revised, said

from assistant.conversation import State, open_question
from assistant.events import Offered
from assistant.models import Fact, Ledger, Status
from knowledge.corpus import Corpus

MIDDLE = [START, "みどり町"]
REFUSAL = "あなたは閲覧者です。"


@pytest.fixture(scope="module")
def desk(corpus: Corpus) -> Desk:
    return Desk(corpus)


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return Chat(desk)


@pytest.fixture
def reader(desk: Desk) -> Chat:
    return Chat(desk, refusal=REFUSAL)


@pytest.mark.parametrize("before", [[], MIDDLE], ids=["alone", "in the middle"])
@pytest.mark.parametrize(
    ("message", "pages"),
    [
        ("Wordで出して", ["/versions#export"]),
        ("ワードで出力してください", ["/versions#export"]),
        ("出力したい", ["/versions#export"]),
        ("計画をPDFにしたい", ["/versions#export"]),
        ("公表用をダウンロード", ["/versions#export"]),
        ("印刷したいです", ["/versions#export"]),
        ("照会票を作って", ["/inquiry"]),
        ("照会票を作成してください", ["/inquiry"]),
        ("各課に照会したい", ["/inquiry"]),
        ("既存の計画を点検する", ["/sections/1", "/versions#sections"]),
        ("計画の点検をしたい", ["/sections/1", "/versions#sections"]),
        ("Wordで直した文章を取り込みたい", ["/sections/1", "/versions"]),
        ("ワードファイルをアップロードしたいです", ["/sections/1", "/versions"]),
        ("直したファイルを取り込む", ["/sections/1", "/versions"]),
        ("第2章を見せて", ["/sections/2", "/sections/2"]),
        ("第３章を開いてください", ["/sections/3", "/sections/3"]),
        ("施策の章を読みたい", ["/sections/6", "/sections/6"]),
    ],
)
def test_what_is_asked_for_is_pointed_to(chat: Chat, before: list[str], message: str, pages: list[str]) -> None:
    """With a link; a section is opened at once. An interview goes on with its open question."""
    chat.say(*before)
    events = chat.say(message)
    assert pointed(events) == pages
    assert asked(events) == ("plan_name" if before else None)


@pytest.mark.parametrize("message", ["既存の計画を点検する", "Wordを取り込みたい"])
def test_what_comes_later_says_so_and_what_can_be_done_meanwhile(chat: Chat, message: str) -> None:
    """No promise, and a way on."""
    words = said(chat.say(message))
    for part in ("まだできません", "今後の版で加わります", "貼り付け"):
        assert part in words


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("第1章をもっと短く", (1, "short")),
        ("第２章の文章を簡潔にして", (2, "short")),
        ("第3章をやさしく書き直して", (3, "plain")),
        ("第7章をやさしい言葉にしてください", (7, "plain")),
    ],
)
def test_a_section_is_to_be_put_otherwise(chat: Chat, message: str, wanted: tuple[int, str]) -> None:
    """Which one, and how."""
    assert revised(chat.say(message)) == wanted


@pytest.mark.parametrize(("message", "how"), [("もっと短く", "short"), ("やさしく書き直して", "plain")])
def test_without_a_number_the_section_is_asked_back(chat: Chat, message: str, how: str) -> None:
    """Each choice is a request that can be understood."""
    [offered] = chat.say(message)
    assert isinstance(offered, Offered)
    assert chat.state.offered == offered.choices
    assert [revised(chat.say(choice)) for choice in offered.choices] == [(number, how) for number in range(1, 8)]
    assert chat.state.offered == ()


@pytest.mark.parametrize(
    "message",
    [
        "窓口の待ち時間を短くしたい、手続を分かりやすくする",
        "申請書の出力に時間がかかる",
        "広報を見やすくする、通知をやさしい日本語にする",
        "照会への回答が遅い",
    ],
)
def test_an_issue_that_sounds_like_a_request_is_an_answer(chat: Chat, message: str) -> None:
    """What the town wants shorter or plainer is taken down as the town's issue."""
    chat.say("第1章を下書き", "みどり町", message)
    assert "".join(chat.ledger.answer("issues") or ()).startswith(message[:6])


@pytest.mark.parametrize(
    "message",
    [
        START,
        "第1章を下書き",
        "人口は31,800人です",
        "人口は31,800人の間違い",
        "第1章をもっと短く",
        "とばす",
        "あとで",
        "1を採用",
    ],
)
def test_a_reader_changes_nothing(reader: Chat, message: str) -> None:
    """The role's own sentence is said, and what is possible; nothing is begun."""
    reader.say("施策のおすすめを見る")
    events = reader.say(message)
    assert kinds(events) == "said"
    assert said(events).startswith(REFUSAL)
    assert "質問" in said(events)
    assert (reader.state.sections, reader.state.asking, reader.held(), reader.decisions()) == ((), None, {}, {})


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("計画の策定は義務ですか", "replied"),
        ("人口は何人と書けばよいですか", "replied"),
        ("施策をすすめて", "measures_proposed"),
        ("Wordで出して", "pointed"),
        ("第2章を見せて", "pointed"),
        ("既存の計画を点検する", "pointed"),
    ],
)
def test_a_reader_asks_and_is_led(reader: Chat, message: str, wanted: str) -> None:
    """Whatever leaves the plan as it is."""
    assert kinds(reader.say(message)) == wanted


def test_somebody_who_may_only_read_now_is_asked_no_more(desk: Desk) -> None:
    """The interview that they had begun as an editor is over for them."""
    chat = Chat(desk)
    chat.say(*MIDDLE)
    chat.refusal = REFUSAL
    assert kinds(chat.say("みどり町計画")) == "said"
    assert chat.state.asking is None
    assert list(chat.ledger.facts) == ["municipality"]


@pytest.mark.parametrize(
    ("messages", "key", "done", "total"),
    [
        ([START], "municipality", 0, 18),
        (MIDDLE, "plan_name", 1, 18),
        ([*MIDDLE, "わからない", "あとで"], "scale", 3, 18),
        ([*MIDDLE, "みどり計画", "戻る"], "plan_name", 1, 18),
        (["第1章を下書き", "とばす", "とばす"], "administrative_issues", 2, 6),
    ],
)
def test_the_open_question_is_known_with_its_progress(
    chat: Chat, messages: list[str], key: str, done: int, total: int
) -> None:
    """So that a chat that comes back the next day shows it as it was asked."""
    events = chat.say(*messages)
    found = open_question(State.model_validate_json(chat.state.model_dump_json()), chat.ledger)
    assert found == events[-1]
    assert found is not None
    assert (found.question.key, found.done, found.total) == (key, done, total)


def test_outside_an_interview_no_question_is_open() -> None:
    """Whatever is known."""
    known = Ledger(facts={"municipality": Fact(key="municipality", status=Status.ANSWERED, value="みどり町")})
    assert open_question(State(), known) is None
