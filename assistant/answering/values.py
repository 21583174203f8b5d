"""Tell which kind of value a question asks for, and whether the places found hold one.

A place can be about the right matter and still not say how many, how much or how long; then it is no answer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.tokens import normalise, words

_NUMBER = r"(?:[0-9〇○αβ][0-9,.]*|[一二三四五六七八九十百千数]+)(?:万|億|千)?"
_SENTENCES = re.compile(r"[^。\n]+")
RELATED = 0.2  # share of the question's words that a sentence must have for its figure to be about the same thing


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    Attributes:
        name: what a refusal calls it.
        asked: how a question asks for it.
        held: what a text that gives it has.
        where: where such values are found.
    """

    name: str
    asked: re.Pattern[str]
    held: re.Pattern[str]
    where: str


_OFFICES = "所管省庁のページ、担当課、公表されている統計"


def _kind(name: str, asked: str, held: str, where: str = _OFFICES) -> Kind:
    return Kind(name, re.compile(asked), re.compile(held), where)


_NOT_MEASURED = r"(?!」|[^。?？、]*か(?:で|の割合|を指標|を目標|をkpi|を数え|を測))"  # 何時間減らしたかで見る: a measure, not a question


def _counted(name: str, units: str, held: str = "") -> Kind:
    return _kind(name, f"何(?:{units})(?!も|か決){_NOT_MEASURED}", rf"(?:{_NUMBER}|\()(?:{held or units})")


_MONEY = "報酬|導入費|整備費|年収|単価|料金|手数料|利用料|使用料|受講料|負担金|謝金|謝礼|日当|日額|月額|年額|報償金|値段|価格|上限額|補助額"
_QUANTITY = "雨|水|電力|容量|速さ|速度|強さ|広さ|長さ|高さ|人数|台数|割合|金額|費用|お金"
_HOW_MUCH = "(?:どのくらい|どれくらい|どのぐらい|どれぐらい)"
KINDS = (
    _kind(
        "金額",
        rf"いくら(?!か(?!か)|でも)|(?:報酬|手当|補助|支給|給付|罰金|見舞金)の額|何(?:千|万|億)?円|相場|(?:{_MONEY})(?:[^。?？]{{0,10}}は[?？]|率?(?:は|って|を|の|、)[^。?？]{{0,16}}"
        rf"(?:何|どれ|どのくらい|どう決|取って|取れ|妥当|目安|決め方|適正|普通)|$)",
        _NUMBER + "円|金額|予算",
        "所管省庁の交付要綱や公表資料、条例・規則（例規集）、複数の事業者の見積り",
    ),
    _kind(
        "割合",
        rf"何割|何%|何パーセント|(?:補助|充当|措置|還元)率|率(?:は|って)?(?:いくつ|{_HOW_MUCH}|何)",
        rf"{_NUMBER}(?:%|割|パーセント)",
    ),
    _kind(
        "頻度",
        f"何回(?!も)|{_HOW_MUCH}の頻度|何(?:年|か月|ヶ月|カ月|箇月)(?:おき|ごと|に(?:一|1)[度回])",
        "四半期|毎年|年に?[0-9一]回|ごと|おき|頻度",
    ),
    _counted("人数", "人|名|世帯"),
    _counted(
        "件数",
        "件|台|か所|箇所|カ所|ヶ所|団体|自治体|市町村|校|基|業務|点|枚|通|ページ|本|つ|種類|項目|言語|か国語|匹|頭",
    ),
    _counted(
        "日数や時間",
        "か月|ヶ月|カ月|箇月|日|週間|時間|分(?!野|か)|秒",
        "か月|ヶ月|カ月|箇月|日(?:以内|間|前|後|まで)|週間|時間|分(?!野)|秒",
    ),
    _counted("年数", "年(?=で|間|以内|くらい|ぐらい|もつ|使)", "年(?:間|以内)|か年|年、"),
    _counted("大きさ", "度(?=に|が|で|まで|から|以)|メートル|センチ|ミリ|キロ|リットル|mbps|歳|坪|平米|ヘクタール"),
    _kind(
        "量の目安",
        f"{_HOW_MUCH}の(?:{_QUANTITY})|{_HOW_MUCH}に(?:なる|なり)|統計的に足り",
        _NUMBER + r"(?!年|月|日|章|条|項|号)[^\s、。]",
    ),
    _kind(
        "平均や順位",
        r"平均|ランキング|順位|(?:一番|いちばん|最も|もっとも)[^。?？]{1,10}(?:団体|自治体|市町村|市|町|村)(?:は|って)|(?:どっち|どちら)(?:が|の(?:ほう|方)が)(?:高|多|低|少|上)|(?:団体|自治体|市|町|村|市町村)(?:が|は)(?:一番|いちばん|最も)?多い",
        "平均|順位",
    ),
    _kind(
        "連絡先",
        r"(?:電話番号|連絡先|メールアドレス|住所|url)(?:を教え|は何|を知り|が知り)",
        r"[0-9]{2,4}-[0-9]{2,4}-[0-9]{4}|@",
        "所管する機関のページ",
    ),
    _kind(
        "名前の一覧",
        r"^(?!.*(?:事例|手引|載って|例の)).*(?:(?:名前|団体名|製品名|会社名)を(?:全部|すべて|ぜんぶ|残らず)|(?:市|町|村|自治体|団体)(?:の名前)?を(?:全部|すべて)?(?:一覧|挙げて))"
        r"|に載っている(?:サービス|製品|会社)の名前",
        "(?!)",
    ),
)


def missing_value(question: str, texts: Iterable[str], asks: Sequence[str]) -> Kind | None:
    """The kind of value that the question asks for and that the places found do not give; None if all are given.

    Args:
        texts: what the places found, and the records resting on them, say.
        asks: how staff are known to ask for these: where they ask for the same kind, the answer deals with it.
    """
    folded = normalise(question)
    wanted = [kind for kind in KINDS if kind.asked.search(folded)]
    if not wanted:
        return None
    own = set(words(question))
    sentences = [s for text in texts for s in _SENTENCES.findall(normalise(text))]
    folded_asks = [normalise(ask) for ask in asks]
    for kind in wanted:
        if any(kind.asked.search(ask) and _related(ask, own) for ask in folded_asks):
            continue
        if not any(kind.held.search(sentence) and _related(sentence, own) for sentence in sentences):
            return kind
    return None


def _related(sentence: str, own: set[str]) -> bool:
    return not own or len(own & set(words(sentence))) >= max(1, RELATED * len(own))
