"""Several facts in one free message; names inside longer words and figures of something else are not taken."""

import pytest

from assistant.interview import load_questions, question_for
from assistant.models import Fact, Ledger, Status
from assistant.understanding import read_message, read_named

QUESTIONS = load_questions()


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("人口3万2千人、高齢化率38.5％", {"population": 32_000, "ageing_rate": 38.5}),
        (
            "人口3万2千人、高齢化率38.5%、情報化計画は令和3年策定",
            {"population": 32_000, "ageing_rate": 38.5, "it_plan": "情報化計画（令和3年策定）"},
        ),
        ("人口は令和3年33,900人、令和8年31,800人で、世帯数は12,400です", {"population": 31_800, "households": 12_400}),
        ("計画期間は令和9年度から3年間、担当は企画課", {"period": "2027-2029", "lead_department": "企画課"}),
        (
            "総合計画は第5次みどり町総合計画（令和4年3月策定）です",
            {"comprehensive_plan": "第5次みどり町総合計画（令和4年3月策定）"},
        ),
        ("情報担当は1人だけ", {"it_staff": 1}),
        ("みどり町情報化計画は令和3年に策定しました", {"it_plan": "みどり町情報化計画（令和3年策定）"}),
        (
            "人口：31,800人\n高齢化率：38.5%\n世帯数：12,400",
            {"population": 31_800, "ageing_rate": 38.5, "households": 12_400},
        ),
        ("人口 31,800 高齢化率 38.5 世帯数 12,400", {"population": 31_800, "ageing_rate": 38.5, "households": 12_400}),
        ("人口3万2千人高齢化率38.5%", {"population": 32_000, "ageing_rate": 38.5}),
        ("みどり町の人口は31,800人です", {"population": 31_800}),
        ("当町の人口は三万一千八百人、本町の高齢化率は約4割", {"population": 31_800, "ageing_rate": 40.0}),
        ("総人口は１２，３４５人です", {"population": 12_345}),
        ("65歳以上の割合は41.2％", {"ageing_rate": 41.2}),
        ("高齢化率は39％に訂正", {"ageing_rate": 39.0}),
        ("人口は約3万2千人、うち65歳以上が12,000人", {"population": 32_000}),
        ("計画の規模はスモールスタートで", {"scale": "少数の施策から始める"}),
        ("スモールスタートで、計画期間は令和9年度〜11年度", {"scale": "少数の施策から始める", "period": "2027-2029"}),
        ("計画の作り方は単独で", {"pattern": "単独の計画として作る"}),
        ("セキュリティ方針は定めて公表しています", {"security_policy": "定めて公表している"}),
        ("基幹システムは移行の途中です", {"cloud": "移行の途中"}),
        ("公表は令和9年3月、CIOは副町長", {"publication": "2027-03", "cio": "副町長"}),
        ("推進本部はみどり町DX推進本部です", {"project_team": "みどり町DX推進本部"}),
        (
            "市町村名はみどり町、計画の名称はみどり町DX計画とします",
            {"municipality": "みどり町", "plan_name": "みどり町DX計画"},
        ),
        ("マイナンバーカードの保有率は78.2%、オンライン手続数は42件", {"card_rate": 78.2, "online_procedures": 42}),
    ],
)
def test_read_named(said: str, facts: dict[str, object]) -> None:
    """Several facts given by name in one message are all taken."""
    assert {read.key: read.value for read in read_named(QUESTIONS, said)} == facts


@pytest.mark.parametrize(
    "said",
    [
        "人口減少が課題です",
        "人口ビジョンを策定した",
        "人口が3割減った",
        "人口が5年で2,000人減った",
        "人口10万人以上の市が対象",
        "人口は多い",
        "県の人口は120万人",
        "全国の高齢化率は29%",
        "隣のあおば市の人口は8万人",
        "65歳以上の人口は12,000人",
        "生産年齢人口は16,000人",
        "令和22年の人口は20,000人になる見込み",
        "施行条例を改正した",
        "手数料条例は改正した",
        "総合計画は古い",
        "情報化計画は見直し中",
        "あおば県情報化計画は令和3年策定",
        "令和3年に情報化計画を策定",
        "担当者が少ない",
        "担当課長は1人",
        "予算は500万円",
        "財源は当初予算です",
        "課題は窓口の混雑、空き家",
        "クラウド導入で苦労した",
        "窓口が混む",
        "若い世代の転出が課題",
        "こんにちは",
        "",
    ],
)
def test_words_that_state_no_fact(said: str) -> None:
    """A name in a longer word, a figure of somebody else, a forecast, a change, an opinion."""
    reading = read_message(QUESTIONS, said)
    assert (reading.facts, reading.problems) == ((), ())


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ("令和8年4月1日現在の人口は31,800人、世帯数は12,400", {"population": "令和8年4月1日", "households": None}),
        (
            "令和8年4月1日現在、人口31,800人、世帯数12,400世帯、高齢化率38.5%",
            dict.fromkeys(("population", "households", "ageing_rate"), "令和8年4月1日"),
        ),
        (
            "人口31,800人、高齢化率38.5％（いずれも令和8年4月1日現在）",
            dict.fromkeys(("population", "ageing_rate"), "令和8年4月1日"),
        ),
        ("人口は33,900人（R3）→31,800人（R8）、高齢化率は38.5％（R7）", {"population": "R8", "ageing_rate": "R7"}),
        ("令和3年の人口は33,900人、令和8年の高齢化率は38.5％", {"population": "令和3年", "ageing_rate": "令和8年"}),
    ],
)
def test_which_date_belongs_to_which_figure(said: str, dates: dict[str, str | None]) -> None:
    """Its own; one for all only if the message says so."""
    assert {read.key: read.as_of for read in read_named(QUESTIONS, said)} == dates


