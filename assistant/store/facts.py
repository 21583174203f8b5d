"""The plan's ledger: facts and chosen measures. Rows are only added; the newest of a key holds."""

from collections.abc import Iterable

from sqlalchemy import func, select

from assistant.models import ChosenMeasure, Fact, Ledger
from assistant.store.access import PlanAccess
from assistant.store.tables import FactRow

MEASURE = "measure:"


class Facts(PlanAccess):
    """What people said about the municipality, and the measures they chose."""

    def ledger(self, up_to: int | None = None) -> Ledger:
        """The facts and measures that hold now, or held up to a row."""
        with self._reading() as session:
            mine = select(func.max(FactRow.id)).where(FactRow.plan_id == self.plan.id)
            first = select(FactRow.key, func.min(FactRow.id)).where(FactRow.plan_id == self.plan.id)
            if up_to is not None:
                mine = mine.where(FactRow.id <= up_to)
            newest = mine.group_by(FactRow.key).scalar_subquery()
            rows = list(session.scalars(select(FactRow).where(FactRow.id.in_(newest)).order_by(FactRow.id)))
            order = {row[0]: row[1] for row in session.execute(first.group_by(FactRow.key))}
        measures = [row for row in rows if row.key.startswith(MEASURE)]
        return Ledger(
            facts={row.key: Fact.model_validate(row.content) for row in rows if not row.key.startswith(MEASURE)},
            measures=tuple(
                ChosenMeasure.model_validate(row.content) for row in sorted(measures, key=lambda row: order[row.key])
            ),
        )

    def add_facts(self, facts: Iterable[Fact]) -> None:
        """Keep facts; earlier ones of the same keys stay in the history."""
        self._add_rows([(fact.key, fact.model_dump(mode="json")) for fact in facts])

    def add_measure(self, measure: ChosenMeasure) -> None:
        """Keep a measure as it is now; its earlier forms stay in the history."""
        self._add_rows([(MEASURE + measure.key, measure.model_dump(mode="json"))])

    def add_ledger(self, ledger: Ledger) -> None:
        """Keep everything that a facts file holds."""
        rows = [(fact.key, fact.model_dump(mode="json")) for fact in ledger.facts.values()]
        rows += [(MEASURE + measure.key, measure.model_dump(mode="json")) for measure in ledger.measures]
        self._add_rows(rows)

    def newest_fact(self) -> int:
        """The number of the newest row; 0 before the first."""
        with self._reading() as session:
            found = session.scalar(select(func.max(FactRow.id)).where(FactRow.plan_id == self.plan.id))
            return found or 0

    def _add_rows(self, rows: list[tuple[str, dict[str, object]]]) -> None:
        with self._writing() as session:
            session.add_all(
                FactRow(plan_id=self.plan.id, key=key, content=content, author_id=self.person.id)
                for key, content in rows
            )
            session.commit()
