"""Cut a question of several matters into its clauses: 「罰則はあるか、議決は要るか」「届出とパブコメはどちらも要るか」."""

import re

SHORTEST = 4
_BOUNDARY = re.compile(
    r"[?？。\n]|、|(?<=[るいすただ])し、|かどうかと|(?<=[るすいの])かと|(?<=要否)と|(?<=有無)と|(?<=の今)と"
    r"|と(?=[^、。?？]*(?:どちらも|両方|それぞれ|まとめて|いずれも))"
)
_LINK = re.compile(r"^(?:それと|それから|あと|また|そして|かつ|ついでに|さらに|更に|で)、?")


def clauses(question: str) -> list[str]:
    """The clauses, without the words that link them; empty if there is but one."""
    cut = (_LINK.sub("", clause.strip()) for clause in _BOUNDARY.split(question))
    found = [clause for clause in cut if len(clause) >= SHORTEST]
    return found if len(found) > 1 else []