def test_a_series_in_the_middle_of_a_message() -> None:
    """All dated values of the fact, and nothing of the next one; what was said of it is kept."""
    (population, households) = read_named(QUESTIONS, "人口は令和3年33,900人、令和8年31,800人で、世帯数は12,400です")
    assert [(one.value, one.as_of) for one in population.earlier] == [(33_900, "令和3年")]
    assert (population.value, population.as_of) == (31_800, "令和8年")
    assert (population.said, households.said) == ("人口は令和3年33,900人、令和8年31,800人で", "世帯数は12,400です")


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ("人口はわからない", {"population": Status.UNKNOWN}),
        (
            "高齢化率は把握していません。人口は31,800人です",
            {"ageing_rate": Status.UNKNOWN, "population": Status.ANSWERED},
        ),
        (
            "総合計画はありません、CIOは置いていません",
            {"comprehensive_plan": Status.NOT_APPLICABLE, "cio": Status.NOT_APPLICABLE},
        ),
        ("計画期間はまだ未定です", {"period": Status.UNKNOWN}),
        ("世帯数は非公表です", {"households": Status.DECLINED}),
    ],
)
def test_states_by_name(said: str, statuses: dict[str, Status]) -> None:
    """What is not known, does not apply or is not told is taken down too, but is no fact with a value."""
    assert {read.key: read.status for read in read_message(QUESTIONS, said).facts} == statuses
    assert all(read.status is Status.ANSWERED for read in read_named(QUESTIONS, said))


@pytest.mark.parametrize(
    ("said", "taken", "problem"),
    [
        ("高齢化率385%、人口3万人", ["population"], "高齢化率が385％になっています"),
        ("公表時期は来年3月", [], "「来年」だけでは、いつか決められません"),
        ("計画期間は３年間、担当は企画課", ["lead_department"], "始まりの年度が分かりません"),
        ("市町村名は横浜市港北区", [], "計画を定めるのは横浜市です"),
        ("高齢化率は35.1%から38.5%に上がった", [], "高齢化率の数字が2つあります"),
        ("人口は3,000人、世帯数は12,400", ["population"], "世帯数（12,400世帯）が人口（3,000人）より多くなっています"),
    ],
)
def test_what_is_named_but_cannot_be_is_asked_back(said: str, taken: list[str], problem: str) -> None:
    """Also when the message was an answer to another question; the rest is taken."""
    reading = read_message(QUESTIONS, said)
    assert [read.key for read in reading.facts] == taken
    assert [problem in one.text for one in reading.problems] == [True]
    assert reading.problems[0].said in said
    assert reading.problems[0].key


def test_named_facts_are_checked_against_the_ledger() -> None:
    """If it is given."""
    ledger = Ledger().with_fact(Fact(key="population", status=Status.ANSWERED, value=3_000))
    assert [one.key for one in read_message(QUESTIONS, "世帯数は12,400", ledger).problems] == ["households"]
    assert read_message(QUESTIONS, "世帯数は12,400").problems == ()


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("人口は3万人、職員は250人、面積は120km2", ("職員は250人", "面積は120km2")),
        ("人口は3万人で職員は250人です", ("職員は250人です",)),
        ("人口は約3万2千人（令和8年4月1日現在）、うち65歳以上が12,000人", ("うち65歳以上が12,000人",)),
        ("31,800人、世帯数は12,400", ("31,800人",)),
        ("若い世代の転出が課題で、高齢化率は38.5%", ("若い世代の転出が課題で",)),
        ("令和8年4月1日現在、人口31,800人。以上です。", ()),
        ("人口減少、空き家（特に3月、4月）", ("人口減少", "空き家（特に3月、4月）")),
    ],
)
def test_the_clauses_that_belong_to_no_fact(said: str, unread: tuple[str, ...]) -> None:
    """A figure that belongs to no question is not silently taken, and not silently lost."""
    assert read_message(QUESTIONS, said).unread == unread


def test_only_the_wanted_facts_are_read() -> None:
    """What was not asked of the reader stays unread."""
    reading = read_message([question_for("population")], "人口は3万人、高齢化率は38.5％")
    assert [read.key for read in reading.facts] == ["population"]
    assert reading.unread == ("高齢化率は38.5％",)
