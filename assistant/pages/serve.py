"""Start the server: index, first administrator, host, chat."""

from assistant.app import build, ensure_index
from assistant.settings import Settings


def serve(settings: Settings) -> None:
    """Run until stopped. Says in Japanese what is being prepared, and shows a new administrator's password once."""
    from assistant.chat.mount import mount, prepare

    print("準備しています：検索用の索引を確かめています", flush=True)
    ensure_index(settings)
    prepare(settings.home)
    print("準備しています：データベースと画面を開いています", flush=True)
    assistant = build(settings)
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
    uvicorn.run(host, host=settings.host, port=settings.port, log_level="warning")
