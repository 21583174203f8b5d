"""What kind of message is it: a command, a question, or a correction of something said before?"""

import re
from typing import Literal

from assistant.numerals import fold, number
from assistant.understanding.messages import clean, without_filler

Command = Literal[
    "back",
    "later",
    "skip",
    "stop",
    "start",
    "draft",
    "recommend",
    "check",
    "import",
    "export",
    "inquiry",
    "show",
    "short",
    "plain",
]

_TO_FIND_OUT = r"(?:答え|回答|確認|確かめ|調べ|聞|連絡|入力|記入|書|決め|考え|報告)"
_COMMANDS: tuple[tuple[Command, re.Pattern[str]], ...] = (
    ("back", re.compile(r"^(?:戻る|戻って|戻りたい|ひとつ戻る|一つ戻る|前の質問(?:に戻る|へ)?|前に戻る)[。!]*$")),
    (
        "later",
        re.compile(
            r"^(?:(?:すぐには|今は|いまは)?(?:わから|分から)ない(?:ので|から|ため)[、,]?)?"
            r"(?:今は|いまは)?(?:あとで|後で|後ほど|のちほど|あとから|後から|後日|また今度|追って)"
            rf"(?:[^。、?]{{0,20}}{_TO_FIND_OUT}[ぁ-ん]{{0,12}}|いい|します|する|お願い(?:します)?)?(?:です)?[。!]*$"
        ),
    ),
    (
        "skip",
        re.compile(
            r"^(?:とばす|飛ばす|とばして|飛ばして|とばし|飛ばし|スキップ|パス)"
            r"(?:する|します|して)?(?:ください|お願いします)?(?:です)?[。!]*$"
        ),
    ),
    (
        "later",
        re.compile(
            r"^(?:あとに|後に|後回しに|保留(?:に)?|次へ|次の質問(?:へ)?|次)"
            r"(?:する|します|して)?(?:ください|お願いします)?(?:です)?[。!]*$"
        ),
    ),
    (
        "later",
        re.compile(
            r"^(?:[^。、?]{0,12}(?:課|係|室|部|担当|担当者|者|人)に)?"
            r"(?:確認|調べ|聞い|問い合わせ)(?:し|て)*(?:から)?(?:み|おき|(?:回答|連絡)?し|答え)?ます[。!]*$"
        ),
    ),
    (
        "stop",
        re.compile(
            r"^(?:やめる|やめます|中断(?:する|します)?|終わり(?:にする|にします)?|終了(?:する|します)?"
            r"|(?:今日は)?ここまで(?:にする|にします|で)?|聞き取りをやめる)[。!]*$"
        ),
    ),
)
# A request may have words around it; a sentence that goes on about something else is none.
_TAIL = r"[ぁ-ん、。!ー\s]*(?:お願い[ぁ-ん]*)?[。!]*$"
_LONGEST = 60
# What the text of a section is to become; nothing else may stand in the message, for people also want shorter queues.
_TEXT = r"^(?:(?:第?\s*[0-9一二三四五六七八九]\s*章|この章|これ|本文|文章|文|下書き)(?:の(?:本文|文章|文|下書き))?[をはも]?)?(?:もっと|もう少し|もうすこし|少し)?"
_PLAN = (
    r"(?:(?:この|今の|いまの)?(?:計画(?:全体|書)?|これ|素案|全体|公表用)(?:の?(?:ファイル|データ|版|計画))?[をは]?)?"
)
_FORMAT = r"(?:(?:word|ワード|docx|pdf|html|markdown|マークダウン)(?:の?ファイル|形式)?[でにを]?)"
_OUT = r"(?:出力|書き出[しす]|ダウンロード|エクスポート|印刷)"
_WRITE = r"(?:(?:書き)?直し|書い|まとめ)?(?:て|で)?(?:くれ|ほし|欲し|し|する|でき|なら)?"
_REQUESTS: tuple[tuple[Command, re.Pattern[str]], ...] = (
    ("start", re.compile(rf"計画(?:づくり|作り|の策定)を(?:始め|はじめ|開始){_TAIL}")),
    ("start", re.compile(rf"聞き取りを(?:始め|はじめ|再開|続け){_TAIL}|^続ける$")),
    ("draft", re.compile(rf"下書きを?(?:して|する|作|つく|お願い){_TAIL}")),
    ("draft", re.compile(rf"(?:章|素案|現状及び課題).{{0,12}}(?:下書き|作って|起草){_TAIL}")),
    ("draft", re.compile(rf"^(?:計画|素案|全部の?章|すべての章|全章)を?(?:まとめて)?(?:作|書|起草){_TAIL}")),
    (
        "recommend",
        re.compile(
            rf"施策の?(?:おすすめ|お勧め|候補|提案).{{0,12}}{_TAIL}|(?:おすすめ|お勧め)の?施策.{{0,12}}$"
            rf"|(?:どんな|どの|どういう)施策(?:が|を|に)[^。]{{0,16}}(?:いい|良い|よい|合う|選|載せ|入れ)[^。]{{0,10}}$"
            rf"|施策を(?:すすめ|勧め|提案|推薦){_TAIL}"
        ),
    ),
    ("short", re.compile(rf"{_TEXT}(?:短く|短めに|簡潔に|コンパクトに){_WRITE}{_TAIL}")),
    (
        "plain",
        re.compile(
            rf"{_TEXT}(?:やさしく|易しく|優しく|わかりやすく|分かりやすく|やさしい(?:言葉|日本語|文章)[にで]){_WRITE}{_TAIL}"
        ),
    ),
    (
        "import",
        re.compile(
            rf"^[^。、]{{0,12}}(?:word|ワード|docx)(?!に)[^。、]{{0,20}}(?:取り?込|読み?込|読み取|アップロード|インポート|反映){_TAIL}"
            rf"|^(?:手元で)?直した(?:ファイル|文書)[^。、]{{0,8}}(?:取り?込|読み?込|アップロード|インポート|反映){_TAIL}",
            re.IGNORECASE,
        ),
    ),
    ("export", re.compile(rf"^{_PLAN}{_FORMAT}?{_OUT}{_TAIL}", re.IGNORECASE)),
    ("export", re.compile(rf"^{_PLAN}{_FORMAT}(?:出し|書き?出|保存|し|する|ほしい|欲しい){_TAIL}", re.IGNORECASE)),
    ("export", re.compile(rf"^(?:計画|素案|公表用|全体)[^。、]{{0,8}}を(?:出し|保存){_TAIL}")),
    (
        "inquiry",
        re.compile(
            rf"照会(?:票|文書|シート)を?(?:作成|作|つく|出|ダウンロード|送){_TAIL}|^(?:ほかの課|他の課|各課|担当課)に(?:照会|聞き?|問い合わせ){_TAIL}"
        ),
    ),
    (
        "show",
        re.compile(
            rf"^[^。、]{{0,16}}章(?:の(?:本文|文章|下書き|画面|編集画面))?[をが]?(?:見せ|見たい|見る|開い|開く|開き|表示|読みたい|読む|編集(?:し|する)){_TAIL}"
        ),
    ),
    ("check", re.compile(rf"(?:(?:既存|今|いま|現行)の?計画を?(?:点検|チェック)|計画[をの]点検[をは]?){_TAIL}")),
)
_SECTION = re.compile(r"(?<![0-9])第?\s*([1-9]|[一二三四五六七八九])\s*章")
_SECTION_WORDS = {
    1: "現状|課題",
    2: "目的",
    3: "位置付け|位置づけ",
    4: "体制",
    5: "方針",
    6: "施策",
    7: "セキュリティ|個人情報",
}
_CORRECTION = re.compile(
    r"間違い|間違え|まちがい|まちがえ|誤りで|の誤り|正しくは|が正しい|では?なく|じゃなく|に(?:直し|改め|変え)て|に直す"
    r"|^訂正|訂正(?:です|して|します|を?お願い|:)|に?(?:修正|変更|訂正)(?:です|して|します|したい|を?お願い|[。]?$)"
)
# An answer that is called wrong, and nothing else; what is right is to be asked.
CALLED_WRONG = (
    r"(?:違(?:った|って(?:い)?(?:た|る|ます|ました)|う|い(?:ます|ました))|ちが(?:った|って(?:い)?(?:た|る|ます|ました)|う|い(?:ます|ました))"
    r"|(?:間違|まちが)(?:え(?:た|て(?:い)?(?:た|る|ます|ました)|ました)|い(?:でした|だった|です|が(?:ある|あります|あった|ありました))?|って(?:い)?(?:た|る|ます|ました))"
    r"|誤り(?:でした|だった|です|が(?:ある|あります))?|誤って(?:い)?(?:た|ました)|おかしい"
    r"|(?:直し|訂正し|修正し|変え|変更し)(?:たい|ます|て(?:ください|ほしい)?)|(?:訂正|修正|変更)(?:したい|です)?)"
    r"(?:かも(?:しれ(?:ない|ません))?|みたい|よう|らしい|と思い?(?:う|ます))?(?:です|ので|から|のですが|んですが|の)?[。!]*"
)
_ENDS_CALLED_WRONG = re.compile(rf"{CALLED_WRONG}$")
_PLAIN_QUESTION = re.compile(
    r"[?？]$|(?:です|ます|でしょう|ません|ました)か(?:ね)?[。]?$"
    r"|教えて(?:ください|下さい|ほしい|欲しい|くれ)?(?:です)?[。]?$"
    r"|(?:知りたい|聞きたい|見せて(?:ください|下さい)?|見たい)(?:です)?[。]?$|^質問(?:です|が|:)"
    r"|(?:何|どう|どこ|いつ|誰|だれ|なぜ|どれ|どの|どんな)[^。]{0,24}(?:れば|けば|えば|せば)(?:いい|よい|良い)(?:か|の)?[。]?$"
    r"|^[^、。]{1,20}(?:って何|とは何|とはなに|とは|の意味は|の例は|って)[。]?$"
)
_LOOSE_QUESTION = re.compile(r"(?:のか|なの|とは|ある|いる|必要|義務)[。]?$")
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")


