"""Events as text for people: the same words in the chat and on the command line. Knows no chat framework."""

from typing import Any, Literal
from urllib.parse import quote

from assistant.describing import describe
from assistant.events import Asked, Noted, Pointed
from assistant.models import Answer, ChosenMeasure, Fact, NoEvidence, NoteShown, Reply, SectionDraft, Status
from assistant.recommending import Recommendation
from knowledge.models import Confidence

BEARER_NONE = "－"
LONGEST_QUOTED, LONGEST_NOTED = 400, 60


def passage_link(passage_id: str, quoted: str = "") -> str:
    """Where a passage can be read in its context, within the product, with the quoted words marked."""
    marked = f"?quote={quote(quoted[:LONGEST_QUOTED], safe='')}" if quoted else ""
    return f"/passages/{quote(passage_id, safe='')}{marked}"


def reply_as_markdown(reply: Reply, as_of: str) -> str:
    """An answer with badge, numbered citations that can be clicked, and what to check next; its notes are apart."""
    if isinstance(reply, NoEvidence):
        return "\n\n".join(filter(None, [reply.answer, _next(reply.next), _dated(as_of)]))
    pieces = [_badge(reply), _lines(reply.answer), _citations(reply), _next(reply.next), _dated(as_of)]
    return "\n\n".join(filter(None, pieces))


def note_lines(reply: Reply) -> tuple[str, ...]:
    """The currency notes of an answer, one line each, for whoever wants to read them."""
    return tuple(_note(note) for note in reply.notes)


def noted_as_markdown(noted: Noted, plan: str) -> str:
    """What was taken down, each fact with a link to the form in which it can be changed."""
    return ("直しました：" if noted.corrected else "記録しました：") + "、".join(
        f"{_escaped(_short(describe(fact)))}（[直す]({plan}/facts#{quote(fact.key)})）{_what_follows(fact)}"
        for fact in noted.facts
    )


def pointed_as_markdown(pointed: Pointed, plan: str) -> str:
    """What the person asked for, and links to where it is."""
    links = "　".join(f"[{_escaped(place.label)}]({plan}{place.page})" for place in pointed.places)
    return f"{pointed.text}\n\n{links}"


def drafting_as_markdown(section: int, done: int, total: int) -> str:
    """How far a drafting is."""
    return f"下書きしています：第{section}章（{done}／{total}章できました）"


