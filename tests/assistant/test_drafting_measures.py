"""Section 6: each picked measure in the guide's layout; nothing that the person has to set is guessed."""

import re

import pytest
from ledgers import ALL, LEDGERS, D, N, U, changed, fishing_city, ledger, plan, village, ward

from assistant.drafting import draft_section
from assistant.drafting.measures import show_amount
from assistant.measures import OWN_MARK, completed, find_offer, mark_of, offers
from assistant.models import ChosenMeasure, Kpi, Ledger, SectionDraft, Step, TraceKind
from knowledge.corpus import Corpus

HEADS = ("| 項目 | 内容 |", "| KPI | 現状値 | 目標値 | 目標年度 | 出典 |", "| 年度 | 取組 |")


def drafted(corpus: Corpus, *measures: ChosenMeasure, **facts: object) -> SectionDraft:
    held = ledger(*measures, municipality="みどり町", period="2027-2028", issues=("窓口の混雑", "空き家"))
    return draft_section(6, changed(held, **facts), corpus)  # type: ignore[arg-type]


def blocks(text: str) -> list[list[str]]:
    """The text's paragraphs, each as its lines."""
    return [block.split("\n") for block in text.strip().split("\n\n")]


@pytest.mark.parametrize("name", ALL)
def test_a_measure_is_a_heading_and_three_tables(name: str, corpus: Corpus) -> None:
    """As every exporter expects: heading, items, KPIs, schedule, with empty lines between them."""
    made = blocks(plan(name, corpus).sections[5].text)
    headings = [at for at, block in enumerate(made) if re.match("[◎○●] .*【[^】]+】$", block[0])]
    assert len(headings) == len(ALL[name].picked)
    for at in headings:
        assert len(made[at]) == 1
        assert tuple(block[0] for block in made[at + 1 : at + 4]) == HEADS
        assert [row.split("|")[1].strip() for row in made[at + 1][1:]] in (
            ["現状と課題", "取組の内容", "対応する課題", "担当課"],
            ["現状と課題", "取組の内容", "担当課"],
        )


@pytest.mark.parametrize("name", ALL)
def test_tables_are_whole_and_words_make_no_layout(name: str, corpus: Corpus) -> None:
    """Each row has its table's cells; a line that begins like a heading, a row or a measure is one of the program's."""
    for section in plan(name, corpus).sections:
        bars = 0
        for line in section.text.split("\n"):
            bars = (bars or line.count("|")) if line.startswith("|") else 0
            if bars:
                assert (line.endswith("|"), line.count("|")) == (True, bars), line
        ones = re.findall(r"^[0-9０-９]+[.．] .*", section.text, re.MULTILINE)
        assert ones == [f"{section.number}. {section.title}"]
        marked = re.findall("^[◎○●] .*", section.text, re.MULTILINE)
        assert len(marked) == (len(ALL[name].picked) if section.number == 6 else 0)
        numbers = re.findall("^（([0-9０-９]+)）", section.text, re.MULTILINE)
        assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "key", ["issues", "efforts_result", "neighbours", "lead_department", "project_team", "finance", "contact", "cio"]
)
def test_line_breaks_in_an_answer_make_no_lines_of_the_layout(key: str, corpus: Corpus) -> None:
    """What was answered over several lines stays in one place; nothing of it becomes a heading, a row or a measure."""
    for last in ("二行目", "3. 章", "（９）見出し", "● 施策【その他】", "| a | b |", "・点"):
        word = f"前\n\n{last}"
        held = changed(fishing_city(), **{key: (word,) if key == "issues" else word})
        lines = [line for number in (1, 4, 6) for line in draft_section(number, held, corpus).text.split("\n")]
        assert [line for line in lines if line.startswith(last)] == []


def test_measures_stand_by_pillar_and_then_in_the_person_s_order(corpus: Corpus) -> None:
    """Pillars in the guide's order, each under its title once; rejected ones do not stand there."""
    order = ("today:generative-ai", "today:front-yard", "measure:行政手続の棚卸し", "today:opendata-dataset")
    picked = [ChosenMeasure(key=f"m{at}", base=base) for at, base in enumerate(order)]
    gone = ChosenMeasure(key="m9", base="today:telework-rpa", decision="rejected", reason="予算がない")
    text = drafted(corpus, *picked, gone).text
    titles = re.findall("^[◎○●] (.*)【", text, re.MULTILINE)
    wanted = ["today:front-yard", "measure:行政手続の棚卸し", "today:opendata-dataset", "today:generative-ai"]
    assert titles == [offers(corpus)[base].title for base in wanted]
    assert len(re.findall("手続における情報通信の技術の利用等", text)) == 1
    assert "テレワーク" not in text
    assert "予算がない" not in text


