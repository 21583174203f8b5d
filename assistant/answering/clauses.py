"""Cut a question of several matters into its clauses: 「罰則はあるか、議決は要るか」「届出とパブコメはどちらも要るか」."""

import re

SHORTEST = 4
_BOUNDARY = re.compile(
    r"[?？。\n]|、|(?<=[るいすただ])し、|かどうかと|(?<=[るすいの])かと|(?<=要否)と|(?<=有無)と|(?<=の今)と"
    r"|と(?=[^、。?？]*(?:どちらも|両方|それぞれ|まとめて|いずれも))"
)
_LINK = re.compile(r"^(?:それと|それから|あと|また|そして|かつ|ついでに|さらに|更に|で)、?")


_ASIDE = re.compile(
    r"承知(?:[しで済の]|$)|(?:は|も|なら)知って|分かって(?:い?ま|い?る)|わかって(?:い?ま|い?る)|別の話|(?:作って|出して|済ませて)ある(?:けど|が|の|$)"
)
_CLAUSE = re.compile(r"[^。?？、\n]+[。?？、\n]?")


def without_asides(question: str) -> str:
    """The question without clauses on what the asker knows already: 「策定は努力義務と承知」."""
    cut = _CLAUSE.findall(question)
    kept = "".join(clause for clause in cut if not _ASIDE.search(clause.rstrip("。?？、")))
    return kept if len(kept) > SHORTEST else question


def clauses(question: str) -> list[str]:
    """The clauses, without the words that link them; empty if there is but one."""
    cut = (_LINK.sub("", clause.strip()) for clause in _BOUNDARY.split(question))
    found = [clause for clause in cut if len(clause) >= SHORTEST]
    return found if len(found) > 1 else []
