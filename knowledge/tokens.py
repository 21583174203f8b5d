"""Cut Japanese text into the tokens that the lexical index counts. Knows nothing of passages or scores."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from sudachipy import Dictionary, Morpheme, SplitMode
from sudachipy.tokenizer import Tokenizer

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "接頭辞", "接尾辞", "副詞"}
_EMPTY_NOUNS = {"非自立可能", "助動詞語幹"}
_EMPTY_WORDS = frozenset(
    (
        "為る 有る 成る 居る 出来る 言う 行う 於く 因る 係る 関する 為 事 物 等 的 無い 良い 下さる 教える 知る 何 何れ どう "
        "どんな 其の 此の 場合 方 所 際 上 中 ある いる する なる よい いい 欲しい 頂く 為す よう 様 や か"
    ).split()
)
_FRAME = frozenset(  # in normalised form: words with which people speak of a text, or of asking
    (
        "言い回し 書き出し 出だし 文例 例文 文面 文章 文 一文 表現 文言 くだり 件 記述 一節 段落 箇所 引用 趣旨 意味 説明 説明+する "
        "横文字 片仮名 合言葉 キャッチフレーズ 略語 言葉 呼び名 呼び方 呼ぶ 名前 未来像 理想 考え 考え方 感じ 気 話 "
        "書く 載る 載せる 出る 触れる 挙げる 述べる 読む 見る 知る 聞く 尋ねる 思う 要する 本当 見本 例 ヒント スタンス 所 辺 "
        "上司 課長 部長 副市長 議員 新任 同僚 後輩 先輩 若い+者 みたい 的 云々 っぽい 先 最初 最後 前置き 枕 一言"
    ).split()
)
_CHUNK = 10_000
_KEEP = re.compile(r"[0-9a-zA-Zぁ-んァ-ヶー一-龠々〇]")


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Dictionary(dict="core").tokenizer()


def normalise(text: str) -> str:
    """Fold width and case: full-width letters and half-width kana become what a reader takes them for."""
    return unicodedata.normalize("NFKC", text).lower()


def morphemes(text: str) -> Iterator[Morpheme]:
    """Sudachi takes 49,149 bytes at a time; longer texts are cut where a cut hurts least that is still short."""
    for line in text.splitlines():
        for start in range(0, len(line), _CHUNK):
            yield from _tokenizer().tokenize(line[start : start + _CHUNK], SplitMode.A)


def words(text: str) -> list[str]:
    """Content words in Sudachi's normalised form (表記ゆれ folded), shortest units, in order.

    >>> words("オープンデータの取り組み")
    ['オープン', 'データ', '取り組み']
    """
    found = []
    for morpheme in morphemes(normalise(text)):
        part = morpheme.part_of_speech()
        if part[0] not in _CONTENT or part[1] in _EMPTY_NOUNS:
            continue
        form = morpheme.normalized_form()
        if form in _EMPTY_WORDS or not _KEEP.search(form):
            continue
        found.append(form)
    return found


def is_frame(word: str) -> bool:
    """Whether a content word (as `words` gives it) only frames a question: 「～という言い回し」「課長に聞かれた」."""
    return word in _FRAME


def bigrams(text: str) -> list[str]:
    """Pairs of neighbouring characters within runs of letters, digits, kana and kanji."""
    pairs: list[str] = []
    for run in re.findall(r"[0-9a-zぁ-んァ-ヶー一-龠々〇]+", normalise(text)):
        pairs += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return pairs
