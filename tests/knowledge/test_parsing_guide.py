"""The guide becomes typed records: how many there are, what they are called, what is attached to them."""

import re
from collections import Counter

import pytest

from knowledge.corpus import Corpus
from knowledge.datafiles import SOURCES
from knowledge.models import Case, Guide, Measure

GUIDE = (SOURCES / "guide-2017-10.md").read_text(encoding="utf-8")
CLOUD = "基幹系業務等に係る情報システムにおけるクラウド導入の促進"


@pytest.fixture(scope="module")
def guide(corpus: Corpus) -> Guide:
    return corpus.guide


def measure_of(guide: Guide, title: str) -> Measure:
    return next(measure for measure in guide.measures if measure.title == title)


# --- how much there is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pillar", "title", "count"),
    [
        (1, "手続における情報通信の技術の利用等に係る取組（オンライン化原則）", 6),
        (2, "官民データの容易な利用等に係る取組（オープンデータの推進）", 6),
        (3, "個人番号カードの普及及び活用に係る取組（マイナンバーカードの普及・活用）", 5),
        (4, "利用の機会等の格差の是正に係る取組（デジタルデバイド対策等）", 9),
        (
            5,
            "情報システムに係る規格の整備及び互換性の確保等に係る取組（標準化、デジタル化、システム改革・BPR）",
            12,
        ),
        (6, "その他（パーソナルデータの利活用の環境整備に係る取組等）", 6),
    ],
)
def test_each_pillar_has_its_title_and_its_measures(guide: Guide, pillar: int, title: str, count: int) -> None:
    """The six pillars hold 6, 6, 5, 9, 12 and 6 measures."""
    assert guide.pillars[pillar - 1] == title
    assert sum(measure.pillar == pillar for measure in guide.measures) == count


def test_the_guide_has_44_measures_33_national_ones_and_21_cases(guide: Guide) -> None:
    """Each record is kept once, although the guide prints some national measures twice."""
    assert len({measure.title for measure in guide.measures}) == len(guide.measures) == 44
    assert len({national.title for national in guide.national}) == len(guide.national) == 33
    assert len({case.number for case in guide.cases}) == len(guide.cases) == 21


def test_the_guide_has_ten_general_parts_and_seven_sections(guide: Guide) -> None:
    """はじめに and nine parts of 総論; seven sections, of which only the sixth has no 記載例 of its own."""
    assert [part.number for part in guide.general] == list(range(10))
    assert [section.number for section in guide.sections] == [1, 2, 3, 4, 5, 6, 7]
    assert [section.number for section in guide.sections if not section.example] == [6]
    assert all(section.commentary for section in guide.sections)
    assert [policy.number for policy in guide.sections[4].policies] == [1, 2, 3, 4, 5]


def test_three_figure_captions_are_kept_apart_from_the_text(guide: Guide) -> None:
    """The pictures are not in the source; their captions belong to no paragraph."""
    assert [part.number for part in guide.general for _ in part.figures] == [4, 4, 7]
    assert not any("<図" in line for part in guide.general for line in part.paragraphs)


@pytest.mark.parametrize(
    ("number", "cited_in", "opening"),
    [
        (1, "general:1", "第2条この法律において「官民データ」とは、"),
        (2, "template:1/example", "本雛型の各項における記載例で使用している計画名については、"),
        (
            3,
            "template:3/example",
            "記載例として他の計画との関係を明示する必要性から、「下位計画」という記載を行っていません。",
        ),
        (4, "measure:行政手続の棚卸し", "国の官民データ活用推進基本計画策定時の8つの重点分野に基づく分類を"),
        (5, "measure:行政手続の棚卸し", "【市町村の施策（記載例）】に対応する国の施策を分かりやすく"),
        (6, "measure:タブレットを活用した窓口手続の電子化の取組", "事例集の施策を基に記載例を作成しておりますが、"),
        (7, "template:7/example", "個人情報の保護に関する法律では、地方公共団体の保有する個人情報は"),
    ],
)
def test_footnotes_know_where_they_are_cited(guide: Guide, number: int, cited_in: str, opening: str) -> None:
    """Seven footnotes, each with its own words (errors of the guide included) and the place that cites it."""
    assert len(guide.footnotes) == 7
    note = guide.footnotes[number - 1]
    assert (note.number, note.cited_in) == (number, cited_in)
    assert note.text.startswith(opening)


