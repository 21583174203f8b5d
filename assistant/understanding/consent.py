"""はい, いいえ, そのまま: what a person says when asked whether something is so."""

import re
from typing import Literal

from assistant.numerals import fold
from assistant.understanding.messages import clean

Consent = Literal["yes", "no", "leave"]
_POLITE = r"(?:です|でした|ます|ね|よ|だ)*[。!]*$"
_YES = re.compile(
    rf"^(?:(?:はい|ええ|うん)[、,\s]*)?(?:(?:それ|これ|その(?:値|数|とおり|通り))(?:で|に)?[、,]?)?"
    rf"(?:はい|ええ|うん|そう|その(?:とおり|通り)|合って(?:い)?(?:る|ます)?|あって(?:い)?(?:る|ます)|正しい|間違い(?:ない|ありません)"
    rf"|まちがい(?:ない|ありません)|大丈夫|いい|よい|良い|OK|ok|(?:お願い(?:します)?)|(?:記録|保存)して(?:ください)?){_POLITE}"
)
_NO = re.compile(
    rf"^(?:(?:いいえ|いえ|いや)[、,\s]*)?(?:いいえ|いえ|いや|違(?:う|い)|ちが(?:う|い)|違って(?:い)?(?:る|ます)|間違い|間違え(?:た|ました)|まちがい|まちがえ(?:た|ました)){_POLITE}"
)
_LEAVE = re.compile(
    r"^(?:(?:やっぱり|やはり)[、,]?)?(?:(?:いま|今|元)?の?(?:まま|記録)?で?(?:いい|よい|良い|結構|けっこう)|そのまま(?:で|に)?(?:いい|よい|良い|して(?:ください)?|お願いします)?"
    r"|やめる|やめます|取り?消(?:し(?:ます|て(?:ください)?)?|す)|キャンセル|変え(?:ない|ません)|直さな(?:い|くて(?:いい|よい|良い)))(?:です|します)?[。!]*$"
)

_MEANT: tuple[tuple[Consent, re.Pattern[str]], ...] = (("yes", _YES), ("no", _NO), ("leave", _LEAVE))


def consent(message: str) -> Consent | None:
    """Yes, no, or that everything is to stay as it is; None if the message says anything else."""
    text = fold(clean(message)).strip()
    return next((meant for meant, pattern in _MEANT if pattern.search(text)), None)
