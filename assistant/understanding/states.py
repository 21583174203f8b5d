"""わからない, 該当なし, 答えない: three answers that hold no value, each in the wordings that people use."""

import re

from assistant.models import Status
from assistant.numerals import fold
from assistant.understanding.messages import clean, without_filler

_LONGEST = 100
_SO_FAR = re.compile(
    r"^(?:(?:(?:今のところ|いまのところ|現時点|現在|今|いま|それ|これ|そこ|そちら|正確に|詳しく|詳細|私に|私|当方|こちら|ここ|うち"
    r"|[当本][市町村区](?:に)?|これまで(?:に)?|今まで(?:に)?)(?:では|には|は|も|で|に)?|正直|ちょっと|まだ|よく|全く|まったく|全然|さあ)[、,]?)+"
)
_ENDING = re.compile(
    r"(?:ですね|ですよ|です|でした|である|だ|(?:か)?と思います|かもしれません|かも|状態|状況|ところ|ので|から|けれども|けれど|けど|が|ね|よ|の|(?<=[いる])ん|、)$"
)
_NOT = r"(?:い|あり|おり|ござい)?(?:ない|ません(?:でした)?)"
_WHAT = r"(?:(?:正確な)?(?:数字|数値|人数|件数|数|割合|資料|データ|名称|時期|日程)(?:を|は|が|まで|も)?)?"
_UNKNOWN = re.compile(
    rf"(?:わか|分か|判|解)(?:ら|り|っては?){_NOT}|(?:わか|分か|判)んない|(?:わか|分か)りかね(?:ます|る)"
    rf"|不明|知(?:ら|り){_NOT}|存じ(?:上げ)?{_NOT}|未把握|未確認|未定|未集計"
    rf"|{_WHAT}(?:把握|集計|確認|計測|算出)(?:は|を)?(?:し|でき)(?:ては?)?{_NOT}"
    rf"|{_WHAT}(?:決まっ|決め|固まっ)ては?{_NOT}|(?:検討|調査|確認|調整|協議|集計)中"
    rf"|手元に{_WHAT}{_NOT}|{_WHAT}(?:覚えて|思い出せ){_NOT}|見当[がも]つ(?:かない|きません)"
)
_THING = (
    r"(?:(?:そういう|そのような|そういった|該当する|参考にしている|参考にしたい|決まった)?"
    r"(?:(?:もの|計画|条例|規則|事例|例|名称|名前|自治体|市町村)[はがも]?"
    r"|(?:組織|会議|本部|人|者|担当者?|専任の?(?:職員|担当者?)?|職員|取組|取り組み|サービス|ところ)[はも]?))?"
)
_DOING = r"(?:設け|設置し|置い|おい|策定し|作っ|つくっ|作成し|制定し|定め|持っ|導入し|公開し|提供し|実施し|行っ|やっ|し|取り組ん|参考にし)ては?"
_NOT_APPLICABLE = re.compile(
    rf"該当(?:なし|無し|(?:し|は|が)?{_NOT})|{_THING}(?:まだ|特に|とくに|特段|何も|なにも|一切)*(?:は|も)?(?:なし|無し|無い|{_NOT}|{_DOING}{_NOT})"
    rf"|{_THING}(?:不在|存在し{_NOT}|(?:設け|置か|置き|作ら|作り|つくら){_NOT}|(?:設ける|置く|作る|(?:設置|策定|作成|制定|導入|実施)(?:する)?)予定[はも]?{_NOT})"
    r"|未(?:策定|設置|制定|実施|導入|公開|整備|作成)|対象外|[nN]/?[aA]"
)
_DECLINED = re.compile(
    rf"(?:(?:その|この)(?:質問|件)?(?:に)?は)?お?(?:答え(?:は)?(?:し)?(?:たく|られ|でき)?{_NOT}|答えたくありません)"
    rf"|お?(?:回答|答え)(?:は|を|することは)?(?:(?:し|でき|いたし|し?たく){_NOT}|しかねます|(?:差し)?控え(?:る|ます|たい|させて.{{0,8}})|拒否(?:する|します)?|見送(?:る|ります))"
    rf"|(?:差し)?控え(?:る|ます|たい|させて.{{0,8}})|非公表|非公開|(?:公表|公開)(?:は)?(?:でき|して|し){_NOT}"
    rf"|言(?:え|いたく){_NOT}|ノーコメント|秘密|内緒"
)


def state_of_mind(message: str) -> Status | None:
    """The status that the whole message states; None if it says anything else."""
    if len(message) > _LONGEST:
        return None
    core = _core(message)
    for status, pattern in (
        (Status.DECLINED, _DECLINED),
        (Status.UNKNOWN, _UNKNOWN),
        (Status.NOT_APPLICABLE, _NOT_APPLICABLE),
    ):
        if any(pattern.fullmatch(form) for form in core):
            return status
    return None


def _core(message: str) -> list[str]:
    """The message without fillers and politeness, with and without the words that put it in time and place."""
    text = re.sub(r"\s", "", without_filler(fold(clean(message))))
    text = re.sub(r"[。!…]+$", "", text)
    while (shorter := _ENDING.sub("", text)) != text and shorter:
        text = shorter
    return [text, _SO_FAR.sub("", text)]
