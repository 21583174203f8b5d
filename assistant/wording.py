"""Let a model word what the rules have settled. Whatever it does, the settled result stands in when it fails."""

import re
from datetime import date

from assistant.drafting.shown import show_value
from assistant.grounding import new_words
from assistant.interview import for_section
from assistant.model import LanguageModel, within_budget, worded
from assistant.models import Answer, Ledger, SectionDraft, Status, Trace, TraceKind
from knowledge.corpus import Corpus
from knowledge.tokens import words
from prompts import load_prompt

MOST_NEW_WORDS = 0.2
_ORDERS = ("確定した答え", "根拠：", "質問：", "守ること")
_DIRECTION = re.compile(r"増|減|横ばい|多[いくさ]|少な|高[いくま]|低[いくさ]|進ん|遅れ|深刻|不足")
_GAP = "〔要確認："
_POLITE = re.compile(r"(?:です|ます|ました|ません)[。\n]")


async def word_answer(
    model: LanguageModel, answer: Answer, question: str, corpus: Corpus, today: date, budget: int
) -> Answer:
    """The answer in the model's words, or as it was."""
    passages = [f"［{c.label}］{corpus.passage[c.id].text}" for c in answer.citations]
    prompt = load_prompt("answer").render(
        question=question,
        answer=answer.answer,
        passages=within_budget(passages, budget),
        today=today.isoformat(),
    )
    text = await worded(model, prompt, [answer.answer, *passages])
    if text is None or _forgot_strength(answer, text) or _rambles(text, [answer.answer, *passages], answer.answer):
        return answer
    return answer.model_copy(update={"answer": text, "worded_by": "model"})


async def word_section(model: LanguageModel, draft: SectionDraft, ledger: Ledger, budget: int) -> SectionDraft:
    """The section in the model's words with its trace found anew, or as it was.

    Every span that the draft traced as a fact or a record's name, and every open item, must stand in the model's
    text unchanged. Sections with tables are left as they are: nothing in a table is a matter of wording.
    """
    if "\n|" in draft.text:
        return draft
    facts = [
        f"{question.label}：{show_value(fact, question)}"
        for question in for_section(draft.number, ledger)
        if (fact := ledger.get(question.key)).status is Status.ANSWERED
    ]
    prompt = load_prompt("section").render(title=draft.title, draft=draft.text, facts=within_budget(facts, budget))
    text = await worded(model, prompt, [draft.text, *facts])
    if text is None or new_words(text, [draft.text, *facts]) or _turns_round(text, draft.text):
        return draft
    if bool(_POLITE.search(text)) != bool(_POLITE.search(draft.text)):
        return draft
    heading = draft.text.split("\n", 1)[0]
    if not text.startswith(heading):
        text = f"{heading}\n\n{text}"
    text = text.rstrip() + "\n"
    trace = _retrace(draft, text)
    if trace is None or _layout(text) != _layout(draft.text) or text.count(_GAP) != draft.text.count(_GAP):
        return draft
    return draft.model_copy(update={"text": text, "trace": trace})


def _rambles(text: str, grounds: list[str], settled: str) -> bool:
    """Whether the model repeats its orders, goes on and on, or brings in much that no ground has."""
    brought = new_words(text, grounds)
    return (
        any(heading in text for heading in _ORDERS)
        or len(text) > 1.5 * len(settled) + 200
        or len(brought) > MOST_NEW_WORDS * max(1, len(set(words(text))))
    )


def _turns_round(text: str, draft: str) -> bool:
    """Whether a clause says that something grows, shrinks, is high or low, which no one sentence of the draft says."""
    said = [set(words(sentence)) for sentence in re.split(r"[。\n]", draft)]
    clauses = [set(words(clause)) for clause in re.split(r"[、。\n]", text) if _DIRECTION.search(clause)]
    return any(not any(clause <= sentence for sentence in said) for clause in clauses)


def _forgot_strength(answer: Answer, text: str) -> bool:
    """Whether the model left out how binding the matter is, though the settled answer says it."""
    return answer.strength is not None and answer.strength in answer.answer and answer.strength not in text


def _layout(text: str) -> list[str]:
    """The headings and bullets, which are no matter of wording."""
    return [line for line in text.split("\n") if line.startswith(("（", "・"))]


def _retrace(draft: SectionDraft, text: str) -> tuple[Trace, ...] | None:
    """The draft's trace at its places in the new text; None if a span is gone."""
    found: list[Trace] = []
    cursor = 0
    behind: dict[str, int] = {}  # for sentences that the model put in another order
    places: dict[tuple[int, int], int] = {}  # a span may rest on several things
    for span in draft.trace:
        if (span.start, span.end) not in places:
            start = text.find(span.text, cursor)
            if start < 0:
                start = text.find(span.text, behind.get(span.text, 0))
            if start >= 0:
                cursor = behind[span.text] = start + len(span.text)
            places[span.start, span.end] = start
        start = places[span.start, span.end]
        if start >= 0:
            found.append(span.model_copy(update={"start": start, "end": start + len(span.text)}))
        elif not (span.wording or span.kind is TraceKind.COMPUTATION or span.text in text):
            return None  # the template's words may change, and the name of the town may be said fewer times
    return tuple(found)
