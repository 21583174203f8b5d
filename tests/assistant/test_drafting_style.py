"""The wording settings: eras, width of figures, 障害 or 障がい, である or です・ます; a person's words keep their wording."""

import re

import pytest
from ledgers import LEDGERS, SECTIONS, changed, fishing_city, ledger, village, ward

from assistant.drafting import draft_plan, draft_section
from assistant.drafting.polite import polite
from assistant.drafting.shown import show_date, show_period
from assistant.drafting.style import Style, with_western_years
from assistant.measures import offers
from assistant.models import ChosenMeasure, Ledger, Trace, TraceKind
from knowledge.corpus import Corpus

FORMAL = re.compile(r"(?:ます|です|ました|でした|ません|ませんでした|ましょう)$")
UNSTYLED = [name for name in LEDGERS if name != "hostile"]


@pytest.mark.parametrize(
    ("plain", "formal"),
    [
        ("本町の人口は31,800人である。", "本町の人口は31,800人です。"),
        ("窓口の改善を図る。", "窓口の改善を図ります。"),
        ("必要な措置を講ずる。", "必要な措置を講じます。"),
        ("影響が生ずる。", "影響が生じます。"),
        ("遅滞なく公表する。", "遅滞なく公表します。"),
        ("公表しなければならない。", "公表しなければなりません。"),
        ("オンラインで手続ができない。", "オンラインで手続ができません。"),
        ("予算は確保していない。", "予算は確保していません。"),
        ("努力義務とされている。", "努力義務とされています。"),
        ("困難ではない。", "困難ではありません。"),
        ("効果が大きい。", "効果が大きいです。"),
        ("見直しを行う。", "見直しを行います。"),
        ("担当者を置く。", "担当者を置きます。"),
        ("住民が読む。", "住民が読みます。"),
        ("手続を学ぶ。", "手続を学びます。"),
        ("負担を減らす。", "負担を減らします。"),
        ("意見を聴く。", "意見を聴きます。"),
        ("必要なサービスを受けられる。", "必要なサービスを受けられます。"),
        ("人口が減少した。", "人口が減少しました。"),
        ("取組を進めてきた。", "取組を進めてきました。"),
        ("住民が来る。", "住民が来ます。"),
        ("改善が必要だ。", "改善が必要です。"),
        ("速やかに定めるべきである。", "速やかに定めるべきです。"),
        ("令和9年度から実施。", "令和9年度から実施。"),
        ("職員（兼務を含む。）は5人である。", "職員（兼務を含む。）は5人です。"),
        ("既に公表しています。", "既に公表しています。"),
        ("第一に図る。第二に努める。", "第一に図ります。第二に努めます。"),
        ("・効果を確かめる。\n・改める。", "・効果を確かめます。\n・改めます。"),
        ("文の途中である場合は、そのまま残す", "文の途中である場合は、そのまま残す"),
        ("", ""),
    ],
)
def test_polite_ends(plain: str, formal: str) -> None:
    """Each sentence ends in です・ます調; what is no end of a sentence stays."""
    assert polite(plain) == formal
    assert polite(formal) == formal


def own_ends(text: str, trace: tuple[Trace, ...]) -> list[str]:
    """The sentences whose end the program wrote: words of the person do not count."""
    said = [(t.start, t.end) for t in trace if t.kind is TraceKind.FACT and not t.wording]
    ends = [found.start() for found in re.finditer(r"。(?!）)", text)]
    own = [end for end in ends if not any(start <= end < stop for start, stop in said)]
    clauses = (re.split(r"[。\n|]", text[:end])[-1].strip() for end in own)
    return [re.sub(r"（[^（）]*）$", "", clause) for clause in clauses]


@pytest.mark.parametrize("name", UNSTYLED)
def test_no_sentence_of_the_program_stays_plain(name: str, corpus: Corpus) -> None:
    """In です・ます調 every sentence of the sections, the tables and the parts ends politely."""
    drafted = draft_plan(changed(LEDGERS[name], register_style="です・ます"), corpus)
    pieces = [(section.text, section.trace) for section in drafted.sections]
    pieces += [(part.text, part.trace) for part in drafted.parts]
    ends = [end for text, trace in pieces for end in own_ends(text, trace)]
    assert ends
    assert [end for end in ends if not FORMAL.search(end)] == []