# --- what the conversion broke --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("行政手続の棚卸し", "電子行政"),
        ("道路管理におけるセンサー利用による業務効率の改善の取組", "インフラ・防災・減災等"),
        ("ICTを活用した歩行者移動支援の普及促進に向けた取組の推進", "移動"),
        ("オープンデータを活用した地域課題解消の取組", "その他"),
        ("条件不利地域における携帯電話のエリア整備の推進", "インフラ・防災・減災等"),
        ("超高速ブロードバンド未整備地域における整備・確保の推進", "インフラ・防災・減災等"),
        ("公式サイト改修への市民参加の取組", "電子行政"),
        ("市内におけるフリーWi-Fiの整備", "インフラ・防災・減災等"),
        (CLOUD, "電子行政"),
        ("「校務系」と「授業・学習系」システムの情報連携の推進", "電子行政"),
        ("地域情報プラットフォーム標準仕様の導入", "電子行政"),
        ("ICTを活用した次世代水産業の推進", "農林水産"),
        ("救急搬送時における医療機関の受け入れ状況の見える化", "健康・医療・介護"),
        ("医療分野の研究開発に資するための匿名加工医療情報の積極的な活用", "健康・医療・介護"),
        ("IoTを活用した地域観光の推進", "観光"),
        ("シェアリングエコノミーサービスを活用した地域課題解決", "その他"),
    ],
)
def test_titles_come_out_whole_with_their_tag(guide: Guide, title: str, field: str) -> None:
    """A title that the conversion cut, glued to its tag or put in a table is one title with one tag."""
    assert measure_of(guide, title).field == field


def test_no_title_keeps_a_tag_or_a_marker(guide: Guide) -> None:
    """No title swallows its tag, its pattern or a heading."""
    odd = re.compile(r"電子行政|健康・医療|インフラ・|農林水産|パターン|KPI|【|[<>＜＞]|(?:その他|移動|観光)$")
    assert [measure.title for measure in guide.measures if odd.search(measure.title)] == []


def test_the_mark_follows_from_what_is_attached(guide: Guide) -> None:
    """◎ rests on national measures, ○ on cases; no measure has both or neither."""
    for measure in guide.measures:
        assert (measure.mark, bool(measure.national), bool(measure.cases)) in {("◎", True, False), ("○", False, True)}
    assert Counter(measure.mark for measure in guide.measures) == {"◎": 30, "○": 14}


def test_attachments_lead_to_records(guide: Guide) -> None:
    """Every national measure and case that a measure names is a record, and every record is named by a measure."""
    assert {title for measure in guide.measures for title in measure.national} == {n.title for n in guide.national}
    assert {number for measure in guide.measures for number in measure.cases} == {c.number for c in guide.cases}


@pytest.mark.parametrize(
    ("title", "national"),
    [
        ("利用者中心の業務改革（BPR）の推進", "国・地方を通じた行政全体のデジタル化"),
        ("利用者中心の業務改革（BPR）の推進", "サービスデザイン思考に基づく業務改革（BPR）の推進"),
        ("マイナンバーカードの取得率及び住民利便性の向上", "マイナンバーカードの多機能化の推進"),
        ("CIO等における外部人材を含むICT人材の積極登用", "サイバーセキュリティの強化"),
        ("シェアリングエコノミーサービスを活用した地域課題解決", "シェアリングエコノミーサービスの普及"),
    ],
)
def test_national_measures_are_named_without_reprint_marks(guide: Guide, title: str, national: str) -> None:
    """（再掲） and the bullet are no part of a national measure's title."""
    assert national in measure_of(guide, title).national


@pytest.mark.parametrize(
    ("number", "title", "government"),
    [
        ("1-1", "簡単ゆびナビ窓口システム", "会津若松市"),
        ("2-2", "ごみ分別情報のオープンデータ化による市民利便性の向上", "神戸市"),
        ("4-4", "Fukuoka City Wi-Fi～新たな時代の都市インフラ～", "福岡市"),
        ("4-6", "既存インフラ等を活用した公衆無線LAN「かわさきWi-Fi」の整備", "川崎市"),
        ("4-11", "TV会議を活用した「新しいコミュニケーション」によるまちづくり", "南砺市"),
        ("5-7", "生命を繋ぐモバイルコンピューティング活用「99さがネット」", "佐賀県"),
        ("5-13", "センサーネットワークによる鳥獣被害対策", "塩尻市"),
    ],
)
def test_cases_are_named_with_number_title_and_government(
    guide: Guide, number: str, title: str, government: str
) -> None:
    """Brackets of both widths, quotes within quotes and Latin words do not confuse a case."""
    assert Case(number=number, title=title, government=government) in guide.cases


