"""Score drafts: is every figure, date, law and name traced, is nothing of the guide's imaginary city left, how alike
are two municipalities' drafts. Small functions over a draft; knows no facts."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from assistant.drafting import draft_plan
from assistant.facts.reading import read_facts_file
from assistant.models import Ledger, PlanDraft, SectionDraft, TraceKind
from knowledge.corpus import Corpus

EXAMPLES = Path(__file__).parent.parent / "examples"
COMPARED = (1, 2, 4, 6)
_TELLING = re.compile(
    r"(?:令和|平成|昭和)(?:元|[0-9０-９]+)年度?(?:[0-9０-９]+月(?:[0-9０-９]+日)?)?"
    r"|第[0-9０-９]+条(?:の[0-9０-９]+)?(?:第[0-9０-９]+項)?"
    r"|[0-9０-９][0-9０-９,，.．]*"
    r"|[一-龠ァ-ヶー]{2,}(?:法律|基本法|自治法|条例|戦略|重点計画|ガイドライン)"
)
_NUMBERED = re.compile(r"^(?:[0-9]\. |（[０-９]+）)")
_LEFTOVERS = re.compile(r"〇〇|○○市|平成〇|令和〇|\{[a-z_:]+\}|県が保有する|IT総合戦略室|世界最先端IT国家")


def untraced(section: SectionDraft) -> list[str]:
    """Figures, dates, articles, laws and plans' names that no span of the trace covers; heading numbers do not count."""
    covered = bytearray(len(section.text))
    for span in section.trace:
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    found = []
    at = 0
    for line in section.text.split("\n"):
        number = _NUMBERED.match(line)
        for match in _TELLING.finditer(line, number.end() if number else 0):
            start, end = at + match.start(), at + match.end()
            if not all(covered[start:end]):
                found.append(match[0])
        at += len(line) + 1
    return found


def leftovers(plan: PlanDraft) -> list[str]:
    """What of the guide's example or of a template should have been replaced."""
    return [found[0] for section in plan.sections for found in _LEFTOVERS.finditer(section.text)]


def unlisted(section: SectionDraft) -> list[str]:
    """Marks 〔要確認〕 without an open item."""
    listed = {item.key for item in section.open_items}
    return [span.text for span in section.trace if span.kind is TraceKind.OPEN and span.ref not in listed]


def shared(one: PlanDraft, other: PlanDraft, names: Iterable[str]) -> dict[int, float]:
    """By section, the part of the smaller draft's sentences that stand in the other too, names and figures masked."""
    names = list(names)
    return {section: _overlap(_masked(one, section, names), _masked(other, section, names)) for section in COMPARED}


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def _masked(plan: PlanDraft, section: int, names: Iterable[str]) -> set[str]:
    text = next(draft.text for draft in plan.sections if draft.number == section)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "＊")
    text = re.sub(r"本[市町村区]|[市町村区](?=民|内|長|役)", "＊", text)
    text = re.sub(r"[0-9０-９]+", "＃", text)
    return {sentence.strip() for sentence in re.split(r"[。\n]", text) if len(sentence.strip()) > 1}


def names_in(ledger: Ledger) -> Iterator[str]:
    """Names of the municipality, its plans, departments and bodies."""
    for key in (
        "municipality", "plan_name", "host_plan", "comprehensive_plan", "it_plan", "prefectural_plan", "ordinance",
        "lead_department", "project_team", "cio", "security_rules", "privacy_ordinance",
    ):  # fmt: skip
        if isinstance(value := ledger.answer(key), str):
            yield value


def example_plans(corpus: Corpus) -> dict[str, tuple[Ledger, PlanDraft]]:
    """The drafts of the examples by file name."""
    ledgers = {path.stem: read_facts_file(path, corpus) for path in sorted(EXAMPLES.glob("*.yaml"))}
    return {name: (ledger, draft_plan(ledger, corpus)) for name, ledger in ledgers.items()}


def report(corpus: Corpus) -> Iterator[str]:
    """The scores of the examples' drafts, a line each."""
    plans = example_plans(corpus)
    for name, (_, plan) in plans.items():
        gaps = [gap for section in plan.sections for gap in untraced(section)]
        length = sum(len(section.text) for section in plan.sections)
        yield (
            f"{name}：{length:,}字、根拠のない数字・日付・法令 {len(gaps)}、手引の残り {len(leftovers(plan))}、"
            f"要確認 {len(plan.open_items)}（一覧にないもの {sum(len(unlisted(s)) for s in plan.sections)}）"
        )
    for (first, (mine, one)), (second, (theirs, other)) in combinations(plans.items(), 2):
        alike = shared(one, other, [*names_in(mine), *names_in(theirs)])
        yield f"{first} と {second} の同じ文の割合：" + "、".join(f"{n}章 {share:.0%}" for n, share in alike.items())
