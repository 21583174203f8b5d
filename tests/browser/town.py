"""A town in the middle of its work: a plan with answers, texts by two people, measures, inquiries and a frozen version."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from pages.serving import Server

from assistant.drafting import draft_section
from assistant.facts.reading import read_facts_file
from assistant.inquiry.items import items_for
from assistant.measures import completed
from assistant.models import SECTIONS, Fact, Status
from assistant.store.access import PlanInfo, Role
from assistant.store.accounts import Person
from knowledge.corpus import Corpus

FACTS = Path(__file__).parents[2] / "examples" / "mountain-village.yaml"
TODAY = date(2026, 11, 23)


class Town(NamedTuple):
    """The people of the plan: its administrator, an editor and a viewer."""

    plan: PlanInfo
    head: Person
    editor: Person
    viewer: Person


def furnish(server: Server, corpus: Corpus) -> Town:
    """A plan as it stands after some weeks; some answers changed since, some sections are confirmed."""
    head, editor, viewer = (server.newcomer(name) for name in ("企画課 高橋", "情報係 田中", "総務課 中村"))
    ledger = read_facts_file(FACTS, corpus)
    plan = server.plan(head, f"{ledger.answer('municipality')}官民データ活用推進計画")
    mine = server.workspace(head)
    mine.give_role(editor.name, Role.EDITOR)
    mine.give_role(viewer.name, Role.VIEWER)
    theirs = server.workspace(editor)
    mine.add_ledger(ledger)
    for number in SECTIONS:
        mine.add_draft(draft_section(number, ledger, corpus), None)
    mine.freeze("課内案")
    first, third = mine.newest(1), mine.newest(3)
    assert first
    assert third
    edited = first.text.replace("減少した。", "減少し、今後も減る見込みである。", 1)
    theirs.save_text(1, edited, first.stamp)
    mine.confirm(3, third.stamp)
    department = next(fact.department for fact in ledger.facts.values() if fact.department)
    items = items_for(completed(ledger, corpus), department, TODAY)
    theirs.add_inquiry(department, [item.key for item in items], date(2026, 11, 30))
    theirs.add_facts([Fact(key="it_staff", status=Status.ANSWERED, value=3)])
    mine.add_feedback("計画の公表は義務ですか", "努力義務です。", helpful=False, comment="公表は義務のはずです")
    return Town(plan, head, editor, viewer)
