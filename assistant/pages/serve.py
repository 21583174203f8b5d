"""Start the server: port, index, first administrator, host, chat."""

import errno
import socket
import sys
from contextlib import suppress

from assistant.app import build
from assistant.errors import SettingsError
from assistant.holdings import ensure_index
from assistant.settings import Settings

_WHY = {
    errno.EADDRINUSE: "ほかのプログラム（すでに起動したこの製品など）が使っています",
    errno.EACCES: "使う権限がありません",
    errno.EADDRNOTAVAIL: "このパソコンのアドレスではありません",
}


def serve(settings: Settings) -> None:
    """Run until stopped. Says in Japanese what is being prepared, and shows a new administrator's password once.

    Raises:
        SettingsError: if nothing can be heard at the address and port.
    """
    from assistant.chat.mount import mount, prepare

    door = listen(settings.host, settings.port)
    print("準備しています：検索用の索引を確かめています", flush=True)
    ensure_index(settings, report=lambda step: print(f"  {step} …", flush=True))
    prepare(settings.home)
    print("準備しています：データベースと画面を開いています", flush=True)
    assistant = build(settings)
    assistant.holdings.forget_old_copies()
    given = settings.admin_password.get_secret_value() if settings.admin_password else None
    made = assistant.accounts.ensure_admin(given)

    import uvicorn

    from assistant.pages.host import create_host

    host = create_host(assistant)
    mount(host, assistant)
    if made:
        print(
            "\n最初の管理者を作りました。このパスワードは一度しか表示しません。控えてください。\n"
            f"  利用者名：admin\n  パスワード：{made}\n",
            flush=True,
        )
    print(f"準備ができました。ブラウザーで開いてください： http://localhost:{settings.port}", flush=True)
    config = uvicorn.Config(host, host=settings.host, port=settings.port, log_level="warning")
    with suppress(KeyboardInterrupt):  # stopping is no failure
        uvicorn.Server(config).run(sockets=[door])


def listen(host: str, port: int) -> socket.socket:
    """The address and port, taken before anything in the data folder is touched.

    Raises:
        SettingsError: if they cannot be had; the message says why and which settings to change.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        door = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would let two servers share the port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except OSError as error:
        why = _WHY.get(error.errno or 0, str(error))
        raise SettingsError(
            f"アドレス {host} のポート {port} で待ち受けられません（{why}）。"
            "ほかで起動していないか確かめるか、KANMIN_PORT・KANMIN_HOST を別の値にしてください。"
        ) from error
    return door
