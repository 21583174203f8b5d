"""Whom the people of a plan chose to ask what, for the pages and the command line alike."""

from assistant.inquiry.items import Assigned
from assistant.store.plans import Workspace


def assigned_of(workspace: Workspace) -> Assigned:
    """What they chose instead of the usual; nothing is left out."""
    asked = workspace.asked()
    return Assigned(departments=asked.departments, anew=asked.anew)
