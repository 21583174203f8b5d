"""システムの管理: the people who may sign in, every plan with its people, the record. Only for administrators."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import AssistantError, InputError, NotFound, SignInError
from assistant.pages.access import Administering, SentByAdministrator
from assistant.pages.administration_pages import ADDRESS, Number, office_page, to_office
from assistant.store.access import Role
from assistant.store.accounts import LONGEST_NAME, SHORTEST_PASSWORD, made_password
from assistant.store.administration import Administration

router = APIRouter(prefix=ADDRESS)
SHOWN_ENTRIES, MORE_ENTRIES = 100, 1_000
NOBODY = "none"


@router.get("")
def people(request: Request, administration: Administering) -> Response:
    """Everybody who may sign in, and the form for one more."""
    return _people(request, administration)


@router.post("/people")
def add(request: Request, administration: Administering, sent: SentByAdministrator) -> Response:
    """A new account; a password that was not typed is made, and shown this once."""
    name, typed = sent.line("name"), sent.raw("password")
    password = typed or made_password()
    try:
        made = administration.add_person(name, password, is_admin="is_admin" in sent)
    except SignInError as error:
        return _people(request, administration, error, name=name, is_admin="is_admin" in sent)
    return to_office("", "person") if typed else _shown_once(request, administration, made.name, password)


@router.post("/people/{number}/password")
def password(request: Request, administration: Administering, sent: SentByAdministrator, number: Number) -> Response:
    """A new password for a person who has lost theirs; one that was not typed is made, and shown this once."""
    typed = sent.raw("password")
    new = typed or made_password()
    try:
        if number == administration.person.id:
            raise InputError("自分のパスワードは「アカウント」の画面で変えてください。何も変えていません。")
        name = administration.set_password(number, new)
    except (InputError, SignInError, NotFound) as error:
        return _people(request, administration, error)
    return to_office("", "password") if typed else _shown_once(request, administration, name, new)


@router.post("/people/{number}/lock")
def lock(request: Request, administration: Administering, number: Number) -> Response:
    """Lock a person out."""
    return _set_disabled(request, administration, number, disabled=True)


@router.post("/people/{number}/unlock")
def unlock(request: Request, administration: Administering, number: Number) -> Response:
    """Let a person in again."""
    return _set_disabled(request, administration, number, disabled=False)


def _set_disabled(request: Request, administration: Administration, number: int, *, disabled: bool) -> Response:
    try:
        administration.set_disabled(number, disabled=disabled)
    except (InputError, NotFound) as error:
        return _people(request, administration, error)
    return to_office("", "locked" if disabled else "unlocked")


@router.post("/people/{number}/admin")
def admin(request: Request, administration: Administering, sent: SentByAdministrator, number: Number) -> Response:
    """Make a person an administrator of the system, or no longer."""
    is_admin = sent.line("is_admin") == "yes"
    try:
        administration.set_admin(number, is_admin=is_admin)
    except (InputError, NotFound) as error:
        return _people(request, administration, error)
    return to_office("", "admin" if is_admin else "no-admin")


@router.get("/plans")
def plans(request: Request, administration: Administering) -> Response:
    """Every plan with its people."""
    return _plans(request, administration)


@router.post("/plans/{number}/roles")
def role(request: Request, administration: Administering, sent: SentByAdministrator, number: Number) -> Response:
    """Give a person a role in a plan, or take it away."""
    name, wanted = sent.line("name"), sent.line("role")
    try:
        if wanted not in (*Role, NOBODY):
            raise InputError("役割を選んでください。何も変えていません。")
        administration.give_role(number, name, None if wanted == NOBODY else Role(wanted))
    except (InputError, NotFound) as error:
        return _plans(request, administration, error)
    return to_office("/plans", "no-role" if wanted == NOBODY else "role")


@router.post("/plans/{number}/archive")
def archive(request: Request, administration: Administering, sent: SentByAdministrator, number: Number) -> Response:
    """Put a plan away, or take it out again."""
    away = sent.line("away") == "yes"
    try:
        administration.archive(number, away=away)
    except NotFound as error:
        return _plans(request, administration, error)
    return to_office("/plans", "away" if away else "back")


@router.get("/record")
def record(request: Request, administration: Administering, all: bool = False) -> Response:
    """What administrators did."""
    entries = administration.record(MORE_ENTRIES if all else SHOWN_ENTRIES)
    return office_page(
        request,
        administration.person,
        "administration_record.html",
        here="/record",
        entries=entries,
        more=not all and len(entries) == SHOWN_ENTRIES,
    )


def _people(
    request: Request, administration: Administration, error: AssistantError | None = None, **values: object
) -> Response:
    roles: dict[int, list[tuple[str, str]]] = {}
    for plan in administration.plans():
        for member in plan.members:
            roles.setdefault(member.id, []).append((plan.name, member.role.label))
    return office_page(
        request,
        administration.person,
        "administration.html",
        status_code=422 if error else 200,
        problems=[str(error)] if error else (),
        **{
            "here": "",
            "people": administration.people(),
            "roles": roles,
            "longest_name": LONGEST_NAME,
            "shortest_password": SHORTEST_PASSWORD,
            "name": "",
            "is_admin": False,
            "shown": None,
            **values,
        },
    )


def _shown_once(request: Request, administration: Administration, name: str, password: str) -> Response:
    """The page with a password that is kept nowhere in clear, neither here nor by the browser."""
    page = _people(request, administration, shown=(name, password))
    page.headers["Cache-Control"] = "no-store"
    return page


def _plans(request: Request, administration: Administration, error: AssistantError | None = None) -> Response:
    return office_page(
        request,
        administration.person,
        "administration_plans.html",
        status_code=422 if error else 200,
        problems=[str(error)] if error else (),
        here="/plans",
        plans=administration.plans(),
        people=[person.name for person in administration.people() if not person.disabled],
        role_names=list(Role),
        nobody=NOBODY,
    )
