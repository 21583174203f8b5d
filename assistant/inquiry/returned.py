"""Returned sheets of a plan: kept until a person has decided on them, and what is taken of them into the ledger."""

import logging
from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from pydantic import ValidationError

from assistant.inquiry.collect import Collected, Given
from assistant.inquiry.replies import accept, proposals
from assistant.ledger import changed
from assistant.models import Ledger
from assistant.store.inquiries import Reply
from assistant.store.plans import Workspace

log = logging.getLogger(__name__)
NOBODY = "（部署不明）"


def receive(workspace: Workspace, came: Collected) -> None:
    """Keep what a file says as a reply of each of its departments; nothing of it is taken."""
    for department, part in parted(came):
        workspace.add_reply(department, part.model_dump(mode="json"))


def take(workspace: Workspace, chosen: Sequence[Given], came: Collected | None = None) -> None:
    """Take replies into the ledger, where only what they change is kept; sheets with nothing left to decide are done.

    Args:
        chosen: one for each key.
        came: a file that is received together with this.

    Raises:
        InputError: as `replies.accept`; nothing is kept then.
    """
    before = workspace.ledger()
    after = accept(before, chosen)
    if came:
        receive(workspace, came)
    workspace.add_ledger(changed(before, after))
    sheets = {number: collected for number, (_, collected) in pending(workspace.replies()).items()}
    for number in settled(after, sheets, [given.key for given in chosen]):
        workspace.close_reply(number)


def parted(collected: Collected) -> tuple[tuple[str, Collected], ...]:
    """What a file says, department by department; problems stay with the first."""
    names = collected.departments or (NOBODY,)
    return tuple(
        (
            name,
            collected.model_copy(
                update={
                    "departments": (name,),
                    "replies": tuple(r for r in collected.replies if (r.department or names[0]) == name),
                    "unanswered": tuple(r for r in collected.unanswered if (r.department or names[0]) == name),
                    "problems": collected.problems if not at else (),
                }
            ),
        )
        for at, name in enumerate(names)
    )


def pending(replies: Iterable[Reply]) -> dict[int, tuple[Reply, Collected]]:
    """The returned sheets that nobody has dealt with yet, by number, without those that cannot be read any more."""
    found = {}
    for reply in replies:
        if reply.accepted_at is None:
            try:
                found[reply.id] = (reply, Collected.model_validate(reply.content))
            except ValidationError as error:
                places = "、".join(".".join(map(str, one["loc"])) for one in error.errors(include_input=False))
                log.warning("取り込んだ照会票（番号%d、%s）を読めません：%s", reply.id, reply.department, places)
    return found


def unreadable(replies: Iterable[Reply], readable: Container[int]) -> tuple[Reply, ...]:
    """The returned sheets that nobody has dealt with, and whose kept content an update of the program made unreadable.

    Args:
        readable: the numbers of those that can be read (`pending`).
    """
    return tuple(reply for reply in replies if reply.accepted_at is None and reply.id not in readable)


def settled(ledger: Ledger, sheets: Mapping[int, Collected], decided: Collection[str]) -> tuple[int, ...]:
    """The sheets of which nothing is left to decide: each key was decided on, or says what the ledger says already."""
    found = proposals(ledger, tuple(sheets.values()))
    left = {one.key for one in found if one.changes or one.conflicts} - set(decided)
    return tuple(
        number
        for number, collected in sheets.items()
        if not collected.problems and not any(given.key in left for given in collected.replies)
    )
