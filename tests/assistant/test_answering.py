"""Answers rest on quoted places, say whom they bind and how strongly, and carry what has changed since 2017."""

from datetime import date
from itertools import chain

import pytest

from assistant.answering.answerer import Answerer
from assistant.answering.followup import parts, resolve
from assistant.answering.notes import show
from assistant.answering.quoting import best_stretch, cite_part
from assistant.models import Answer, NoEvidence, Turn
from knowledge.corpus import Corpus
from knowledge.models import Confidence, Requirement, Strength
from knowledge.retrieval import HybridRetriever

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return Answerer(corpus, retriever, TODAY)


def answered(answerer: Answerer, question: str, *earlier: str) -> Answer:
    """The answer to a question after earlier questions; fails if there is none."""
    turns = chain.from_iterable(
        (Turn(role="user", text=text), Turn(role="assistant", text="（答え）")) for text in earlier
    )
    reply = answerer.answer(question, list(turns))
    assert isinstance(reply, Answer), f"{question} → {reply.answer}"
    return reply


def ids(answer: Answer) -> list[str]:
    return [citation.id for citation in answer.citations]


def assert_quotes_are_literal(corpus: Corpus, answer: Answer) -> None:
    assert answer.citations
    for citation in answer.citations:
        passage = corpus.passage[citation.id]
        assert citation.quote in passage.text, citation
        assert citation.quote.strip(), citation
        assert citation.label == passage.citation


# --- every answer is quoted -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def to_known_phrasings(answerer: Answerer, corpus: Corpus) -> list[tuple[Requirement, str, Answer]]:
    """Each known way of asking, the record it belongs to, and the answer it gets."""
    return [(r, ask, answered(answerer, ask)) for r in corpus.requirements for ask in (r.title, *r.asks)]


def test_every_phrasing_of_every_requirement_is_answered_with_literal_quotes(
    to_known_phrasings: list[tuple[Requirement, str, Answer]], corpus: Corpus
) -> None:
    """All known ways of asking get an answer whose citations exist and whose quotes are the source's own text."""
    assert len(to_known_phrasings) > 400
    for _, _, answer in to_known_phrasings:
        assert_quotes_are_literal(corpus, answer)


def test_known_phrasings_reach_their_own_requirement(to_known_phrasings: list[tuple[Requirement, str, Answer]]) -> None:
    """19 in 20 of the questions worded as in the catalogue get that record's statement."""
    missed = [ask for r, ask, answer in to_known_phrasings if r.statement not in answer.answer]
    assert len(missed) <= len(to_known_phrasings) * 0.05, missed


def test_answers_carry_at_most_four_notes_without_repeats(
    to_known_phrasings: list[tuple[Requirement, str, Answer]],
) -> None:
    """Notes help only when they can be read."""
    for _, ask, answer in to_known_phrasings:
        notes = [note.id for note in answer.notes]
        assert len(set(notes)) == len(notes) <= 4, ask


@pytest.mark.parametrize("form", ["『{}』について教えて", "{}のKPIは？", "{}のスケジュールは？"])
def test_every_measure_of_the_guide_is_answered_from_itself(answerer: Answerer, corpus: Corpus, form: str) -> None:
    """Each of the 44 measures, asked for by its title, is cited literally (three share theirs with a national one)."""
    elsewhere = {}
    for measure in corpus.guide.measures:
        answer = answered(answerer, form.format(measure.title))
        assert_quotes_are_literal(corpus, answer)
        if not {measure.id, f"national:{measure.title}"} & set(ids(answer)):
            elsewhere[measure.title] = ids(answer)
    assert elsewhere == {}


def test_the_kpis_of_every_measure_are_given_in_full(answerer: Answerer, corpus: Corpus) -> None:
    """Asked for KPIs, the answer lists every one that the guide has, the three patterns' included."""
    missing = {}
    for measure in corpus.guide.measures:
        answer = answered(answerer, f"『{measure.title}』のKPIは？").answer
        wanted = [*measure.kpis, *(kpi for pattern in measure.patterns for kpi in pattern.kpis)]
        if left_out := [kpi for kpi in wanted if kpi not in answer]:
            missing[measure.title] = left_out
    assert missing == {}


def test_every_measure_says_what_has_become_of_it(answerer: Answerer, corpus: Corpus) -> None:
    """No measure of 2017 is given without its state of today, marked 未確認 where it was not verified."""
    silent = []
    for today in corpus.measures_today:
        answer = answered(answerer, f"『{today.measure}』のKPIは？").answer
        if today.summary not in answer or (today.confidence is Confidence.C and "未確認" not in answer):
            silent.append(today.measure)
    assert silent == []


