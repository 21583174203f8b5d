"""Read an answer to a question with choices, in the choice's words or in others."""

import re

from assistant.interview import Question
from assistant.models import Fact, Status
from assistant.numerals import fold
from assistant.understanding.clauses import without_name
from assistant.understanding.messages import without_filler
from assistant.understanding.problem import Problem
from assistant.understanding.states import state_of_mind

_NOT = r"(?:て|で)(?:は|も)?(?:い|おり)?(?:ない|ません)"
# Other words for the choices. A choice may have several rows; an answer that fits two choices is asked back.
_WORDINGS: tuple[tuple[str, str], ...] = (
    ("単独の計画として作る", r"パターン\s*(?:1|一)|単独|新しく|新規|新たに|独立(?:した|の)|別の?計画として"),
    ("既存の計画に組み込む", r"パターン\s*(?:2|二)|既存|組み?込|盛り?込|(?:計画|プラン|戦略|構想)(?:の中|の一部)?(?:に|へ)(?:入れ|含め|統合|位置付け)|一部として|一体"),
    ("少数の施策から始める", r"少数|少し|小さく|スモール|できるところ|出来るところ|一部の?施策|(?:[1-9一二三四五]つ)(?:くらい|ぐらい|ほど|程度)?(?:から|の施策)"),
    ("5つの柱の全体を対象にする", r"全体|全部|すべて|全て|[5五]つの柱|[5五]本(?:の)?柱|全[5五]柱|網羅"),
    ("山間・中山間", r"山間|山地|山あい|山村|山の中|山が多|盆地|森林"),
    ("沿岸・島しょ", r"沿岸|島しょ|島嶼|離島|海沿い|海岸|海に面|港町|漁村|漁港|島です|^島$"),
    ("平野・農村", r"平野|農村|平地|田園|田んぼ|農地"),
    ("市街地", r"市街地|都市部|都心|住宅地|住宅街|ベッドタウン|駅前|都会"),
    ("四半期ごと", r"四半期|(?:3|三)[かカヶケヵ箇]月|年に?(?:4|四)回"),
    ("半年ごと", r"半年|(?<!四)半期|(?:6|六)[かカヶケヵ箇]月|年に?(?:2|二)回"),
    ("毎年度", r"毎年|年度ごと|(?:1|一)年(?:度)?(?:に(?:1|一)[回度]|ごと|おき)|(?<!半)年に?(?:1|一)[回度]|年次"),
    ("標準準拠システムへ移行済み", r"(?<!一部)(?:移行|切替|切り替え)(?:は|が|を)?(?:済|完了|終わ(?:った|って(?:い)?(?:る|ます)|りました)|しました|した(?!業務|い))|移行し終|稼働(?:済|して(?:い)?(?:る|ます))|全て終わ|完了して(?:い)?(?:る|ます)"),
    ("移行の途中", r"移行の?(?:途中|最中|作業中)|移行中|途中|作業中|作業を?進め|進めて(?:い)?(?:る|ます)|進行中|一部(?:は|を|が)?移行"),
    ("移行を延期した業務がある", r"延期|先送り|移行困難|期限(?:後|に間に合わ)|遅らせ|特定移行支援"),
    ("まだ移行していない", rf"未移行|移行(?:は|を)?(?:まだ)?し{_NOT}|(?:移行|着手|開始|作業)(?:は|も|を)?(?:まだ)?(?:し|始め|でき){_NOT}|未着手|これから|手つかず|始まって(?:い)?(?:ない|ません)|移行前|^まだ(?:です)?$"),
    ("定めて公表している", r"公表(?:済|して(?:い)?(?:る|ます)|しました|した(?!い))|公開(?:済|して(?:い)?(?:る|ます)|しました)|公表まで(?:済|終)|ホームページ|HPに(?:掲載|載せ)"),
    ("定めたが公表していない", rf"(?:定め|策定し|作っ|作成し|決め|あり|ある)[^。]{{0,12}}(?:公表|公開)[はも]?(?:まだ)?(?:し|され)?(?:{_NOT}|前|予定|まだ|これから)|未公表|策定済[^。]{{0,6}}非公表|(?:公表|公開)[はも]?(?:まだ|これから|し{_NOT})"),
    ("まだ定めていない", r"(?:定め|策定し|作っ|作成し|決め)て(?:は|も)?(?:い|おり)?(?:ない|ません)|未策定|未制定|策定中|作成中|検討中|これから(?:策定|定め|作)|^(?:まだ)?(?:ない|なし|ありません)"),
    ("和暦（西暦）", r"西暦(?:を|も)|併記|両方"),
    ("和暦", r"和暦(?:だけ|のみ|で)"),
    ("です・ます", r"です[・、]?ます"),
    ("である", r"である調"),
    ("障がい", r"障がい|ひらがな|平仮名"),
)  # fmt: skip
_DENIES = re.compile(
    r"(?:て|で)(?:は|も)?(?:い)?ない|(?:て|で)(?:は|も)?(?:い|おり)?ません|とは(?:言|い)えない|わけではない|しない|しません"
)
_TAKEN_BACK = re.compile(r"^.*(?:では?なく|じゃなく)て?[、\s]*", re.DOTALL)
_NUMBERED = re.compile(r"^[(第]?([1-9])(?:[).]|番目?|つ目)?(?:です|で|を選びます|にします)?[。!]*$")
_FORMER, _LATTER = re.compile(r"^前者"), re.compile(r"^後者")


def read_choice(question: Question, said: str) -> Fact | Problem:
    """The one choice that the text names, also by its number in the list."""
    found = choice_in(question, said)
    about_publishing = (
        any("公表" in choice for choice in question.choices) and "公" in said
    )  # 非公表 may be an answer here
    if found is None and not about_publishing and (status := state_of_mind(without_name(question, said))):
        return Fact(key=question.key, status=status, said=said)
    if found is None:
        listed = "」「".join(question.choices)
        return Problem(text=f"「{listed}」のどれに当たるか教えてください。", key=question.key, said=said)
    return Fact(key=question.key, status=Status.ANSWERED, value=found, said=said)


def choice_in(question: Question, said: str) -> str | None:
    """The choice that the text names; None if it names none or several."""
    text = _TAKEN_BACK.sub("", without_filler(fold(said).strip())).rstrip("。")
    choices = question.choices
    folded = {fold(choice): choice for choice in choices}
    if text in folded:
        return folded[text]
    if numbered := _NUMBERED.match(text):
        at = int(numbered[1]) - 1
        return choices[at] if at < len(choices) else None
    if len(choices) == 2 and (_FORMER.match(text) or _LATTER.match(text)):
        return choices[0] if _FORMER.match(text) else choices[1]
    exact = [folded[name] for name in folded if name in text]
    longest = [c for c in exact if not any(c != other and c in other for other in exact)]
    if len(longest) == 1 and not _DENIES.search(text.replace(fold(longest[0]), "")):
        return longest[0]
    named = dict.fromkeys(c for c, pattern in _WORDINGS if c in choices and re.search(pattern, text))
    return _settled(list(named), text)


def _settled(named: list[str], text: str) -> str | None:
    if set(named) == {"定めたが公表していない", "まだ定めていない"}:
        return None if re.search(r"^まだ", text) else "定めたが公表していない"
    if len(named) != 1:
        return None
    says_no = "ていない" in named[0]
    return None if not says_no and _DENIES.search(text) else named[0]
