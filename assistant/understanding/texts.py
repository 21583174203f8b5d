"""Read what is kept in the person's words: lists and sentences. Only politeness and signs around them go."""

import re

from assistant.interview import Question
from assistant.models import Fact, Status
from assistant.understanding.clauses import without_name
from assistant.understanding.messages import without_filler
from assistant.understanding.problem import Problem

_LETTER = re.compile(r"[ぁ-んァ-ヶ一-龠a-zA-Zａ-ｚＡ-Ｚ]")
_BULLET = re.compile(
    r"^[ \t　]*(?:[・･●○◎■□◆▪•＊*\-−–]|[(（]?[0-9０-９]{1,2}[).）．、][ 　]*(?![0-9０-９])|[①-⑳])[ 　]*"
)
_NUMBERED, _CIRCLED = re.compile(r"(?=[(（][0-9０-９]{1,2}[)）])"), re.compile(r"(?=[①-⑳])")
_COUNTED = re.compile(r"^(?:[0-9０-９一二三四五六七八九]つ目|[0-9０-９]番目)は[、,]?")
_GOES_ON = re.compile(
    r"(?:(?<![育立建当])て|ており|なり|かかり|たり|く|ず|ながら|つつ|れば|ので|のに|ため|ものの|けれど(?:も)?|けど|(?:る|い|た|す|ん)が|[はをにも]|また|特に|とくに|例えば|たとえば)$"
)
_END_OF_ITEM = re.compile(r"(?:(?:など)?です|(?:か)?と思います|などがあります|が挙げられます)(?:ね|よ|が)?$")


def read_items(question: Question, said: str) -> Fact | Problem:
    """A list, one entry for each line, bullet or comma, in the person's words."""
    items = items_in(without_name(question, without_filler(said)))
    if not items:
        return Problem(
            text=f"内容を読み取れませんでした。「{question.example}」のように答えてください。",
            key=question.key,
            said=said,
        )
    return Fact(key=question.key, status=Status.ANSWERED, value=items, said=said)


def items_in(text: str) -> tuple[str, ...]:
    """The entries of a list: lines if they have bullets, else what commas and full stops part outside parentheses."""
    inline = _NUMBERED if _NUMBERED.match(text) else _CIRCLED
    lines = [line for line in inline.sub("\n", text).split("\n") if line.strip(" 　")]
    bulleted = sum(1 for line in lines if _BULLET.match(line))
    parts: list[str] = []
    for line in lines:
        plain = _BULLET.sub("", line)
        parts += [plain] if bulleted > 1 or (bulleted and len(lines) == 1) else _split(plain)
    cleaned = (_END_OF_ITEM.sub("", _COUNTED.sub("", part.strip(" 　。、,，"))).strip() for part in parts)
    return tuple(dict.fromkeys(item for item in cleaned if _LETTER.search(item)))


def read_text(question: Question, said: str) -> Fact | Problem:
    """One text, its lines joined, without the last full stop."""
    text = re.sub(r"\s*\n\s*", "", said).strip().rstrip("。")
    if not text:
        return Problem(
            text=f"内容を読み取れませんでした。「{question.example}」のように答えてください。",
            key=question.key,
            said=said,
        )
    return Fact(key=question.key, status=Status.ANSWERED, value=text, said=said)


def _split(line: str) -> list[str]:
    """At commas, semicolons and full stops; not in parentheses or quotes, in figures, or where the sentence goes on."""
    parts, start, depth = [], 0, 0
    for at, sign in enumerate(line):
        depth += (sign in "(（「『") - (sign in ")）」』")
        if depth > 0 or sign not in "、,，;；。":
            continue
        if sign in ",，" and line[at - 1 : at].isdigit() and line[at + 1 : at + 2].isdigit():
            continue
        if sign in "、,，" and _GOES_ON.search(line[start:at]):
            continue
        parts.append(line[start:at])
        start = at + 1
    return [*parts, line[start:]]
