"""The whole plan as it goes out: made of the kept texts with today's knowledge, or as it was when it was frozen."""

from assistant.assembling import assemble, remaining
from assistant.editions import STAMP, internal_edition, public_edition
from assistant.export.document import Document
from assistant.models import FrozenPlan, PlanDraft, Value
from assistant.pages.section_states import kept_sections
from assistant.store.plans import Workspace
from knowledge.corpus import Corpus


class WholePlan(Value):
    """A plan with everything that its files are written from.

    It is kept with a frozen plan: what is added to it needs a default, or plans that were frozen before are unreadable.

    Attributes:
        title: what its files and tables are called.
    """

    title: str
    plan: PlanDraft
    internal: Document
    public: Document


def whole_plan(workspace: Workspace, corpus: Corpus, frozen: FrozenPlan | None = None) -> WholePlan:
    """The plan as it was frozen, or as it stands now.

    Raises:
        NotFound: if the plan has no such frozen version.
    """
    kept = workspace.frozen_whole(frozen.id) if frozen else None
    if kept is not None:
        return WholePlan.model_validate(kept)
    return _made(workspace, corpus, frozen)


def _made(workspace: Workspace, corpus: Corpus, frozen: FrozenPlan | None) -> WholePlan:
    # Plans frozen before the answers were noted with them go by today's.
    ledger = workspace.ledger(frozen.newest_fact if frozen else None)
    kept = kept_sections(workspace, frozen.id if frozen else None)
    confirmed = tuple(n for n, one in kept.items() if one.version.stamp in workspace.confirmed_versions(n))
    plan = assemble(kept, ledger, corpus)
    public = public_edition(plan, ledger, allow_open=True)
    return WholePlan(
        title=workspace.plan.name if "〔" in plan.title else plan.title,
        plan=plan,
        internal=internal_edition(plan, ledger, corpus, confirmed=confirmed),
        public=public.model_copy(update={"stamp": STAMP if remaining(plan) else ""}),
    )
