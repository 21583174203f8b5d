"""What `kanmin facts collect` says of a returned sheet, in lines."""

from collections.abc import Iterator

from assistant.inquiry.collect import Collected
from assistant.inquiry.replies import Sifted, proposals, show_reply
from assistant.models import Ledger

CONFLICT = "回答が食い違っています"
TO_LOOK_AT = "照会の画面で確かめてください"
HOW_TO_ACCEPT = "取り込むには --plan と --accept を付けてください。"


def report(ledger: Ledger, found: Collected, sifted: Sifted, *, accepted: bool) -> Iterator[str]:
    """What each reply changes, what could not be read, and what is left to be decided.

    Args:
        ledger: as it was before; its measures carry their titles (`measures.completed`).
        accepted: whether what nobody need decide on was taken.
    """
    left = {one.key: one for one in sifted.left}
    for proposal in proposals(ledger, [found]):
        head = f"{proposal.label}：{proposal.current or '（なし）'} → "
        if proposal.key not in left:
            yield f"{head}{show_reply(proposal.proposed)}"
            continue
        several = left[proposal.key]
        yield f"{head}{CONFLICT if several.conflicts else TO_LOOK_AT}"
        for given in (several.proposed, *several.conflicts):
            yield f"   {show_reply(given)}" + (f"（{given.department}）" if given.department else "")
    for problem in found.problems:
        yield f"△ {problem.row or ''}行目 {problem.label}：{problem.text}"
    if accepted and found.problems:
        yield "△のところがあるため、照会票は照会の画面に残しています。"
    yield f"未回答 {len(found.unanswered)}件。" + (_taken(sifted) if accepted else HOW_TO_ACCEPT)


def _taken(sifted: Sifted) -> str:
    count = len(sifted.undisputed)
    said = f"{count}件を取り込みました。" if count else "取り込んだ回答はありません。"
    if not sifted.left:
        return said
    labels = "、".join(one.label for one in sifted.left)
    return f"{said}取り込んでいない{len(sifted.left)}件（{labels}）は、照会の画面で決めてください。"
