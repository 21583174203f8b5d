"""Draft the plan from the ledger and the records. Every span is traced to what it rests on; gaps become 〔要確認：…〕."""

from assistant.drafting.plan import draft_plan, draft_section, title_of
from assistant.drafting.shown import show_value
from assistant.drafting.templates import drafted_sections

__all__ = ["draft_plan", "draft_section", "drafted_sections", "show_value", "title_of"]
