"""Read a message without a model: is it an answer, a command, a correction or a question? Rules only."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.interview import Question
from assistant.models import Fact, Status, Value
from assistant.numerals import Quantity, find_date, find_quantities, fold

Command = Literal["back", "later", "stop", "start", "draft", "check"]

_COMMANDS: tuple[tuple[Command, re.Pattern[str]], ...] = (
    ("back", re.compile(r"^(戻る|戻って|ひとつ戻る|一つ戻る|前の質問(に戻る|へ)?|前に戻る)[。!]*$")),
    (
        "later",
        re.compile(
            r"^(あとで|後で|あとにする|とばす|飛ばす|スキップ|次へ|保留)(する|します|して(ください)?|お願いします)?[。!]*$"
        ),
    ),
    ("stop", re.compile(r"^(やめる|中断(する)?|終わり|終了|ここまで(にする)?|聞き取りをやめる)[。!]*$")),
    ("start", re.compile(r"計画(づくり|作り|の策定)を(始め|はじめ|開始)|聞き取りを(始め|はじめ|再開|続け)|^続ける$")),
    ("draft", re.compile(r"下書き(を)?(して|する|作|つく|お願い)|(章|素案|現状及び課題).{0,12}(下書き|作って|起草)")),
    ("check", re.compile(r"(既存|今|いま|現行)の?計画を?(点検|チェック)|計画を点検")),
)
_UNKNOWN = re.compile(
    r"^(分からない|わからない|わかりません|分かりません|不明|知らない|未把握|把握していない)(です)?[。!]*$"
)
_NOT_APPLICABLE = re.compile(
    r"^(該当なし|該当しない|該当しません|特に(なし|ない|ありません)|なし|無し|ありません|ない)(です)?[。!]*$"
)
_DECLINED = re.compile(r"^(答えない|答えたくない|回答しない|非公表|公表できない|言えない)(です)?[。!]*$")
_CORRECTION = re.compile(
    r"(間違い|まちがい|訂正(です|して|します)|に?(修正|変更|訂正)(です|して|します|[。]?$)|ではなく|じゃなく|に直して)"
)
_QUESTION = re.compile(
    r"([?？]\s*$|(ですか|ますか|でしょうか|のか|なの|教えて(ください|ほしい)?|とは|知りたい|ある|いる|必要|義務)[。?？]*$)"
)
_FIRM_QUESTION = re.compile(r"([?？]\s*$|(ですか|ますか|でしょうか|教えて(ください|ほしい)?|知りたい)[。?？]*$)")
_FILLER = re.compile(r"^(えっと|ええと|はい|えー|うーん)[、,\s]*")


class Problem(Value):
    """Why an answer could not be taken, and what is asked back."""

    text: str


def command(message: str) -> Command | None:
    """The command that the message is, if it is one."""
    folded = fold(message).strip()
    for name, pattern in _COMMANDS:
        if pattern.search(folded):
            return name
    return None


def is_question(message: str, *, answering: bool) -> bool:
    """Whether the message asks something. While a question of ours is open, only a plain question counts."""
    pattern = _FIRM_QUESTION if answering else _QUESTION
    return bool(pattern.search(fold(message).strip()))


def is_correction(message: str) -> bool:
    """Whether the message corrects something said before."""
    return bool(_CORRECTION.search(message))


def state_of_mind(message: str) -> Status | None:
    """わからない, 該当なし and 答えない are three different answers."""
    folded = _FILLER.sub("", fold(message).strip())
    if _UNKNOWN.match(folded):
        return Status.UNKNOWN
    if _DECLINED.match(folded):
        return Status.DECLINED
    if _NOT_APPLICABLE.match(folded):
        return Status.NOT_APPLICABLE
    return None


def read_answer(question: Question, message: str) -> Fact | Problem:
    """What the message says as an answer to the question."""
    said = message.strip()
    if not said:
        return Problem(text="空の回答です。分からないときは「わからない」と答えてください。")
    if status := state_of_mind(said):
        return Fact(key=question.key, status=status, said=said)
    match question.kind:
        case "count" | "percent":
            return _read_number(question, said)
        case "choice":
            return _read_choice(question, said)
        case "name":
            return _read_name(question, said)
        case "items":
            items = _items(said)
            if not items:
                return Problem(text=f"内容を読み取れませんでした。「{question.example}」のように答えてください。")
            return _answered(question, said, value=items)
        case "text":
            return _answered(question, said, value=_sentence(said))


def read_named(questions: Iterable[Question], message: str) -> list[Fact]:
    """Facts that the message gives by name: 「人口3万2千人、高齢化率38.5%」. Numbers and choices only."""
    facts = []
    for clause in re.split(r"[、。\n;；]", fold(message)):
        for question in questions:
            if question.kind not in ("count", "percent", "choice") or not _names(question, clause):
                continue
            read = read_answer(question, clause)
            if isinstance(read, Fact) and read.status is Status.ANSWERED:
                facts.append(read.model_copy(update={"said": clause.strip()}))
                break
    return facts


def named(questions: Sequence[Question], message: str) -> Question | None:
    """The question whose fact the message names, if it names one."""
    folded = fold(message)
    found = [(len(name), q) for q in questions for name in q.names if name in folded]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _names(question: Question, clause: str) -> bool:
    return any(name in clause for name in question.names)


def _answered(question: Question, said: str, **parts: object) -> Fact:
    return Fact.model_validate({"key": question.key, "status": Status.ANSWERED, "said": said, **parts})


def _read_number(question: Question, said: str) -> Fact | Problem:
    as_of, rest = find_date(said)
    quantities = find_quantities(rest)
    if question.kind == "percent":
        return _percent(question, said, as_of, quantities)
    counts = [q for q in quantities if q.unit != "%"]
    if not counts:
        return Problem(text=f"数字を読み取れませんでした。「{question.example}」のように答えてください。")
    corrected = counts[-1] if is_correction(said) else counts[0]
    if corrected.value < 1 or corrected.value != int(corrected.value):
        return Problem(
            text=f"{question.label}が{corrected.value:g}{question.unit}になっています。正しい数を教えてください。"
        )
    return _answered(question, said, value=int(corrected.value), as_of=as_of or None, approximate=corrected.approximate)


def _percent(question: Question, said: str, as_of: str, quantities: list[Quantity]) -> Fact | Problem:
    percents = [q for q in quantities if q.unit == "%"] or [q for q in quantities if not q.unit]
    if not percents:
        return Problem(text=f"割合を読み取れませんでした。「{question.example}」のように答えてください。")
    found = percents[-1] if is_correction(said) else percents[0]
    if not 0 < found.value <= 100:
        return Problem(
            text=f"{question.label}が{found.value:g}％になっています。0〜100％のはずですが、正しい値を教えてください。"
        )
    return _answered(question, said, value=float(found.value), as_of=as_of or None, approximate=found.approximate)


_CHOICE_STEMS = {
    "減っている": r"減|少なくな|下が|右肩下",
    "ほぼ横ばい": r"横ばい|変わらない|変化なし|同じ",
    "増えている": r"増|多くな|上が|右肩上",
}


_DENIES = re.compile(r"(て|で)(は|も)?(い)?ない|(て|で)(は|も)?いません|とは(言|い)えない|わけではない")


def _read_choice(question: Question, said: str) -> Fact | Problem:
    exact = [choice for choice in question.choices if choice in said]
    if len(exact) == 1 and not _DENIES.search(said):
        return _answered(question, said, value=exact[0])
    stems = [c for c in question.choices if (stem := _CHOICE_STEMS.get(c)) and re.search(stem, said)]
    if len(stems) == 1 and not _DENIES.search(said):
        return _answered(question, said, value=stems[0])
    listed = "」「".join(question.choices)
    return Problem(text=f"「{listed}」のどれに当たるか教えてください。")


_MUNICIPALITY = re.compile(r"([^\s、。「」0-9]{1,12}?[市町村区])(?=$|[^市町村区ぁ-んァ-ヶ一-龠]|です|の|で|に|だ|と)")
_PREFECTURE = re.compile(r"^(北海道|東京都|(?:京都|大阪)府|[^市町村区]{2,3}県)")
_LEAD_IN = re.compile(r"^(?:うち|私たち|わたしたち|こちら|当方|自治体名|市町村名)(?:は|の|が)[、,\s]*")
_COUNTY = re.compile(r"^([一-龠ぁ-んァ-ヶ]{1,4}郡)(?=[^市]{1,6}[町村](?:$|[^一-龠]))")


def _read_name(question: Question, said: str) -> Fact | Problem:
    text = _LEAD_IN.sub("", _FILLER.sub("", fold(said)).strip())
    text = _COUNTY.sub("", _PREFECTURE.sub("", text))
    found = _MUNICIPALITY.search(text)
    if not found:
        return Problem(text="市・町・村・区のいずれかで終わる名前を教えてください（例：みどり町）。")
    return _answered(question, said, value=found[1])


def _items(said: str) -> tuple[str, ...]:
    parts = re.split(r"[、,，\n・;；]|(?<=。)", said)
    return tuple(part.strip(" 　。") for part in parts if part.strip(" 　。"))


def _sentence(said: str) -> str:
    return re.sub(r"\s*\n\s*", "", said).strip().rstrip("。")
