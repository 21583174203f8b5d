"""Questions in the words of staff find the right place; odd input finds nothing worse than nothing."""

import pytest

from knowledge.models import PassageKind
from knowledge.retrieval import HybridRetriever


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("計画は必ず作らないといけないの？", "act:9-3"),
        ("計画は作ったらホームページに載せればいい？", "act:9-4"),
        ("県には作る義務があるんですか", "act:9-1"),
        ("もう情報化計画があるので書き足すだけでいい？", "general:4"),
        ("どの課を巻き込めばいいですか", "general:5"),
        ("県の計画ができていないけど先に作っていい？", "general:7"),
        ("国に相談できる窓口はある？", "general:8"),
        ("現状の章には何を書けばいいですか", "template:1/commentary"),
        ("目的の章の見本の文章を見せて", "template:2/example"),
        ("二重丸と丸の印の違い", "template:6/commentary"),
        ("下位計画にしないとだめ？", "footnote:3"),
        ("計画の名前は変えてもいいのか", "footnote:2"),
        ("住民票をコンビニで取れるようにしたい", "measure:コンビニ交付サービスの導入及び発行証明書類の拡大"),
        ("イノシシやシカに畑を荒らされて困っている", "measure:IoTを活用した鳥獣被害対策"),
        ("急な大雨で町が水浸しになる", "measure:ゲリラ豪雨に対するIoTを活用した取組"),
        ("救急車の受け入れ病院が見つからない", "measure:救急搬送時における医療機関の受け入れ状況の見える化"),
        ("山あいで携帯がつながらない", "measure:条件不利地域における携帯電話のエリア整備の推進"),
        ("離島に光回線を引きたい", "measure:超高速ブロードバンド未整備地域における整備・確保の推進"),
        ("目の不自由な人にも見やすいホームページ", "measure:Webアクセシビリティ確保のための環境整備"),
        ("外国人向けにごみの分け方を知らせたい", "measure:ごみ分別情報のオープンデータ化の推進"),
        ("赤潮を早く知らせる仕組み", "measure:ICTを活用した次世代水産業の推進"),
        ("先生の成績システムと学習システムをつなぐ", "measure:「校務系」と「授業・学習系」システムの情報連携の推進"),
        ("国は避難所のWi-Fiを何か所作る目標だった？", "national:防災拠点等におけるWi-Fi環境の整備推進"),
        ("会津若松市の窓口の事例", "case:1-1"),
        ("塩尻市は何をしたのですか", "case:5-13"),
        ("図書館でカードを使えるようにした市の事例", "case:3-6"),
        ("サイバーセキュリティの方針を定める義務は地方自治法のどこ？", "lga:244_6-1"),
    ],
)
def test_staff_s_words_find_the_place(retriever: HybridRetriever, question: str, wanted: str) -> None:
    """The right place is among the first three."""
    assert wanted in [hit.passage.id for hit in retriever.search(question, 3)]


@pytest.mark.parametrize("kind", [kind for kind in PassageKind if kind is not PassageKind.OWN])
def test_kinds_limit_the_result(retriever: HybridRetriever, kind: PassageKind) -> None:
    """Only passages of the wanted kind come back, still best first."""
    hits = retriever.search("マイナンバーカードの利活用", 5, [kind])
    assert hits
    assert {hit.passage.kind for hit in hits} == {kind}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_several_kinds_may_be_wanted(retriever: HybridRetriever) -> None:
    """Kinds add up; nothing is left of a kind that the corpus does not have."""
    hits = retriever.search("マイナンバーカードの利活用", 20, [PassageKind.CASE, PassageKind.NATIONAL])
    assert {hit.passage.kind for hit in hits} == {PassageKind.CASE, PassageKind.NATIONAL}
    assert retriever.search("マイナンバーカード", 5, [PassageKind.OWN]) == []


@pytest.mark.parametrize("k", [1, 3, 10])
def test_k_limits_the_result(retriever: HybridRetriever, k: int) -> None:
    """At most k passages, all different, and the first ones do not depend on k."""
    hits = retriever.search("オープンデータの公開", k)
    assert len({hit.passage.id for hit in hits}) == len(hits) == k
    assert hits[0] == retriever.search("オープンデータの公開", 1)[0]


def test_hits_carry_coverage_and_requirements(retriever: HybridRetriever) -> None:
    """Coverage is a share, and the catalogue's records come along with a hit."""
    hits = retriever.search("計画は公表しなければなりませんか", 5)
    assert all(0.0 <= hit.coverage <= 1.0 for hit in hits)
    assert "req:publish" in hits[0].requirements


@pytest.mark.parametrize(
    "question",
    ["", " ", "　\n\t", "？", "。。。、、、！！", "🙂", "👨‍👩‍👧‍👦🗾", "a", "qwxzv", "1234567890",
     "計画" * 2_500, "あ" * 5_000, "\x00\x07", "';DROP TABLE passages;--", "<script>", "العربية",
     "𠮷野家の𩸽", "㍿㌖①Ⅳ"],
)  # fmt: skip
def test_odd_questions_give_a_list(retriever: HybridRetriever, question: str) -> None:
    """Nothing that can be typed makes the search fail."""
    assert len(retriever.search(question, 5)) <= 5
    found = retriever.look_up(question)
    assert 0.0 <= found.unknown_share <= 1.0


@pytest.mark.parametrize("question", ["", "。。。、、、！！", "🙂"])
def test_a_question_without_words_finds_nothing(retriever: HybridRetriever, question: str) -> None:
    """Where nothing is asked, nothing is found."""
    assert retriever.search(question, 5) == []
    assert retriever.look_up(question).matches == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("コンビニ交付のKPIは？", "ｺﾝﾋﾞﾆ交付のＫＰＩは？"),
        ("コンビニ交付のKPIは？", "コンビニ交付のkpiは？"),
        ("IoTを使った獣害対策", "ＩＯＴを使った獣害対策"),
        ("Wi-Fiを避難所に", "Ｗｉ－Ｆｉを避難所に"),
        ("BPRの推進", "ｂｐｒの推進"),
        ("オープンデータとは", "ｵｰﾌﾟﾝﾃﾞｰﾀとは"),
        ("生成AIで計画を書いてよいか", "生成ＡＩで計画を書いてよいか"),
        ("9条3項とは", "９条３項とは"),
        ("CIO補佐官は必要か", "ＣＩＯ補佐官は必要か"),
    ],
)
def test_width_and_case_make_no_difference(retriever: HybridRetriever, one: str, other: str) -> None:
    """Full-width letters, half-width kana and capitals find the same places in the same order."""
    assert [hit.passage.id for hit in retriever.search(one, 3)] == [
        hit.passage.id for hit in retriever.search(other, 3)
    ]


@pytest.mark.parametrize(
    ("question", "unknown"), [("マイナンバーカードの普及", False), ("ドラゴンボールの主題歌", True)]
)
def test_words_that_no_source_has_tell(retriever: HybridRetriever, question: str, unknown: bool) -> None:
    """They tell that a question is about something else."""
    assert (retriever.look_up(question).unknown_share > 0.5) == unknown


def test_the_same_question_finds_the_same(retriever: HybridRetriever) -> None:
    """The search is deterministic."""
    assert retriever.look_up("オープンデータの義務") == retriever.look_up("オープンデータの義務")
