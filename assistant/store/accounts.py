"""People who may sign in, and their passwords. Knows nothing of plans."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.errors import NotFound, SignInError
from assistant.models import Value
from assistant.store.tables import Account

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 200
LONGEST_NAME = 50
ADMIN = "admin"
MADE_GROUPS, MADE_GROUP = 3, 4
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and figures that are read for one another


class Person(Value):
    """Somebody who has signed in.

    Attributes:
        epoch: grows when the password is changed or the account locked; a sign-in of an earlier one no longer counts.
    """

    id: int
    name: str
    is_admin: bool
    epoch: int = 0


class Accounts:
    """Create accounts and check passwords."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._hasher = PasswordHasher()
        self._decoy = self._hasher.hash(secrets.token_urlsafe())

    def create(self, name: str, password: str, *, is_admin: bool = False) -> Person:
        """Add an account.

        Raises:
            SignInError: if the name is taken or empty, or the password is too short.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise SignInError(f"利用者名は1〜{LONGEST_NAME}字にしてください。")
        _check(password)
        with Session(self._engine) as session:
            if session.scalar(select(Account).where(Account.name == name)):
                raise SignInError(f"利用者「{name}」はすでに登録されています。")
            row = Account(name=name, password_hash=self._hasher.hash(password), is_admin=is_admin)
            session.add(row)
            session.commit()
            return _person(row)

    def sign_in(self, name: str, password: str) -> Person:
        """The person, if the password is right.

        Raises:
            SignInError: if the name is unknown or the password wrong (not told apart, also not by time), or the
                account is locked.
        """
        with Session(self._engine) as session:
            row = session.scalar(select(Account).where(Account.name == " ".join(name.split())))
            try:
                self._hasher.verify(row.password_hash if row else self._decoy, password)
            except (VerificationError, InvalidHashError):
                row = None
            if row is None:
                raise SignInError("利用者名かパスワードが違います。")
            if row.disabled_at is not None:
                raise SignInError("この利用者の利用は止められています。システムの管理者に確かめてください。")
            return _person(row)

    def find(self, name: str) -> Person | None:
        """The person of that name, unless they are locked out."""
        with Session(self._engine) as session:
            row = session.scalar(select(Account).where(Account.name == name, Account.disabled_at.is_(None)))
            return _person(row) if row else None

    def set_password(self, account_id: int, password: str) -> str:
        """Give the account a new password; whoever is signed in with the old one has to sign in again.

        Returns:
            the person's name.

        Raises:
            NotFound: if there is no such account.
            SignInError: if the password is too short.
        """
        _check(password)
        with Session(self._engine) as session:
            row = session.get(Account, account_id)
            if row is None:
                raise NotFound("この利用者は見つかりません。画面を読み込み直してください。")
            row.password_hash = self._hasher.hash(password)
            row.epoch = Account.epoch + 1
            session.commit()
            return row.name

    def change_password(self, person: Person, old: str, new: str) -> Person:
        """The person's own new password.

        Returns:
            the person as who they have to be signed in from here on.

        Raises:
            SignInError: if the old one is wrong, or the new one too short.
        """
        try:
            self.sign_in(person.name, old)
        except SignInError as error:
            raise SignInError("いまのパスワードが違います。パスワードは変わっていません。") from error
        self.set_password(person.id, new)
        return self.sign_in(person.name, new)

    def acting_administrator(self, other_than: str = "") -> Person | None:
        """The administrator in whose name the command line on the server acts.

        One who can sign in, and if possible another one than named: so that any but the last one who can sign in
        may be locked or made an ordinary person from there, and a locked one may be let in again.
        """
        with Session(self._engine) as session:
            row = session.scalar(
                select(Account)
                .where(Account.is_admin)
                .order_by(Account.disabled_at.is_not(None), Account.name == other_than, Account.id)
                .limit(1)
            )
            return _person(row) if row else None

    def ensure_admin(self, password: str | None) -> str | None:
        """Create the first administrator if nobody has an account.

        Returns:
            the password made for it, to be shown once; None if one was given or accounts exist.
        """
        with Session(self._engine) as session:
            if session.scalar(select(Account.id).limit(1)):
                return None
        made = None if password else made_password()
        self.create(ADMIN, password or made or "", is_admin=True)
        return made


def made_password() -> str:
    """A password that can be read out and copied from paper without mistakes (about 59 bits)."""
    groups = ("".join(secrets.choice(_CLEAR) for _ in range(MADE_GROUP)) for _ in range(MADE_GROUPS))
    return "-".join(groups)


def _check(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise SignInError(f"パスワードは{SHORTEST_PASSWORD}〜{LONGEST_PASSWORD}文字にしてください。")


def _person(row: Account) -> Person:
    return Person(id=row.id, name=row.name, is_admin=row.is_admin, epoch=row.epoch)
