"""A plan opened for a person: the base of everything that reads or writes in it."""

from sqlalchemy import Engine

from assistant.models import Value
from assistant.store.accounts import Person


class PlanInfo(Value):
    """What a list of plans shows."""

    id: int
    name: str


class PlanAccess:
    """A plan that the person may use; made only by `Plans.open`, which checks it."""

    def __init__(self, engine: Engine, person: Person, plan: PlanInfo) -> None:
        self._engine = engine
        self.person = person
        self.plan = plan