def test_every_national_measure_and_case_is_answered_with_literal_quotes(answerer: Answerer, corpus: Corpus) -> None:
    """National measures and cases, asked for by their titles."""
    for title in (record.title for record in (*corpus.guide.national, *corpus.guide.cases)):
        assert_quotes_are_literal(corpus, answered(answerer, f"「{title}」について教えて"))


@pytest.mark.parametrize(
    "question", ["計画の策定は義務ですか", "コンビニ交付のKPIは？", "固定資産税の税率は？", "塩尻市の事例は？"]
)
def test_the_same_question_gets_the_same_answer(answerer: Answerer, question: str) -> None:
    """Answers depend on the question, the sources and the date alone."""
    assert answerer.answer(question) == answerer.answer(question)


# --- strength and bearer --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "first", "strength"),
    [
        ("計画の策定は義務ですか", "act:9-3", Strength.EFFORT),
        ("計画は必ず作らないといけませんか", "act:9-3", Strength.EFFORT),
        ("市町村計画をつくるのは努力義務？", "act:9-3", Strength.EFFORT),
        ("基本法第9条第3項について教えて", "act:9-3", Strength.EFFORT),
        ("特別区は策定しなければならない？", "act:9-3", Strength.EFFORT),
        ("計画の公表は義務ですか", "act:9-4", Strength.DUTY),
        ("公表しなくてもいいですか", "act:9-4", Strength.DUTY),
        ("変更したときも公表しないといけない？", "act:9-4", Strength.DUTY),
        ("9条4項は義務ですか", "act:9-4", Strength.DUTY),
        ("策定した計画をホームページに載せる義務はある？", "act:9-4", Strength.DUTY),
        ("県の計画は義務ですか", "act:9-1", Strength.DUTY),
    ],
)
def test_drawing_up_and_publishing_are_not_confused(
    answerer: Answerer, question: str, first: str, strength: Strength
) -> None:
    """Drawing up the plan is a duty to endeavour (9-3), publishing it a duty (9-4), like the prefecture's plan."""
    answer = answered(answerer, question)
    assert (ids(answer)[0], answer.strength) == (first, strength)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("9条3項は義務ですか", "市町村の努力義務です"),
        ("計画を作らないと違反ですか", "努力義務"),
        ("作った計画を公開しないと違反ですか", "公表しなければなりません"),
    ],
)
def test_breach_and_article_questions_get_the_rule(answerer: Answerer, question: str, said: str) -> None:
    """Who asks by the article's number or by 違反 is told the rule itself."""
    assert said in answered(answerer, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "オンライン化は市町村の義務ですか",
        "行政手続をオンライン化しないと違法？",
        "マイナンバーカードの普及は町の義務ですか",
        "カードを広めるのは市町村の仕事として法律で決まっている？",
        "デジタルデバイド対策は市の義務ですか",
        "第5章の5つの柱は法律上の義務ですか",
        "5つの柱は全部書く義務がありますか",
        "柱を一つ省くと違反になりますか",
        "オンライン化の柱を計画に書くのは義務ですか",
        "オープンデータの柱を計画に書くのは義務ですか",
        "マイナンバーカードの柱を計画に載せる義務はありますか",
        "格差の是正の柱を計画に載せる義務はありますか",
    ],
)
def test_the_pillars_are_never_called_a_statutory_duty_of_the_municipality(answerer: Answerer, question: str) -> None:
    """A duty of the State is not a duty of the town, and a pillar in a plan is the guide's recommendation."""
    answer = answered(answerer, question)
    assert answer.strength is not Strength.DUTY or answer.bearer == "国", (answer.bearer, answer.answer)


