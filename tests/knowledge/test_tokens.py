"""Japanese text is cut into the same tokens however it is typed."""

import pytest

from knowledge.tokens import bigrams, normalise, words


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("オープンデータの取り組み", ["オープン", "データ", "取り組み"]),
        ("、。！？", []),
        ("🙂", []),
        ("", []),
        ("これはどう教えてください", []),
    ],
)
def test_words(written: str, found: list[str]) -> None:
    """Content words in order; particles, signs and empty words are left out."""
    assert words(written) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＫＰＩ", "kpi"),
        ("ｺﾝﾋﾞﾆ交付", "コンビニ交付"),
        ("ＩｏＴ", "IOT"),
        ("取組", "取り組み"),
        ("サーバー", "サーバ"),
        ("申込", "申し込み"),
        ("問合せ", "問い合わせ"),
    ],
)
def test_ways_of_writing_fold_together(one: str, other: str) -> None:
    """Width, case and variant spellings make no difference."""
    assert words(one) == words(other) != []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("コンビニ交付", ["コン", "ンビ", "ビニ", "ニ交", "交付"]),
        ("ｺﾝﾋﾞﾆ", ["コン", "ンビ", "ビニ"]),
        ("県。市", ["県", "市"]),
        ("AI活用", ["ai", "i活", "活用"]),
        ("、。", []),
    ],
)
def test_bigrams(written: str, found: list[str]) -> None:
    """Pairs do not cross signs; a lone character stands for itself."""
    assert bigrams(written) == found


def test_normalise_folds_width_and_case() -> None:
    """Full-width letters and half-width kana are what a reader takes them for."""
    assert normalise("ＫＰＩとｺﾝﾋﾞﾆ（①）") == "kpiとコンビニ(1)"


def test_texts_longer_than_the_dictionary_takes_are_cut_whole() -> None:
    """A line of 60,000 characters gives all its words."""
    assert words("条例計画" * 15_000).count("条例") == 15_000
