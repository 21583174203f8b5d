"""Shorter and plainer by rules: what may be reworded is, what must stay stays to the letter."""

import pytest
from texts import drafts

from assistant.export.blocks import OPEN_ITEM, level_of
from assistant.revising.shortening import Revised, plain, shorten
from assistant.revising.wordings import fingerprint, load_wordings
from knowledge.corpus import Corpus


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("窓口を見直すこととする。", "窓口を見直す。"),
        ("窓口を見直すこととします。", "窓口を見直します。"),
        ("施策を進めるものである。", "施策を進める。"),
        ("住民に周知を行う。", "住民に周知する。"),
        ("オンラインで申請を行います。", "オンラインで申請します。"),
        ("業務の効率化を図る。", "業務を効率化する。"),
        ("支援の充実を図り、暮らしを守る。", "支援を充実させ、暮らしを守る。"),
        ("より一層進める。", "一層進める。"),
        ("国及び県及び町が担う。", "国、県及び町が担う。"),
        ("また、窓口は混む。また、電話が多い。", "また、窓口は混む。電話が多い。"),
        ("RPA（業務の自動化）を使う。RPA（業務の自動化）を広げる。", "RPA（業務の自動化）を使う。RPAを広げる。"),
    ],
)
def test_set_phrases_are_said_shorter(text: str, shorter: str) -> None:
    """With the sentence's ending and verb forms right."""
    revised = shorten(text)
    assert revised.text == shorter
    assert revised.changes
    assert shorten(shorter).text == shorter


@pytest.mark.parametrize(
    "text",
    [
        "職員の研修を行う。",  # 職員の研修する is no Japanese
        "点検及び評価を行う。",
        "窓口の改善及び業務の強化を図る。",
        "窓口の混雑、待ち時間の解消を図る。",
        "他の計画との整合を図る。",
        "「窓口の改善を図ることとする。」と記す。",
        "『より一層』という言葉。",
        "（１）業務の効率化を図ることとする",
        "◎ より一層の改善【電子行政】",
        "| より一層 | 改善を図る。 |",
        "・より一層の改善",
        "法律第3条により定めることとする。",
        "条例の定めるところにより周知を行う。",
        "デジタル社会形成基本法に即して見直すこととする。",
        "本村（特別区を含む）が担う。本村（特別区を含む）が定める。",
        "職員（100人）が担う。職員（100人）が定める。",
        "また、窓口は混む。\n\nまた、電話が多い。",
        "",
    ],
)
def test_what_must_stay_is_not_shortened(text: str) -> None:
    """Names, quotes, headings, tables, items that are names, what a law says, scopes, figures, grammar."""
    revised = shorten(text)
    assert revised.text == text
    assert revised.changes == ()
    assert "言語モデルなしではできません" in revised.limits


@pytest.mark.parametrize(
    ("text", "plainer"),
    [
        ("社会の変化に鑑み、見直す。", "社会の変化を踏まえ、見直す。"),
        ("暮らしの向上に資する取組である。", "暮らしの向上に役立つ取組である。"),
        ("窓口に係る手続を改める。", "窓口に関する手続を改める。"),
        ("可及的速やかに対策を講ずる。", "できるだけ早く対策をとる。"),
        ("「窓口に係る」当該手続を改める。", "「窓口に係る」その手続を改める。"),
    ],
)
def test_words_of_offices_become_plain(text: str, plainer: str) -> None:
    """Outside quotes."""
    assert plain(text).text == plainer


@pytest.mark.parametrize(
    "text", ["条例に係る手続を改める。", "（１）手続に係る取組", "・窓口に係る手続", "〔要確認：窓口に係る値〕である。"]
)
def test_what_must_stay_is_not_made_plain(text: str) -> None:
    """Sentences about the law, headings, names, marks."""
    assert plain(text).text == text


def test_long_sentences_are_reported_and_left() -> None:
    """Parting a sentence takes understanding."""
    text = "窓口と" * 40 + "電話がある。短い文である。"
    revised = plain(text)
    assert revised.text == text
    assert [report[:5] for report in revised.reports] == ["126字の"]


def test_a_change_says_what_and_why() -> None:
    """The words before and after, the reason, and the sentence."""
    (one,) = shorten("甲である。住民に周知を行う。").changes
    assert (one.before, one.after, one.sentence) == ("周知を行う", "周知する", "住民に周知を行う。")
    assert one.why == "「〜を行う」は「〜する」で足ります"


@pytest.mark.parametrize("revise", [shorten, plain])
def test_drafts_keep_their_figures_names_marks_and_layout(revise: object, corpus: Corpus) -> None:
    """Every section of the examples; a second time changes nothing."""
    changed = 0
    for draft in drafts(corpus):
        revised = revise(draft.text)  # type: ignore[operator]
        assert isinstance(revised, Revised)
        assert fingerprint(revised.text) == fingerprint(draft.text)
        assert OPEN_ITEM.findall(revised.text) == OPEN_ITEM.findall(draft.text)
        old, new = draft.text.splitlines(), revised.text.splitlines()
        assert [line for line in old if is_fixed(line)] == [line for line in new if is_fixed(line)]
        assert len(old) == len(new)
        assert revise(revised.text).changes == ()  # type: ignore[operator]
        changed += len(revised.changes)
    assert changed


def is_fixed(line: str) -> bool:
    return bool(level_of(line)) or line.startswith("|")


def test_plain_words_lead_to_no_other_rule() -> None:
    """So that a text is done after one time, whatever order the rules stand in."""
    pairs = [(word, to) for group in load_wordings().plain for word, to in group.words.items()]
    assert [(to, word) for _, to in pairs for word, _ in pairs if word in to] == []
    assert len({word for word, _ in pairs}) == len(pairs)