def stopped_as_markdown(kept: tuple[int, ...], undone: tuple[int, ...], plan: str) -> str:
    """What a stopped drafting left, and how it can be gone on with."""
    done = "、".join(f"[第{number}章]({plan}/sections/{number})" for number in kept)
    rest = "、".join(f"第{number}章" for number in undone)
    parts = ["下書きを止めました。", f"{done}は下書きして保存しました。" if kept else "保存した章はありません。"]
    if undone:
        parts.append(f"{rest}は下書きしていません。続けるときは「{_again(undone)}」と書いてください。")
    return "".join(parts)


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
    percent = round(100 * asked.done / asked.total) if asked.total else 0
    return (
        f"質問 {min(asked.done + 1, asked.total)}／{asked.total}（{percent}％）\n\n**{question.text}**\n\n"
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


SHOWN_ITEMS = 12
REVISIONS = {"short": "短くする", "plain": "やさしい言葉にする"}


def redraft_link(section: int, plan: str) -> str:
    """Where a person sees what a fresh draft would change, and decides."""
    return f"{plan}/sections/{section}/redraft"


def offered_redraft_as_markdown(section: int, plan: str) -> str:
    """That a person's text was left alone, and where they can take over what a fresh draft says otherwise."""
    return (
        f"第{section}章には人が書いたか確認した文章があるため、下書きで置き換えていません。"
        f"[いまの答えで作り直す案を見る]({redraft_link(section, plan)})と、段落ごとに取り入れるかどうかを選べます。"
    )


def revision_as_markdown(section: int, how: Literal["short", "plain"], plan: str) -> str:
    """Where the changes that make a section shorter or plainer are shown for a person to choose from."""
    return (
        f"第{section}章を{REVISIONS[how]}案は、[こちらの画面]({plan}/sections/{section}/revise?how={how})で見られます。"
        "取り入れるものを選んで反映するまで、いまの文章は変わりません。"
    )


def plan_as_markdown(drafts: tuple[SectionDraft, ...], left_alone: tuple[int, ...], plan: str) -> str:
    """A short report on several drafts, with what is still open and where the rest is done."""
    lines = [f"- [第{draft.number}章「{_escaped(draft.title)}」]({plan}/sections/{draft.number})" for draft in drafts]
    items = [f"- 第{draft.number}章　{item.text}" for draft in drafts for item in draft.open_items]
    parts = [f"{len(drafts)}つの章を下書きしました。\n" + "\n".join(lines)] if drafts else []
    if left_alone:
        named = "、".join(f"[第{number}章]({redraft_link(number, plan)})" for number in left_alone)
        parts.append(
            f"{named}は、人が書いたか確認した文章があるため、そのままにしました。"
            "章の番号を押すと、いまの答えで作り直す案を段落ごとに見て、取り入れるものを選べます。"
        )
    if items:
        more = f"\n- ほか{len(items) - SHOWN_ITEMS}件（計画のページで見られます）" if len(items) > SHOWN_ITEMS else ""
        parts.append(f"まだ確かめることが{len(items)}件あります：\n" + "\n".join(items[:SHOWN_ITEMS]) + more)
        parts.append(f"ほかの課に聞くことは、[照会のページ]({plan}/inquiry)で照会票にできます。")
    return "\n\n".join(parts)


def proposals_as_markdown(proposals: tuple[Recommendation, ...], plan: str) -> str:
    """Proposed measures with why and why not, numbered so that they can be picked by number."""
    if not proposals:
        return f"新しくおすすめできる施策はありません。独自の施策は[施策のページ]({plan}/measures)で加えられます。"
    pieces = ["まちの課題と条件から、次の施策をおすすめします。"]
    for number, one in enumerate(proposals, start=1):
        lines = [f"**{number}. {_escaped(one.title)}**（柱{one.pillar}、{one.field}）"]
        lines += [f"- よい点：{_escaped(reason)}" for reason in one.why[:2]]
        lines += [f"- 気をつける点：{_escaped(reason)}" for reason in one.why_not[:2]]
        if one.since_2017:
            lines.append(f"- 手引（2017年）からの変更：{_escaped(one.since_2017)}")
        lines.append(f"- 始めやすさ　{_escaped(one.start)}")
        pieces.append("\n".join(lines))
    pieces.append(
        "「1と3を採用」「2は見送り。予算がない」のように答えるか、"
        f"[施策のページ]({plan}/measures)で選び、目標やスケジュールを記入してください。"
    )
    return "\n\n".join(pieces)


def decisions_as_markdown(measures: tuple[ChosenMeasure, ...], titles: dict[str, str], plan: str) -> str:
    """What was picked and rejected."""
    lines = []
    for measure in measures:
        title = _escaped(measure.title or titles.get(measure.base or "", ""))
        reason = f"（理由：{_escaped(measure.reason)}）" if measure.reason else ""
        lines.append(f"- {'採用' if measure.decision == 'picked' else '見送り'}：{title}{reason}")
    return (
        "記録しました。\n"
        + "\n".join(lines)
        + f"\n\nKPIの目標、スケジュール、担当課は[施策のページ]({plan}/measures)で記入できます。"
    )


def _lines(text: str) -> str:
    """Line ends kept in Markdown."""
    return text.replace("\n", "  \n")


def _badge(answer: Answer) -> str:
    if answer.strength is None:
        return ""
    return f"`{answer.strength}`　だれに：{answer.bearer or BEARER_NONE}"


def _citations(answer: Answer) -> str:
    lines = ["**根拠**"]
    for number, citation in enumerate(answer.citations, start=1):
        shown = citation.quote.replace("\n", " ")
        lines.append(
            f"{number}. [{_escaped(citation.label)}]({passage_link(citation.id, citation.quote)})「{_escaped(shown)}」"
        )
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    for character in "\\`*_[]<>#|~":
        text = text.replace(character, f"\\{character}")
    return text


def _note(note: NoteShown) -> str:
    unsure = "【未確認】" if note.confidence is Confidence.C else ""
    return f"{unsure}{note.text}（{note.as_of}、確度{note.confidence}：{note.confidence.label}）"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NOTED else text[: LONGEST_NOTED - 1] + "…"


def _what_follows(fact: Fact) -> str:
    return "。照会票に載せます" if fact.status is Status.UNKNOWN else ""


def _again(undone: tuple[int, ...]) -> str:
    return f"第{undone[0]}章を下書き" if len(undone) == 1 else "すべての章を下書き"


def _next(text: str | None) -> str:
    return f"**次に確かめること**　{text}" if text else ""


def _dated(as_of: str) -> str:
    return f"*知識の基準日：{as_of}*"
