"""What a model made up is found; what it only worded anew passes."""

import pytest

from assistant.grounding import foreign_characters, ungrounded

GROUNDS = [
    "市町村官民データ活用推進計画の策定は、官民データ活用推進基本法第9条第3項の努力義務です。定めるよう努めるものとされています。",
    "みどり町の人口は約32,000人（令和8年4月1日現在）である。高齢化率は38.5％となっている。",
    "都道府県は、計画の内容を公表する。〔要確認：市町村が抱える課題〕",
]


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        # numbers
        ("人口は32,001人である。", "32,001人"),
        ("人口は32000世帯である。", "32000世帯"),
        ("人口は３１，０００人である。", "31,000人"),
        ("人口は約3万人である。", "3万人"),
        ("高齢化率は38.6％である。", "38.6%"),
        ("高齢化率は40％である。", "40%"),
        ("住民の4割が高齢者である。", "4割"),
        ("50の手続を対象とする。", "50"),
        ("百人の職員がいる。", "百人"),
        ("32,000人のうち9人", "9人"),
        # dates
        ("令和9年4月1日現在", "9年"),
        ("令和8年5月1日現在", "5月"),
        ("令和8年4月2日現在", "2日"),
        ("2025年の調査による。", "2025年"),
        ("平成30年度までに進める。", "30年"),
        ("平成8年4月1日現在", "平成8年"),
        # articles and titles
        ("第9条第4項の努力義務です。", "第4項"),
        ("第10条第3項の努力義務です。", "第10条"),
        ("第十条の努力義務です。", "第十条"),
        ("個人情報保護法により策定します。", "個人情報保護法"),
        ("地方自治法により策定します。", "地方自治法"),
        ("みどり町情報公開条例により策定します。", "情報公開条例"),
        # strength
        ("計画の策定は義務です。", "義務"),
        ("計画の策定は責務です。", "責務"),
        ("計画は策定しなければならない。", "しなければならない"),
        ("計画を定めなければならない。", "なければならない"),
        ("計画を定めなければなりません。", "なければなりません"),
        ("計画の策定は必須です。", "必須"),
        ("策定しないと罰則があります。", "罰則"),
        # another language
        ("这是努力義務です。", "这"),
        ("计划の策定は努力義務です。", "计"),
        ("策定は努力義務です😀", "😀"),
    ],
)
def test_what_is_made_up_is_caught(text: str, caught: str) -> None:
    """The word that no ground has is named."""
    assert [found for found in ungrounded(text, GROUNDS) if caught in found or found in caught]


@pytest.mark.parametrize(
    "text",
    [
        *GROUNDS,
        "",
        "計画の策定は努力義務です（第9条第3項）。",
        "官民データ活用推進基本法の第九条第三項が定めています。",
        "基本法は、計画を定めるよう努めることを求めています。",
        "人口は32,000人、高齢化率は38.5%です。",
        "人口は３２，０００人である。",
        "令和八年四月一日の人口は、約32,000人である。",
        "一つの方法として、十分に話し合い、一方で二つ目の方法も考える。",
        "市町村は、計画をつくるよう努めてください。この方法で進めます。",
        "〔要確認：市町村が抱える課題〕を確かめてください。",
    ],
)
def test_what_is_only_worded_anew_passes(text: str) -> None:
    """Width of digits, kanji numerals of statutes, words such as 一つ and open places are no inventions."""
    assert ungrounded(text, GROUNDS) == []


def test_an_open_place_hides_a_figure_only_when_the_ground_has_that_place() -> None:
    """A model cannot smuggle a figure in between the brackets of 〔要確認：…〕."""
    place = "〔要確認：65歳以上の割合〕を確かめてください。"
    assert ungrounded(place, [place]) == []
    assert ungrounded(place, GROUNDS) == ["65歳"]


@pytest.mark.parametrize(
    ("ground", "text", "passes"),
    [
        ("策定は努力義務です。", "策定は努力義務です。", True),
        ("策定は努力義務です。", "策定は義務です。", False),
        ("策定は義務です。", "策定は義務です。", True),
        ("策定は義務です。", "策定は努力義務です。", False),
        ("都道府県は義務、市町村は努力義務です。", "都道府県は義務です。", True),
        ("公表しなければなりません。", "公表しなければなりません。", True),
        ("公表してください。", "公表しなければなりません。", False),
    ],
)
def test_strength_is_neither_raised_nor_lowered(ground: str, text: str, passes: bool) -> None:
    """努力義務 holds no 義務, and 義務 holds no 努力義務."""
    assert (ungrounded(text, [ground]) == []) is passes


def test_every_invention_is_named_once_and_in_kind() -> None:
    """Three figures of which one comes twice, a law, a strength word and a foreign character."""
    text = "99人、98％、99人。行政手続法により義務です。计"
    assert ungrounded(text, GROUNDS) == ["99人", "98%", "行政手続法", "義務", "计"]


def test_without_grounds_every_figure_is_an_invention() -> None:
    """No ground, no figure; plain words pass."""
    assert ungrounded("人口は10人である。", []) == ["10人"]
    assert ungrounded("人口を確かめる。", []) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市町村官民データ活用推進計画（①〜⑳、Ⅱ、㈱、髙橋、﨑）", []),
        ("这与计划", ["这", "计", "划"]),
        ("𠮷野家", ["𠮷"]),
        ("한국", ["한", "국"]),
        ("计计", ["计"]),
    ],
)
def test_characters_that_no_japanese_office_document_has(text: str, found: list[str]) -> None:
    """Each once; the signs and name characters of Japanese Windows pass."""
    assert foreign_characters(text) == found