@pytest.mark.parametrize(
    ("number", "condition", "kpis", "schedule"),
    [
        (1, "クラウド未導入団体", ("クラウド導入",), 2),
        (2, "単独クラウド導入団体", ("クラウドの共同化", "クラウド対象業務の拡大"), 4),
        (3, "自治体クラウド導入団体", ("クラウドのグループ規模の拡大", "クラウド対象業務の拡大"), 4),
    ],
)
def test_the_cloud_measure_has_three_patterns(
    guide: Guide, number: int, condition: str, kpis: tuple[str, ...], schedule: int
) -> None:
    """Each pattern has its own body, KPIs and schedule; α and β are letters, not formulas."""
    cloud = measure_of(guide, CLOUD)
    assert (len(cloud.patterns), cloud.body, cloud.kpis, cloud.schedule) == (3, (), (), ())
    pattern = cloud.patterns[number - 1]
    assert (pattern.number, pattern.condition, pattern.kpis) == (number, condition, kpis)
    assert len(pattern.schedule) == schedule
    assert "平成β年" in pattern.body[0]
    assert pattern.schedule[0].startswith("平成α年までに")


@pytest.mark.parametrize(
    ("title", "kpis", "schedule"),
    [
        (
            "道路管理におけるセンサー利用による業務効率の改善の取組",
            ("パトロール車による巡回頻度の向上", "道路等年間修繕件数"),
            ("平成〇年までにパトロール車による巡回頻度を週〇回に向上", "平成〇年までに道路等年間修繕件数〇件を達成"),
        ),
        (
            "シェアリングエコノミーサービスを活用した地域課題解決",
            (
                "育成したクラウドワーカーの人数",
                "インターネット上の体験型観光情報サイトやスペース情報サイトに掲載されたコンテンツ数",
            ),
            None,
        ),
        (
            "情報システムや保有データの標準化の推進",
            ("システム調達、データ設計等における「共通語彙基盤」、「文字情報基盤」、各種ガイド類等の活用",),
            (
                "平成〇年までに「共通語彙基盤」、「文字情報基盤」の利用率〇%を達成",
                "平成〇年以降、相互運用性確保の取組を推進",
            ),
        ),
        (
            "医療分野の研究開発に資するための匿名加工医療情報の積極的な活用",
            ("本市が保有する医療情報（健診情報を含む）のうち、認定事業者へ提供したものの割合",),
            (
                "平成〇年度までに取組方針策定",
                "平成〇年度までに、県が保有する医療情報（健診情報を含む）のうち、認定事業者へ提供したものの割合〇を達成",
            ),
        ),
        (
            "マイナンバーカードの取得率及び住民利便性の向上",
            ("マイナンバーカードの普及率", "マイナンバーカードの独自利用件数", "マイキープラットフォームへの参加"),
            (
                "平成〇年までにマイナンバーカード普及率〇%を達成",
                "平成〇年までにマイナンバーカードの独自利用件数〇件を達成",
                "平成〇年までにマイキープラットフォームへ参加",
            ),
        ),
    ],
)
def test_kpis_and_schedule_lines_are_one_item_each(
    guide: Guide, title: str, kpis: tuple[str, ...], schedule: tuple[str, ...] | None
) -> None:
    """Items of a table cell are split; an item that a line break cut is joined."""
    measure = measure_of(guide, title)
    assert measure.kpis == kpis
    if schedule:
        assert measure.schedule == schedule


def test_every_measure_has_a_body_kpis_and_a_schedule(guide: Guide) -> None:
    """The guide gives each of the 44 a text, at least one KPI and at least one line of schedule."""
    for measure in guide.measures:
        for part in measure.patterns or (measure,):
            assert part.body, measure.title
            assert part.kpis, measure.title
            assert part.schedule, measure.title