@pytest.mark.parametrize(
    ("question", "strength", "bearer"),
    [
        ("計画期間は何年ですか", Strength.GUIDE, "市町村（特別区を含む）"),
        ("議会の議決は必要ですか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("パブリックコメントはしないといけませんか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("計画を国に提出する必要はありますか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("策定しないと罰則はありますか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("計画づくりに生成AIを使ってよいですか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("情報セキュリティポリシーのガイドラインに従う義務はありますか", Strength.ADVICE, "地方公共団体"),
        ("サイバーセキュリティの方針を定める義務はありますか", Strength.DUTY, "議会、長その他の執行機関（それぞれ）"),
        ("標準準拠システムを使うのは義務ですか", Strength.DUTY, "地方公共団体"),
        ("ガバメントクラウドを使うのは義務ですか", Strength.EFFORT, "地方公共団体"),
        ("官民データとは何ですか", None, "－"),
    ],
)
def test_strength_and_bearer(answerer: Answerer, question: str, strength: Strength | None, bearer: str) -> None:
    """Each answer says how strongly it binds, and whom; 「定めが見当たらない」 is an answer."""
    answer = answered(answerer, question)
    assert (answer.strength, answer.bearer) == (strength, bearer)


@pytest.mark.parametrize(
    "question", ["議会の議決は必要ですか", "パブリックコメントはしないといけませんか", "計画に様式はありますか"]
)
def test_no_rule_found_says_where_to_look_next(answerer: Answerer, question: str) -> None:
    """Where no rule was found, the answer says what was looked in and which local rule to check."""
    answer = answered(answerer, question)
    assert "見当たりません" in answer.answer
    assert answer.next


# --- what has changed since 2017 ------------------------------------------------------------------


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
    answer = answered(
        Answerer(corpus, retriever, date(2018, 4, 1)), "各種保有情報等に係るオープンデータ化の促進のスケジュールは？"
    )
    assert "すでに過ぎています" not in answer.answer


# --- what the sources do not say ------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "固定資産税の税率は何パーセントですか",
        "明日の天気は？",
        "肉じゃがの作り方を教えて",
        "Excelのマクロで宛名を印刷するには",
        "ＥＸＣＥＬの使い方",
        "ｗｉｎｄｏｗｓの更新が止まった",
        "プリンタが紙詰まりです",
        "ﾌﾟﾘﾝﾀが紙詰まりです",
        "職員の有給休暇は何日ですか",
        "ふるさと納税の返礼品は何割まで？",
        "町議会の議員定数を減らすには",
        "保育料の減免の基準は",
        "立地適正化計画に必ず書く事項は何ですか",
        "地域防災計画の必須事項を教えて",
        "わな猟の免許はどうやって取りますか",
        "ドローンの操縦免許はどこで取るの",
        "うちの町の人口は何人ですか",
        "うちの市長の名前は？",
        "2040年の全国のオンライン申請率は何％になる見込み？",
        "獣害のセンサー1台の値段はいくら？",
        "最新のiPhoneはいくら？",
        "サーバはどのメーカーがいいですか",
        "",
        "？？？",
        "🙂",
        "こんにちは",
        "qwxzv",
    ],
)
def test_questions_outside_the_sources_are_refused(answerer: Answerer, question: str) -> None:
    """No answer is made up: it says that the guide has nothing, cites nothing, and names where to look."""
    reply = answerer.answer(question)
    assert isinstance(reply, NoEvidence), reply
    assert (reply.citations, reply.notes, reply.strength) == ((), (), None)
    assert "手引には見当たりません" in reply.answer
    assert reply.next


@pytest.mark.parametrize(
    "question", ["明日の天気は？", "固定資産税の税率は？", "プリンタが紙詰まりです", "議員定数は何人？"]
)
def test_the_advice_of_a_refusal_is_a_sentence(answerer: Answerer, question: str) -> None:
    """Where to look is a place, not another sentence: no 「…ですで確かめてください」."""
    advice = answerer.answer(question).next or ""
    assert advice.endswith("で確かめてください。")
    assert "ですで" not in advice


@pytest.mark.parametrize(
    "question",
    [
        "総合計画との整合はどう書けばいい？",
        "地域防災計画との関係は書くべき？",
        "住民税の通知の電子化について",
        "健康保険証との一体化は？マイナンバーカードの話です",
        "児童手当の現況届をオンライン化したい",
        "消防でのタブレットの活用、救急搬送の見える化",
    ],
)
def test_questions_near_the_border_are_answered(answerer: Answerer, question: str) -> None:
    """To refuse wrongly is as bad as to invent."""
    assert answered(answerer, question).citations


# --- double questions and follow-ups --------------------------------------------------------------


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


# --- comparisons and quotes -----------------------------------------------------------------------


def test_two_things_are_compared_side_by_side(answerer: Answerer) -> None:
    """Each side has its own quote."""
    answer = answered(answerer, "防災拠点等におけるWi-Fi環境の整備推進と市内におけるフリーWi-Fiの整備の違いは？")
    assert {"measure:防災拠点等におけるWi-Fi環境の整備推進", "measure:市内におけるフリーWi-Fiの整備"} <= set(
        ids(answer)
    )


@pytest.mark.parametrize(
    ("text", "wanted", "stretch"),
    [
        ("一つ目の文です。公表は義務です。三つ目。", "公表の義務", "公表は義務です。三つ目。"),
        ("句点のない題名", "何か", "句点のない題名"),
        ("題名\n本文はここ。", "本文", "本文はここ。"),
        ("", "何か", ""),
    ],
)
def test_best_stretch(text: str, wanted: str, stretch: str) -> None:
    """The sentence closest to what is wanted, as it stands in the text; a short one goes on into the next."""
    assert best_stretch(text, wanted) == stretch
    assert stretch in text


def test_a_quote_that_is_not_in_the_passage_is_refused(corpus: Corpus) -> None:
    """No quote can be made up, not even by a slip of the code."""
    with pytest.raises(ValueError, match="の文章ではありません"):
        cite_part(corpus.passage["general:1"], "手引にない文")