def test_every_measure_on_offer_can_be_drafted(corpus: Corpus) -> None:
    """Title, mark, field and body of the record; 本市 becomes 本町; old titles and old names are gone."""
    every = tuple(ChosenMeasure(key=f"m{at}", base=base) for at, base in enumerate(offers(corpus)))
    section = drafted(corpus, *every)
    for offer in offers(corpus).values():
        assert f"{offer.mark} {offer.title}【{offer.field}】" in section.text
        assert offer.body.replace("本市", "本町") in section.text
        assert any(span.ref == offer.id and span.kind is TraceKind.RECORD for span in section.trace)
    assert "本市" not in section.text
    old = "非識別加工情報|推奨データセット|IT総合戦略室|世界最先端IT国家|中間標準レイアウト|地域情報プラットフォーム|〇|平成[0-9]*年"
    assert re.findall(old, section.text) == []


@pytest.mark.parametrize(
    ("base", "mark"),
    [
        ("measure:コンビニ交付サービスの導入及び発行証明書類の拡大", "◎"),
        ("measure:IoTを活用した鳥獣被害対策", "○"),
        ("today:front-yard", "●"),
        (None, "●"),
    ],
)
def test_marks(base: str | None, mark: str, corpus: Corpus) -> None:
    """◎ with measures of the State, ○ with cases of others, ● neither."""
    assert mark_of(ChosenMeasure(key="m1", base=base, title="施策"), corpus) == mark
    assert (mark == OWN_MARK) == (base is None or base.startswith("today:"))


def test_a_person_s_own_words_take_the_record_s_place(corpus: Corpus) -> None:
    """Title and body of the person, traced to the measure; what is not said comes from the record."""
    own = ChosenMeasure(key="m1", base="today:front-yard", title="待たない窓口", body="窓口を一つにする。")
    section = drafted(corpus, own)
    offer = offers(corpus)["today:front-yard"]
    assert f"● 待たない窓口【{offer.field}】" in section.text
    assert "| 取組の内容 | 窓口を一つにする。 |" in section.text
    assert offer.body not in section.text
    refs = {(span.text, span.kind, span.ref) for span in section.trace}
    assert ("窓口を一つにする。", TraceKind.FACT, "measure:m1.body") in refs
    assert ("待たない窓口", TraceKind.FACT, "measure:m1") in refs


def test_an_own_measure_has_the_same_format(corpus: Corpus) -> None:
    """Without a record the pillar is その他, and the body is the person's to write."""
    section = drafted(corpus, ChosenMeasure(key="m1", title="見守りの輪"))
    assert "● 見守りの輪【その他】" in section.text
    assert {item.key for item in section.open_items} == {
        f"measure:m1.{field}" for field in ("situation", "body", "department", "kpis", "schedule")
    }


@pytest.mark.parametrize(
    ("kpi", "row", "gaps"),
    [
        (
            Kpi(name="件数", unit="件", current=0, current_year=2025, target=1200, year=2028, source="調べ"),
            "| 件数 | 0件（令和7年度） | 1,200件 | 令和10年度 | 調べ |",
            [],
        ),
        (Kpi(name="率", unit="%", current=38.5, target=50, year=2028, source="a"), "| 率 | 38.5％ | 50％ |", []),
        (
            Kpi(name="率", current="未策定", target="策定", year=2027, source="a"),
            "| 率 | 未策定 | 策定 | 令和9年度 |",
            [],
        ),
        (
            Kpi(name="率"),
            "| 率 | 〔要確認：率の現状値〕 | 〔要確認：率の目標値〕 |",
            ["current", "target", "year", "source"],
        ),
        (
            Kpi(name="率", current=3, unit="件", year=2028, source="a"),
            "| 率 | 3件 | 〔要確認：率の目標値〕 |",
            ["target"],
        ),
    ],
)
def test_kpis_stand_with_value_target_year_and_source(kpi: Kpi, row: str, gaps: list[str], corpus: Corpus) -> None:
    """A target that nobody set is a gap, never a guess; nought is a value."""
    section = drafted(corpus, ChosenMeasure(key="m1", base="today:front-yard", kpis=(kpi,)))
    assert row in section.text
    found = [item.key for item in section.open_items if ".kpis[0]." in item.key]
    assert found == [f"measure:m1.kpis[0].{gap}" for gap in gaps]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, "件", ""),
        (0, "件", "0件"),
        (12000, "人", "12,000人"),
        (0.5, "%", "0.5％"),
        (40.0, "%", "40％"),
        (1234567.5, "円", "1,234,567.5円"),
        (12345678.0, "円", "12,345,678円"),
        ("策定", "件", "策定"),
        ("50", "%", "50％"),
        ("1か所", "か所", "1か所"),
    ],
)
def test_amounts(value: float | int | str | None, unit: str, shown: str) -> None:
    """No digit of a figure is lost, and no figure stands in powers of ten."""
    assert show_amount(value, unit) == shown


def test_the_guide_s_kpis_are_not_taken_over(corpus: Corpus) -> None:
    """They are offered elsewhere; in the plan stands what the person chose."""
    section = drafted(corpus, ChosenMeasure(key="m1", base="measure:行政手続の棚卸し"))
    assert "| 〔要確認：KPIと目標〕 |" in section.text
    assert not [kpi for kpi in offers(corpus)["measure:行政手続の棚卸し"].kpis if f"| {kpi} |" in section.text]


