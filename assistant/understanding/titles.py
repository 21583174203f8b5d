"""Read names: plans, departments, ordinances. As they are written; only what is said around them goes."""

import re

from assistant.eras import find_dates
from assistant.interview import Question
from assistant.models import Fact, Status
from assistant.understanding.clauses import without_name
from assistant.understanding.messages import aligned, without_filler
from assistant.understanding.problem import Problem

_LONGEST = 100
_EXISTS = re.compile(
    r"^(?:(?:計画|条例|名称)?は?(?:あります|ある|ございます|持っています|策定しています|策定済み?|作っています)(?:[。、,\s]+|が、?))+(?:名称は|名前は)?"
)
_POLITE = re.compile(
    r"(?:という(?:名称|名前|計画|条例|もの)?|といいます|と言います)?(?:になります|となります|となっています|になっています|でございます|とします|にします|とする|としたい|にしたい|とする予定|でお願いします|です|である)?(?:です)?"
    r"(?:と思います|かと思います)?(?:が|けど|けれど|けれども|ね|よ)?[。!！\s]*$"
)
_DOES = re.compile(
    r"(?:が|で|にて|を|に)(?:組み?込|盛り?込|統合|担当|所管|対応|取りまとめ|とりまとめ|行|務め|つとめ|兼ね|兼務|充て|設置|設け|置い|策定|制定|定め|持っ)"
    r"(?![^。]{0,10}(?:ない|ません|予定|検討))[^、。]{0,10}$"
)
_MAKING = r"(?:策定|制定|改定|改訂|公表|作成|決定|施行|見直し)"
_MADE = re.compile(
    rf"[はがをで、,\s　]*に?(?P<making>{_MAKING})(?:し(?:た|ました|ています|ている)|され(?:た|ました|ています)|済み?)?(?:もの)?(?:です)?[。\s]*$"
)
_MADE_BEFORE = re.compile(rf"\s*に?(?P<making>{_MAKING})(?:した|された|済みの|の)\s*")
_NUMBER = re.compile(
    r"[、,\s　]*((?:令和|平成|昭和)[^、。()（）]{1,6}年[^、。()（）]{0,12}(?:条例|規則|告示|訓令)第[^、。()（）]{1,6}号)$"
)
_NOTHING_NAMED = re.compile(
    r"(?:あり|あります|ある|はい|有|有り|設けています|置いています|います|いる)?[。]?|(?:策定|制定|作成|設置|公表)?済み?"
)
_NOT_YET = re.compile(rf".{{0,16}}(?:{_MAKING}|検討|準備)(?:中|予定|する予定|を検討|を予定).{{0,8}}")
_NO_NAME = re.compile(r"です|でした|(?:ます|ました|ません|ない|ている|あった|なった|ではなく)$|。.")
_BLANK = re.compile(r"[〇○◯●×□△]{2,}|XX+", re.IGNORECASE)
_LETTER = re.compile(r"[ぁ-んァ-ヶ一-龠a-zA-Z]")

_DATE = r"(?:（[^（）]*）|\([^()]*\))?"
_PLAN = r"(?:計画|ビジョン|戦略|プラン|構想|方針|指針|大綱)"
# What the names of these facts end in; other titles are plans.
_ENDS_IN: dict[str, str] = {
    "lead_department": r"(?:課|部|室|局|係|班|担当|センター|グループ|チーム|本部)",
    "project_team": r"(?:本部|会議|委員会|チーム|部会|協議会|幹事会|プロジェクト|PT|WG|グループ)",
    "cio": r"(?:長|監|官|CIO|責任者|補佐|参事|理事)",
    "ordinance": r"(?:条例|規則)",
    "privacy_ordinance": r"(?:条例|規則)",
    "security_rules": r"(?:ポリシー|方針|規程|規則|要綱|基準)",
}


