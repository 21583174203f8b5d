"""A message as it arrives, made fit for reading: no control characters, no fillers, half-width where rules look at it."""

import re
import unicodedata

_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")
_HALF_KANA = re.compile(r"[\uff66-\uff9f]+")
_FILLER = re.compile(
    r"^(?:(?:えっと|ええと|えーと|ええ|はい|いいえ|いえ|いや|えー|うーん|うん|あの|すみません(?:が)?|申し訳ありません(?:が)?"
    r"|そうですね|たしか|確か|たぶん|多分|おそらく|恐らく)(?:[、,。\s]+|$))+"
)


def clean(message: str) -> str:
    """The message without control and invisible characters, its marks composed; line breaks and spaces stay."""
    lines = message.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in _HIDDEN)
    wide = _HALF_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), kept)
    return unicodedata.normalize("NFC", wide).strip()


def aligned(text: str) -> str:
    """Half-width digits, letters and signs, each at the offset that it has in the (cleaned) text; folding changes nothing more."""
    return "".join(map(_narrow, text))


def _narrow(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 and not unicodedata.combining(folded) else "※"


def without_filler(message: str) -> str:
    """The message without はい, えっと and the like at its beginning."""
    return _FILLER.sub("", message)