# --- situation, schedule, roadmap -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "present", "absent"),
    [
        (
            ChosenMeasure(key="m1", base="today:front-yard", situation="待ち時間は50分"),
            "| 待ち時間は50分 |",
            "課題としている",
        ),
        (
            ChosenMeasure(key="m1", base="today:front-yard", issues=("窓口の混雑",)),
            "「窓口の混雑」を課題としている。〔要確認：",
            "待ち時間",
        ),
        (
            ChosenMeasure(key="m1", title="施策", issues=("空き家", "窓口の混雑")),
            "「窓口の混雑」「空き家」を課題としている。〔要確認：現状と課題〕",
            "待ち時間",
        ),
        (ChosenMeasure(key="m1", title="施策"), "| 現状と課題 | 〔要確認：現状と課題〕 |", "対応する課題"),
    ],
)
def test_the_situation_is_what_was_said(measure: ChosenMeasure, present: str, absent: str, corpus: Corpus) -> None:
    """The person's words, else the issues that it answers, else a gap; the guide's example city is never described."""
    section = drafted(corpus, measure)
    table = section.text[section.text.index("| 項目 |") : section.text.index("| KPI |")]
    assert present in table
    assert absent not in table


def test_steps_stand_by_year(corpus: Corpus) -> None:
    """In the schedule of the measure and, within the plan's period, in the roadmap of all."""
    steps = (Step(year=2028, text="開始する。"), Step(year=2027, text="設計"), Step(year=2028, text="検証"))
    first = ChosenMeasure(key="m1", base="today:front-yard", schedule=steps)
    second = ChosenMeasure(key="m2", title="施策 | 二")
    text = drafted(corpus, first, second).text
    assert "| 令和9年度 | 設計 |\n| 令和10年度 | 開始する。 |\n| 令和10年度 | 検証 |" in text
    title = offers(corpus)["today:front-yard"].title
    assert f"| 施策 | 令和9年度 | 令和10年度 |\n| {title} | 設計 | 開始する、検証 |\n| 施策 ｜ 二 |  |  |" in text


@pytest.mark.parametrize("period", [U, D, N])
def test_without_a_period_the_roadmap_shows_the_years_of_the_steps(period: object, corpus: Corpus) -> None:
    measure = ChosenMeasure(key="m1", base="today:front-yard", schedule=(Step(year=2030, text="開始"),))
    assert "| 施策 | 令和12年度 |" in drafted(corpus, measure, period=period).text


def test_a_plan_without_measures_says_so(corpus: Corpus) -> None:
    """One gap for all of them, and neither a table nor a roadmap."""
    section = drafted(corpus)
    assert [item.kind for item in section.open_items] == ["unset_measure_field"]
    assert "〔要確認：計画に載せる施策〕" in section.text
    assert "ロードマップ" not in section.text
    assert not [head for head in HEADS if head in section.text]


# --- what is on offer --------------------------------------------------------------------------------------------------------


def test_all_measures_of_2017_and_of_today_are_on_offer(corpus: Corpus) -> None:
    """The guide's 44, then today's; what was overtaken says by what."""
    found = offers(corpus)
    assert [key for key in found if key.startswith("measure:")] == [measure.id for measure in corpus.guide.measures]
    assert [key for key in found if key.startswith("today:")] == [new.id for new in corpus.new_measures]
    assert all(offer.title and offer.body and offer.kpis and 1 <= offer.pillar <= 6 for offer in found.values())
    assert all((offer.status == "current") == (not offer.since_2017) for offer in found.values())


@pytest.mark.parametrize(
    "name", ["IoTを活用した鳥獣被害対策", "measure:IoTを活用した鳥獣被害対策", "非識別加工情報の提供の仕組みの導入"]
)
def test_a_measure_is_found_by_id_and_by_both_titles(name: str, corpus: Corpus) -> None:
    found = find_offer(corpus, name)
    assert found is not None
    assert name in (found.id, found.title, found.old_title)
    assert find_offer(corpus, name + "？") is None


def test_a_measure_takes_from_its_record_what_nobody_said(corpus: Corpus) -> None:
    """Title, pillar and field; what the person said stays."""
    held = Ledger(measures=(ChosenMeasure(key="m1", base="today:front-yard", field="その他"), ChosenMeasure(key="m2")))
    first, second = completed(held, corpus).measures
    assert (first.title, first.pillar, first.field) == (offers(corpus)["today:front-yard"].title, 1, "その他")
    assert (second.pillar, second.field) == (6, "その他")


@pytest.mark.parametrize("held", [village(), fishing_city(), ward(), LEDGERS["hostile"]])
def test_completing_twice_changes_nothing(held: Ledger, corpus: Corpus) -> None:
    assert completed(completed(held, corpus), corpus) == completed(held, corpus)