def read_title(question: Question, said: str) -> Fact | Problem:
    """A name as it is written; its date of making, if one is told beside it, in parentheses behind it."""
    title = title_in(question, said)
    if fault := _fault(question, title):
        return Problem(text=fault, key=question.key, said=said)
    return Fact(key=question.key, status=Status.ANSWERED, value=title, said=said)


def title_in(question: Question, said: str) -> str:
    """What stands as a name in the text; it may be empty."""
    text = without_filler(re.sub(r"\s*\n\s*", " ", said).strip())
    text = _EXISTS.sub("", without_name(question, text), count=1).strip() or text
    text = _with_date(_POLITE.sub("", text).strip())
    cut = _DOES.sub("", text).strip()
    text = _POLITE.sub("", cut if _closed(cut) else text)
    text = _NUMBER.sub(r"（\1）", text.strip(" 　、。,"))
    return re.sub(r"^[「『\"“]([^「」『』]*)[」』\"”]", r"\1", text).strip()


def _closed(text: str) -> bool:
    """Whether each parenthesis that is opened is closed: 「（…を兼ねる）」 belongs to the name."""
    return aligned(text).count("(") == aligned(text).count(")")


def plain_title(question: Question, text: str) -> str | None:
    """The name in the text, if what stands there looks like one: 第5次みどり町総合計画（令和4年3月策定）です."""
    title = title_in(question, text)
    flat = aligned(title)
    ends = _ENDS_IN.get(question.key, _PLAN)
    looks = re.fullmatch(rf".{{0,60}}{ends}{_DATE}", flat)
    bare = re.fullmatch(rf"(?:この|その|今の|新しい|別の|同じ|[0-9一-十]+[かカヶケ]?年)?{ends}", flat)
    return title if looks and not bare and not _fault(question, title) else None


def plan_made_then(name: str, text: str) -> str | None:
    """「情報化計画（令和3年策定）」 from 情報化計画 and 令和3年に策定; None if the text says anything else than when."""
    flat = aligned(text)
    dates = find_dates(flat)
    if len(dates) != 1 or flat[: dates[0].span[0]].strip(" 　、"):
        return None
    made = _MADE.fullmatch(flat[dates[0].span[1] :])
    return f"{name}（{text[slice(*dates[0].span)].strip()}{made['making']}）" if made else None


def _with_date(text: str) -> str:
    """「A計画、令和4年3月に策定」 and 「令和4年3月に策定したA計画」 as 「A計画（令和4年3月策定）」."""
    flat = aligned(text)
    dates = find_dates(flat)
    if not dates or flat[: dates[-1].span[0]].count("(") > flat[: dates[-1].span[0]].count(")"):
        return text
    start, end = dates[-1].span
    written = text[start:end].strip()
    if not flat[:start].strip() and (before := _MADE_BEFORE.match(flat, end)) and text[before.end() :]:
        return f"{text[before.end() :]}（{written}{before['making']}）"
    name = re.sub(r"(?:です(?:が|けど)?|で|は|を|、)$", "", text[:start].strip(" 　、。,")).strip(" 　、。,")
    made = _MADE.fullmatch(flat[end:])
    return f"{name}（{written}{made['making']}）" if made and name else text


def _fault(question: Question, title: str) -> str:
    flat = aligned(title)
    if not _LETTER.search(flat) or _NOTHING_NAMED.fullmatch(flat) or plan_made_then("", title):
        return f"名称を教えてください（例：{question.example}）。"
    if _BLANK.search(flat):
        return f"「{title}」は名前になっていません。実際の名称を教えてください（例：{question.example}）。"
    if len(title) > _LONGEST:
        return f"名称としては長すぎます（{len(title)}字）。名称だけを教えてください（例：{question.example}）。"
    if _NO_NAME.search(flat) or _NOT_YET.fullmatch(flat):
        return f"「{title}」は名称として読めません。名称があれば名称だけを、なければ「該当なし」と答えてください。"
    return ""
