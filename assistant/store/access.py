"""Who may do what in a plan: the one table of roles and permissions, and the one door to a plan's rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assistant.errors import NotPermitted
from assistant.models import Value
from assistant.store.accounts import Person


class Permission(StrEnum):
    """What a request wants to do in a plan."""

    READ = "read"
    EDIT = "edit"
    MANAGE = "manage"


class Role(StrEnum):
    """What a person is in a plan."""

    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"

    @property
    def label(self) -> str:
        """As people call it."""
        return LABELS[self]

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission."""
        return permission in PERMISSIONS[self]


LABELS = {Role.ADMIN: "管理者", Role.EDITOR: "編集者", Role.VIEWER: "閲覧者"}
PERMISSIONS = {
    Role.ADMIN: frozenset({Permission.READ, Permission.EDIT, Permission.MANAGE}),
    Role.EDITOR: frozenset({Permission.READ, Permission.EDIT}),
    Role.VIEWER: frozenset({Permission.READ}),
}
_NEEDED = {Permission.EDIT: (Role.ADMIN, Role.EDITOR), Permission.MANAGE: (Role.ADMIN,)}


class PlanInfo(Value):
    """A plan as one person sees it from outside.

    Attributes:
        role: what the person is in it.
        archived_at: since when it is put away and can only be read (UTC).
    """

    id: int
    name: str
    role: Role
    archived_at: datetime | None = None

    def allows(self, permission: Permission) -> bool:
        """Whether the person may do this in the plan as it is; one that is put away can be read and taken out again."""
        away = self.archived_at is not None and permission is Permission.EDIT
        return self.role.may(permission) and not away

    @property
    def editable(self) -> bool:
        """Whether the person may change what the plan holds."""
        return self.allows(Permission.EDIT)

    @property
    def manageable(self) -> bool:
        """Whether the person may say who takes part, rename the plan, and put it away."""
        return self.allows(Permission.MANAGE)


class PlanAccess:
    """A plan that the person may read; made only by `Plans.open`, which checks it. Writing is checked at each write."""

    def __init__(self, engine: Engine, person: Person, plan: PlanInfo) -> None:
        self._engine = engine
        self.person = person
        self.plan = plan

    def require(self, permission: Permission) -> None:
        """Go on only with the permission.

        Raises:
            NotPermitted: if the person has not the role, or the plan is put away.
        """
        if self.plan.allows(permission):
            return
        if self.plan.role.may(permission):
            raise NotPermitted(
                "この計画は「しまった計画」のため、読むことだけができます。管理者が一覧に戻すと編集できます。"
            )
        needed = "か".join(role.label for role in _NEEDED[permission])
        raise NotPermitted(
            f"あなたはこの計画の{self.plan.role.label}のため、この操作はできません。{needed}に頼んでください。何も変えていません。"
        )

    def _reading(self) -> Session:
        return Session(self._engine)

    @contextmanager
    def _writing(self, permission: Permission = Permission.EDIT) -> Iterator[Session]:
        """A session for changes; the caller commits.

        Raises:
            NotPermitted: if the person may not.
        """
        self.require(permission)
        with Session(self._engine) as session:
            yield session
