"""The plan's ledger: facts, chosen measures, and whom a question goes to. Rows are only added; the newest of a key holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import NotFound
from assistant.models import ChosenMeasure, Fact, Ledger, Value
from assistant.store.access import PlanAccess
from assistant.store.tables import Account, FactRow

MEASURE = "measure:"
ORDER = "order:measures"
ASKED = "asked:"
_OTHERS = (ORDER, ASKED)  # rows that are neither facts nor measures
WITHDRAWN = "withdrawn"


class Stated(Value):
    """Who stated what holds under a key, and when (UTC)."""

    author: str
    at: datetime


class Asked(Value):
    """What people chose to ask of whom.

    Attributes:
        departments: by key of the fact or path of a measure's field.
        anew: keys of facts that are to be asked although they had been stated.
    """

    departments: dict[str, str] = Field(default_factory=dict)
    anew: frozenset[str] = frozenset()


class Facts(PlanAccess):
    """What people said about the municipality, and the measures they chose."""

    def ledger(self, up_to: int | None = None) -> Ledger:
        """The facts and measures that hold now, or held up to a row; measures in the order that people gave them."""
        with self._reading() as session:
            rows = self._newest(session, up_to)
            first = select(FactRow.key, func.min(FactRow.id)).where(FactRow.plan_id == self.plan.id)
            since = {row[0]: row[1] for row in session.execute(first.group_by(FactRow.key))}
        wanted: list[str] = next((row.content["keys"] for row in rows if row.key == ORDER), [])
        places = {MEASURE + key: place for place, key in enumerate(wanted)}
        measures = [row for row in rows if row.key.startswith(MEASURE) and not row.content.get(WITHDRAWN)]
        measures.sort(key=lambda row: (places.get(row.key, len(places)), since[row.key]))
        return Ledger(
            facts={
                row.key: Fact.model_validate(row.content) for row in rows if not row.key.startswith((MEASURE, *_OTHERS))
            },
            measures=tuple(ChosenMeasure.model_validate(row.content) for row in measures),
        )

    def add_facts(self, facts: Iterable[Fact]) -> None:
        """Keep facts; earlier ones of the same keys stay in the history."""
        self._add_rows([(fact.key, fact.model_dump(mode="json")) for fact in facts])

    def add_measure(self, measure: ChosenMeasure) -> None:
        """Keep a measure as it is now; its earlier forms stay in the history.

        One that had been withdrawn and comes back with nothing written in it gets what was written before.
        """
        bare = ChosenMeasure(key=measure.key, base=measure.base, decision=measure.decision, reason=measure.reason)
        if measure == bare and (before := next((one for one in self.withdrawn() if one.key == measure.key), None)):
            measure = before.model_copy(update={"decision": measure.decision, "reason": measure.reason})
        self._add_rows([(MEASURE + measure.key, measure.model_dump(mode="json"))])

    def withdraw_measure(self, key: str) -> ChosenMeasure:
        """Take back the decision on a measure: it is out of the plan, and can be proposed again or brought back.

        Raises:
            NotFound: if the plan has no such measure.
        """
        found = next((measure for measure in self.ledger().measures if measure.key == key), None)
        if found is None:
            raise NotFound("この施策は、この計画にありません。施策の一覧から選び直してください。")
        self._add_rows([(MEASURE + key, {WITHDRAWN: found.model_dump(mode="json")})])
        return found

    def withdrawn(self) -> tuple[ChosenMeasure, ...]:
        """Measures whose decision was taken back, as they were, the last one first."""
        with self._reading() as session:
            rows = [row for row in self._newest(session) if row.key.startswith(MEASURE) and row.content.get(WITHDRAWN)]
        return tuple(ChosenMeasure.model_validate(row.content[WITHDRAWN]) for row in reversed(rows))

    def order_measures(self, keys: Sequence[str]) -> None:
        """Keep the order of the measures; those that are not named come behind, in the order in which they came."""
        self._add_rows([(ORDER, {"keys": list(dict.fromkeys(keys))})])

    def ask_department(self, keys: Iterable[str], department: str) -> None:
        """Note that these questions, or fields of measures, go to this department; an empty name: to the usual one."""
        self._add_rows([(ASKED + key, {"department": department}) for key in keys])

    def asked(self) -> Asked:
        """What people chose to ask of whom."""
        with self._reading() as session:
            rows = {row.key: row for row in self._newest(session)}
        chosen = {key.removeprefix(ASKED): row for key, row in rows.items() if key.startswith(ASKED)}
        return Asked(
            departments={key: name for key, row in chosen.items() if (name := row.content["department"])},
            anew=frozenset(key for key, row in chosen.items() if key in rows and row.id > rows[key].id),
        )

    def stated(self) -> Mapping[str, Stated]:
        """Who stated each fact that holds (by its key) and each measure (by measure:…), and when."""
        with self._reading() as session:
            newest = self._newest_ids()
            rows = session.execute(
                select(FactRow.key, Account.name, FactRow.created_at)
                .join(Account, Account.id == FactRow.author_id)
                .where(FactRow.id.in_(newest))
            ).all()
        return {key: Stated(author=name, at=at) for key, name, at in rows if not key.startswith(_OTHERS)}

    def add_ledger(self, ledger: Ledger) -> None:
        """Keep everything that a facts file holds."""
        rows: list[tuple[str, dict[str, Any]]] = [
            (fact.key, fact.model_dump(mode="json")) for fact in ledger.facts.values()
        ]
        rows += [(MEASURE + measure.key, measure.model_dump(mode="json")) for measure in ledger.measures]
        self._add_rows(rows)

    def newest_fact(self) -> int:
        """The number of the newest row; 0 before the first."""
        with self._reading() as session:
            found = session.scalar(select(func.max(FactRow.id)).where(FactRow.plan_id == self.plan.id))
            return found or 0

    def _newest_ids(self, up_to: int | None = None) -> Any:
        mine = select(func.max(FactRow.id)).where(FactRow.plan_id == self.plan.id)
        if up_to is not None:
            mine = mine.where(FactRow.id <= up_to)
        return mine.group_by(FactRow.key).scalar_subquery()

    def _newest(self, session: Session, up_to: int | None = None) -> list[FactRow]:
        newest = select(FactRow).where(FactRow.id.in_(self._newest_ids(up_to))).order_by(FactRow.id)
        return list(session.scalars(newest))

    def _add_rows(self, rows: list[tuple[str, dict[str, Any]]]) -> None:
        with self._writing() as session:
            session.add_all(
                FactRow(plan_id=self.plan.id, key=key, content=content, author_id=self.person.id)
                for key, content in rows
            )
            session.commit()
