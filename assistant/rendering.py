"""Events as text for people: the same words in the chat and on the command line. Knows no chat framework."""

from typing import Any
from urllib.parse import quote

from assistant.conversation import Asked
from assistant.models import Answer, NoEvidence, Reply, SectionDraft
from knowledge.models import Confidence

BEARER_NONE = "－"


def passage_link(passage_id: str) -> str:
    """Where a passage can be read, within the product."""
    return f"/passages/{quote(passage_id, safe='')}"


def reply_as_markdown(reply: Reply, as_of: str) -> str:
    """An answer with badge, numbered citations that can be clicked, notes and what to check next."""
    if isinstance(reply, NoEvidence):
        return "\n\n".join(filter(None, [reply.answer, _next(reply.next), _dated(as_of)]))
    pieces = [_badge(reply), _lines(reply.answer), _citations(reply), _notes(reply), _next(reply.next), _dated(as_of)]
    return "\n\n".join(filter(None, pieces))


def reply_as_text(reply: dict[str, Any]) -> str:
    """An answer (in its JSON form) as plain text for a terminal."""
    lines = []
    if reply["strength"]:
        lines.append(f"［{reply['strength']}］ だれに：{reply['bearer'] or BEARER_NONE}")
    lines.append(reply["answer"])
    for number, citation in enumerate(reply["citations"], start=1):
        lines.append(f"  根拠{number} {citation['label']}「{citation['quote']}」")
    for note in reply["notes"]:
        confidence = Confidence(note["confidence"])
        lines.append(f"  注記 {note['text']}（{note['as_of']}、確度{confidence}：{confidence.label}）")
    if reply["next"]:
        lines.append(f"次に確かめること：{reply['next']}")
    return "\n".join(lines)


def question_as_markdown(asked: Asked) -> str:
    """A question of the interview with progress, reason and example."""
    question = asked.question
    return (
        f"**質問 {min(asked.done + 1, asked.total)}／{asked.total}　{question.text}**\n\n"
        f"例：{question.example}\n\n"
        f"なぜ聞くか：{question.why}（[出典を見る]({passage_link(question.guide)})）　ふつう分かる部署：{question.department}"
    )


def draft_as_markdown(draft: SectionDraft, link: str) -> str:
    """A short report on a draft; the text itself is read and edited in the editor."""
    lines = [f"第{draft.number}章「{draft.title}」を下書きしました。[エディターで開く]({link})"]
    if draft.open_items:
        lines.append("まだ確かめることが残っています：\n" + "\n".join(f"- {item.text}" for item in draft.open_items))
    else:
        lines.append("要確認の箇所はありません。内容を読んで、必要なら直してください。")
    return "\n\n".join(lines)


def _lines(text: str) -> str:
    """Line ends kept in Markdown."""
    return text.replace("\n", "  \n")


def _badge(answer: Answer) -> str:
    if answer.strength is None:
        return ""
    return f"**［{answer.strength}］**　だれに：{answer.bearer or BEARER_NONE}"


def _citations(answer: Answer) -> str:
    lines = ["**根拠**"]
    for number, citation in enumerate(answer.citations, start=1):
        shown = citation.quote.replace("\n", " ")
        lines.append(f"{number}. [{_escaped(citation.label)}]({passage_link(citation.id)})「{_escaped(shown)}」")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    for character in "\\`*_[]<>#|~":
        text = text.replace(character, f"\\{character}")
    return text


def _notes(answer: Answer) -> str:
    if not answer.notes:
        return ""
    lines = ["**改正・更新注記**"]
    for note in answer.notes:
        unsure = "【未確認】" if note.confidence is Confidence.C else ""
        lines.append(f"- {unsure}{note.text}（{note.as_of}、確度{note.confidence}：{note.confidence.label}）")
    return "\n".join(lines)


def _next(text: str | None) -> str:
    return f"**次に確かめること**　{text}" if text else ""


def _dated(as_of: str) -> str:
    return f"*知識の基準日：{as_of}*"
