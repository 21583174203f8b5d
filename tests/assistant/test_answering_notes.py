"""Answers carry what has changed since 2017."""

from datetime import date

import pytest
from replies import answered, answerer_of

from assistant.answering.answerer import Answerer
from assistant.answering.notes import show
from knowledge.corpus import Corpus
from knowledge.models import Confidence
from knowledge.retrieval import HybridRetriever

SCHEDULE = "各種保有情報等に係るオープンデータ化の促進のスケジュールは？"


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    ("question", "note", "as_of"),
    [
        ("市の個人情報に個人情報保護法は適用されますか", "note:appi-applies", "2023-04-01"),
        ("第7章に「個人情報保護条例に基づき」と書いてよいですか", "note:appi-applies", "2023-04-01"),
        ("個人情報の取扱いは章に何を書けばいい？", "note:appi-applies", "2023-04-01"),
        ("非識別加工情報とは", "note:anonymized-term", "2023-04-01"),
        ("非識別加工情報の仕組みを導入できますか", "note:anonymized-term", "2023-04-01"),
        ("非識別加工情報の提供の仕組みの導入のKPIは？", "note:anonymized-term", "2023-04-01"),
        ("情報セキュリティポリシーの策定は義務ですか", "note:security-policy-duty", "2026-04-01"),
        ("セキュリティポリシーは公表しますか", "note:security-policy-publish", "2026-04-01"),
        ("セキュリティの章には何を書きますか", "note:security-policy-duty", "2026-04-01"),
        ("特別徴収税額通知の電子化はいつから", "note:tax-notice", "2024年度"),
        ("住民税の特別徴収税額通知の電子化のKPIは？", "note:tax-notice", "2024年度"),
        ("会社に送る住民税の特別徴収の通知を電子化したい", "note:tax-notice", "2024年度"),
    ],
)
def test_notes_on_what_changed(answerer: Answerer, question: str, note: str, as_of: str) -> None:
    """Personal data, 非識別加工情報, security policy and tax notices carry their dated correction."""
    shown = {note.id: note for note in answered(answerer, question).notes}
    assert note in shown
    assert shown[note].as_of == as_of


def test_notes_that_are_not_verified_say_so(corpus: Corpus) -> None:
    """A note of confidence C is never shown as a plain statement."""
    for note in corpus.notes:
        if note.confidence is Confidence.C:
            assert "未確認" in show(note).text, note.id


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("コンビニ交付のKPIは？", "note:konbini-population"),
        ("県の計画は義務ですか？国の基本計画は？", "note:priority-plan-double-role"),
        ("国は避難所のWi-Fiを何か所作る目標だった？", "note:wifi-today"),
        ("プログラミングを学べる場を作りたい", "note:programming"),
    ],
)
def test_answers_show_unverified_notes_as_such(answerer: Answerer, question: str, note: str) -> None:
    """In an answer, too, what was not verified is marked 未確認."""
    (shown,) = [shown for shown in answered(answerer, question).notes if shown.id == note]
    assert shown.confidence is Confidence.C
    assert "未確認" in shown.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "国は避難所のWi-Fiを何か所作る目標だった？",
            "平成31年度は令和元年度（2019年度）にあたり、すでに過ぎています。",
        ),
        (
            "コンビニで証明書が取れる人を、国は何人にするつもりでしたか？",
            "平成31年度末は令和元年度（2019年度）にあたり、すでに過ぎています。",
        ),
        (
            "各種保有情報等に係るオープンデータ化の促進のスケジュールは？",
            "平成32年は令和2年（2020年）にあたり、すでに過ぎています。",
        ),
        (
            "保有する各種地理空間情報等に係るオープンデータ化の促進のスケジュールは？",
            "平成33年は令和3年（2021年）にあたり、すでに過ぎています。",
        ),
    ],
)
def test_deadlines_of_the_guide_are_said_to_be_over(answerer: Answerer, question: str, said: str) -> None:
    """A target of 2017 is never given as if it still lay ahead."""
    assert said in answered(answerer, question).answer


def test_a_deadline_is_not_over_before_its_day(corpus: Corpus, retriever: HybridRetriever) -> None:
    """The date comes from outside: in 2018 the targets of 2020 lay ahead."""
    answerer = Answerer(corpus, retriever, lambda: date(2018, 4, 1))
    assert "すでに過ぎています" not in answered(answerer, SCHEDULE).answer


def test_a_deadline_passes_while_the_same_answerer_works(corpus: Corpus, retriever: HybridRetriever) -> None:
    """An office's server runs for months: what counts is the day of the question."""
    days = [date(2018, 4, 1)]
    answerer = Answerer(corpus, retriever, lambda: days[-1])
    said = answered(answerer, SCHEDULE).answer
    days.append(date(2026, 11, 23))
    assert "すでに過ぎています" in answered(answerer, SCHEDULE).answer
    days.append(date(2018, 4, 1))
    assert answered(answerer, SCHEDULE).answer == said


@pytest.mark.parametrize(
    ("question", "note", "said"),
    [
        (
            "「サイバーセキュリティ戦略（平成27年9月4日閣議決定）に基づき」と写していい？",
            "note:cyber-strategy",
            "2025年12月23日",
        ),
        ("IT基本法の理念に基づき、と書いてあります。このままで大丈夫？", "note:it-basic-act", "廃止"),
        ("官民データの法律は全部で28条ですよね", "note:act-chapter-4", "2021年9月1日"),
        ("基本法の第27条に基づき協力を求める、と書いてよい？", "note:act-chapter-4", "削られ"),
        ("官民データ活用推進戦略会議の方針に沿う、という文を残していい？", "note:data-council", "2021年9月1日"),
        ("NISCと書いた箇所は直しますか", "note:nco", "国家サイバー統括室"),
        ("推奨データセットという名前は今も使う？", "note:standard-dataset", "自治体標準オープンデータセット"),
    ],
)
def test_old_wording_is_answered_with_its_correction_first(
    answerer: Answerer, corpus: Corpus, question: str, note: str, said: str
) -> None:
    """Who quotes an old name is told first what has become of it, and since when."""
    answer = answered(answerer, question)
    text = next(record.text for record in corpus.notes if record.id == note)
    assert answer.answer.removeprefix("（未確認）").startswith(text), answer.answer
    assert said in answer.answer


def test_a_law_that_is_not_yet_in_force_is_said_to_be_so(answerer: Answerer) -> None:
    """令和8年法律第56号 has been promulgated; its rules do not hold yet."""
    answer = answered(answerer, "この夏に個人情報保護法が改正されたので、計画も新しいルールで書き直しますか")
    shown = answer.answer + "".join(note.text for note in answer.notes)
    assert "施行前" in shown
    assert "2026年7月17日" in shown
