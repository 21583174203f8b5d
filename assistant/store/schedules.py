"""What people changed in a plan's schedule, which is otherwise counted back from the date of publication."""

from datetime import date

from sqlalchemy import select

from assistant.models import Value
from assistant.store.access import PlanAccess
from assistant.store.tables import ScheduleRow


class StepChange(Value):
    """A step that was struck out, is over, or was fixed by hand from one day to another."""

    struck: bool = False
    done: bool = False
    begins: date | None = None
    ends: date | None = None


class Schedules(PlanAccess):
    """The changes to a plan's schedule; rows are only added, the newest of a step counts."""

    def schedule_changes(self) -> dict[str, StepChange]:
        """The changes that hold, by the step's key."""
        with self._reading() as session:
            rows = session.scalars(
                select(ScheduleRow).where(ScheduleRow.plan_id == self.plan.id).order_by(ScheduleRow.id)
            )
            return {
                row.step: StepChange(struck=row.struck, done=row.done, begins=row.begins, ends=row.ends) for row in rows
            }

    def change_step(self, step: str, change: StepChange) -> None:
        """Keep a change; `StepChange()` takes the earlier ones back."""
        with self._writing() as session:
            session.add(ScheduleRow(plan_id=self.plan.id, step=step, author_id=self.person.id, **change.model_dump()))
            session.commit()