@pytest.mark.parametrize("name", UNSTYLED)
def test_without_the_setting_no_sentence_is_polite(name: str, corpus: Corpus) -> None:
    """である調 throughout, as the guide's examples."""
    drafted = draft_plan(changed(LEDGERS[name], register_style="である"), corpus)
    ends = [end for section in drafted.sections for end in own_ends(section.text, section.trace)]
    assert [end for end in ends if FORMAL.search(end)] == []


def every_measure(corpus: Corpus) -> Ledger:
    measures = tuple(ChosenMeasure(key=f"m{at}", base=base) for at, base in enumerate(offers(corpus)))
    return village().model_copy(update={"measures": measures})


def test_the_texts_of_all_measures_are_in_the_plan_s_style(corpus: Corpus) -> None:
    """All bodies on offer, in both registers."""
    plain = draft_section(6, every_measure(corpus), corpus)
    formal = draft_section(6, changed(every_measure(corpus), register_style="です・ます"), corpus)
    assert [end for end in own_ends(formal.text, formal.trace) if not FORMAL.search(end)] == []
    assert [end for end in own_ends(plain.text, plain.trace) if FORMAL.search(end)] == []


# --- years and figures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("令和8年4月1日現在", "令和8年（2026年）4月1日現在"),
        ("令和9年度から令和11年度まで", "令和9年度（2027年度）から令和11年度（2029年度）まで"),
        ("平成31年4月", "平成31年（2019年）4月"),
        ("令和元年5月", "令和元年（2019年）5月"),
        ("昭和60年国勢調査", "昭和60年（1985年）国勢調査"),
        ("令和9年度末まで", "令和9年度（2027年度）末まで"),
        ("令和9年度（2027年度）", "令和9年度（2027年度）"),
        ("令和9年度(2027年度)", "令和9年度(2027年度)"),
        ("2027年度", "2027年度"),
        ("人口31,800人", "人口31,800人"),
    ],
)
def test_western_years_stand_behind_eras(text: str, written: str) -> None:
    """Each year once; a year that has its western one already stays."""
    assert with_western_years(text) == written
    assert with_western_years(written) == written


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2027-03", "令和9年3月"),
        ("2027-03-31", "令和9年3月31日"),
        ("2027年度", "令和9年度"),
        ("2026年4月1日", "令和8年4月1日"),
        ("令和8年4月1日", "令和8年4月1日"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019年4月1日", "平成31年4月1日"),
        ("2019年10月1日", "令和元年10月1日"),
        ("R8.4.1", "令和8年4月1日"),
        ("2026/4/1", "令和8年4月1日"),
        ("H28年4月1日", "平成28年4月1日"),
    ],
)
def test_dates_stand_in_their_era(date: str, shown: str) -> None:
    """Canonical dates, and dates as a person wrote them."""
    assert show_date(date) == shown


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2027-2029", "令和9年度から令和11年度まで"),
        ("2018-2022", "平成30年度から令和4年度まで"),
        ("2027-2027", "令和9年度"),
    ],
)
def test_periods_stand_in_fiscal_years(period: str, shown: str) -> None:
    assert show_period(period) == shown


@pytest.mark.parametrize(
    ("style", "text", "written"),
    [
        (Style(digits="全角"), "人口は1,276人（38.5％）", "人口は１，２７６人（３８．５％）"),
        (Style(digits="全角"), "文の終わり1.次", "文の終わり１.次"),
        (Style(digits="半角"), "第６次計画（令和４年）", "第6次計画（令和4年）"),
        (Style(), "第６次計画、5か所", "第６次計画、5か所"),
        (Style(digits="全角", western_years=True), "令和9年度", "令和９年度（２０２７年度）"),
    ],
)
def test_figures_have_the_chosen_width(style: Style, text: str, written: str) -> None:
    assert style.write(text) == written