def command(message: str) -> Command | None:
    """The command that the message is, if it is one."""
    folded = fold(clean(message))
    bare = without_filler(folded)
    for name, pattern in _COMMANDS:
        if pattern.search(bare):
            return name
    if len(folded) > _LONGEST:
        return None
    return next((name for name, pattern in _REQUESTS if pattern.search(folded)), None)


def section_named(message: str) -> int | None:
    """The section (1 to 7) that the message names by its number, or by a word of its title; None if it names none or several."""
    folded = fold(clean(message))
    numbers = {int(number(found) or 0) for found in _SECTION.findall(folded)}
    if not numbers:
        numbers = {at for at, words in _SECTION_WORDS.items() if re.search(rf"(?:{words})[^、。]{{0,8}}章", folded)}
    return numbers.pop() if len(numbers) == 1 and numbers <= set(_SECTION_WORDS) else None


def is_question(message: str, *, answering: bool) -> bool:
    """Whether the message asks something. While a question of ours is open, only a plain question counts."""
    folded = _QUOTED.sub("", fold(clean(message)))
    sentences = [sentence.strip() for sentence in re.split(r"(?<=[。?!\n])", folded)]
    if any(_PLAIN_QUESTION.search(sentence) for sentence in sentences):
        return True
    return not answering and bool(_LOOSE_QUESTION.search(folded.strip()))


def is_correction(message: str) -> bool:
    """Whether the message takes back something said before."""
    folded = fold(clean(message))
    return bool(_CORRECTION.search(folded) or (len(folded) <= _LONGEST and _ENDS_CALLED_WRONG.search(folded)))
