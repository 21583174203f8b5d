"""Double questions and follow-ups."""

import pytest
from replies import answered, answerer_of, ids

from assistant.answering.answerer import Answerer
from assistant.answering.followup import parts, resolve
from assistant.models import NoEvidence, Turn
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    ("question", "cited", "unanswered"),
    [
        ("計画は公表しなければなりませんか？固定資産税の税率は？", "act:9-4", ("固定資産税の税率は？",)),
        ("固定資産税の税率は？計画は公表しなければなりませんか？", "act:9-4", ("固定資産税の税率は？",)),
        ("計画期間は何年にすればいいですか。明日の天気はどうですか。", "general:4", ("明日の天気はどうですか。",)),
        ("計画の策定は義務ですか？計画の公表は義務ですか？", "act:9-3", ()),
    ],
)
def test_double_questions_are_answered_in_parts(
    answerer: Answerer, question: str, cited: str, unanswered: tuple[str, ...]
) -> None:
    """What can be answered is; what cannot is named."""
    answer = answered(answerer, question)
    assert cited in ids(answer)
    assert answer.unanswered == unanswered
    for part in unanswered:
        assert f"見当たりませんでした：「{part}」" in answer.answer


def test_both_halves_of_a_double_question_are_answered(answerer: Answerer) -> None:
    """The second half is a question of its own, not a follow-up on the first."""
    answer = answered(answerer, "コンビニ交付のKPIは？計画期間は何年ですか？")
    assert "コンビニ交付サービスで発行できる各種証明書類の種類" in answer.answer
    assert "general:4" in ids(answer)


def test_two_questions_out_of_scope_are_refused_together(answerer: Answerer) -> None:
    """Nothing to cite, nothing answered."""
    assert isinstance(answerer.answer("明日の天気は？肉じゃがの作り方は？"), NoEvidence)


@pytest.mark.parametrize(
    ("earlier", "question", "first", "strength"),
    [
        ("計画の公表について教えて", "それは義務？", "act:9-4", Strength.DUTY),
        ("計画の策定について教えて", "それは義務？", "act:9-3", Strength.EFFORT),
        ("計画の策定は義務ですか", "県の場合は？", "act:9-1", Strength.DUTY),
        ("計画の策定は義務ですか", "期限は？", "act:9-3", Strength.NONE_FOUND),
        (
            "コンビニ交付について教えて",
            "KPIは？",
            "measure:コンビニ交付サービスの導入及び発行証明書類の拡大",
            Strength.GUIDE,
        ),
        ("鳥獣被害対策について教えて", "事例はある？", "case:5-13", None),
        ("鳥獣被害対策について教えて", "そのKPIは？", "measure:IoTを活用した鳥獣被害対策", Strength.GUIDE),
        ("コンビニ交付について教えて", "計画期間は何年ですか", "general:4", Strength.GUIDE),
        ("コンビニ交付について教えて", "議会の議決は要る？", "act:9-3", Strength.NONE_FOUND),
        ("鳥獣被害対策について教えて", "計画の公表は義務ですか", "act:9-4", Strength.DUTY),
    ],
)
def test_follow_ups(answerer: Answerer, earlier: str, question: str, first: str, strength: Strength | None) -> None:
    """A question that points back is read with the one before; one that stands by itself is not."""
    answer = answered(answerer, question, earlier)
    assert (ids(answer)[0], answer.strength) == (first, strength)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("計画は義務ですか？期限は？", ["計画は義務ですか？", "期限は？"]),
        ("小さな町です。義務ですか？", ["小さな町です。義務ですか？"]),
        ("義務ですか？小さな町です。期限は？", ["義務ですか？", "小さな町です。期限は？"]),
        ("公表は義務ですか。\n期限を教えてください。", ["公表は義務ですか。", "期限を教えてください。"]),
        ("コンビニ交付", ["コンビニ交付"]),
        ("", [""]),
    ],
)
def test_parts_of_a_message(question: str, asked: list[str]) -> None:
    """Each question keeps the statements before it."""
    assert parts(question) == asked


@pytest.mark.parametrize(
    ("question", "earlier", "resolved"),
    [
        ("それは義務？", ["計画の公表について教えて"], "計画の公表について教えて それは義務？"),
        ("県の場合は？", ["計画の公表について教えて", "それは義務？"], "計画の公表について教えて 県の場合は？"),
        (
            "計画の公表をホームページでする義務について教えて",
            ["コンビニ交付について教えて"],
            "計画の公表をホームページでする義務について教えて",
        ),
        ("それは義務？", [], "それは義務？"),
    ],
)
def test_resolve(question: str, earlier: list[str], resolved: str) -> None:
    """A follow-up is read with the last question that stood by itself."""
    assert resolve(question, [Turn(role="user", text=text) for text in earlier]) == resolved


def test_a_question_of_any_length_is_answered_or_refused(answerer: Answerer) -> None:
    """5,000 characters do no harm."""
    assert answerer.answer("計画の策定は義務ですか" + "あ" * 5_000).outcome in {"answered", "no_evidence"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("国は自治体のデータ公開を何割まで広げるつもりだったのですか？", "100%"),
        ("国は避難所のWi-Fiを何か所作る目標だった？", "約3万箇所"),
        ("コンビニで証明書が取れる人を、国は何人にするつもりでしたか？", "1億人"),
        ("計画期間は何年にすればいいですか", "3年、5年"),
        ("推進体制の章では何か月おきに報告する見本ですか", "四半期ごと"),
    ],
)
def test_what_was_asked_for_is_in_the_answer(answerer: Answerer, question: str, said: str) -> None:
    """The quote is the sentence that answers, not a neighbour of it."""
    assert said in answered(answerer, question).answer