@pytest.mark.parametrize("digits", ["全角", "半角"])
def test_the_whole_plan_has_one_width(digits: str, corpus: Corpus) -> None:
    """Also in names and in the words of persons; only the numbers of headings are the layout's."""
    other = "[0-9]" if digits == "全角" else "[０-９]"
    held = changed(fishing_city(), digits_style=digits, comprehensive_plan="第３次汐崎市総合計画（令和5年3月策定）")
    for section in draft_plan(held, corpus).sections:
        text = re.sub(r"\A[0-9]\. |(?m:^（[０-９]+）)", "", section.text)
        assert (section.number, re.findall(f".{{6}}{other}.{{6}}", text)) == (section.number, [])


def test_law_numbers_keep_their_years(corpus: Corpus) -> None:
    """The number of a law is its name: 平成28年法律第103号 has no western year in it."""
    text = draft_section(3, changed(fishing_city(), years_style="和暦（西暦）"), corpus).text
    assert "官民データ活用推進基本法（平成28年法律第103号）第9条第3項" in text
    assert "本計画の期間は、令和9年度（2027年度）から令和13年度（2031年度）まで" in text
    assert not re.search(r"（[0-9]{4}年）法律", text)


# --- 障害 and a person's words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("障害の有無等の心身の状態", "障がいの有無等の心身の状態"),
        ("障害者の支援", "障がい者の支援"),
        ("障害のある人", "障がいのある人"),
        ("身体障害、知的障害、精神障害", "身体障がい、知的障がい、精神障がい"),
        ("システム障害の復旧", "システム障害の復旧"),
        ("通信の障害", "通信の障害"),
        ("障害物のない経路", "障害物のない経路"),
    ],
)
def test_softer_writing_is_for_persons_alone(text: str, written: str) -> None:
    """A breakdown of a system stays 障害."""
    assert Style(softer_disability=True).write(text) == written
    assert Style().write(text) == text


def test_names_of_laws_and_a_person_s_words_keep_their_writing() -> None:
    style = Style(softer_disability=True, polite=True)
    assert style.write("障害者差別解消法", names_law=True) == "障害者差別解消法"
    assert style.write("障害者の移動を支援する。", own_words=True) == "障害者の移動を支援する。"


def test_the_setting_reaches_the_whole_plan(corpus: Corpus) -> None:
    """障がいの有無 in a policy and in a measure's text; the ward's own words as said."""
    held = changed(ward(), issues=("障害者の就労",))
    held = held.with_measure(ChosenMeasure(key="m9", base="today:digital-divide"))
    drafted = draft_plan(held, corpus)
    assert "障がいの有無" in drafted.sections[4].text
    assert "障がいの有無" in drafted.sections[5].text
    assert "障害者の就労" in drafted.sections[0].text
    assert "障がい者の就労" not in "".join(section.text for section in drafted.sections)


@pytest.mark.parametrize("style", [{}, {"register_style": "です・ます"}, {"disability_style": "障がい"}])
def test_words_said_in_another_style_stay(style: dict[str, str], corpus: Corpus) -> None:
    """A person's である, です, 障害 and figures are not ours to change."""
    said = {
        "efforts_result": "防災の情報は届く。申請は紙である。障害者の利用は1件だった。",
        "finance": "予算は毎年度確保します。5割は補助である。",
        "issues": ("子どもが減っている。", "障害者の移動"),
    }
    held = changed(village(), **said, **style)
    texts = {number: draft_section(number, held, corpus).text for number in SECTIONS}
    assert said["efforts_result"] in texts[1]
    assert said["finance"] in texts[4]
    assert all(issue in texts[1] for issue in said["issues"])


def test_years_and_figures_in_a_person_s_words_follow_the_setting(corpus: Corpus) -> None:
    """That is what the setting is for; the words between them stay."""
    held = ledger(municipality="みどり町", past_efforts=("令和5年に3件を公開する。",))
    held = changed(held, years_style="和暦（西暦）", digits_style="全角", register_style="です・ます")
    assert "・令和５年（２０２３年）に３件を公開する。" in draft_section(1, held, corpus).text
