"""Texts brought in by the administrator: shown before, taken in while people work, taken out again."""

import time
from collections.abc import Iterator

import httpx
import pytest
from pages.forms import HOSTILE, Page
from pages.serving import ChatLine, Server, Visitor, signed_in

TEXT = "# 資料の手引\n\n## やまびこ台帳の公開\n\nやまびこ台帳は、毎年四月に企画課が公開する。{}\n"
LAW = "# やまびこ台帳法\n\n第一条　この法律は、やまびこ台帳の公開について定める。\n\n第二条　市町村は、やまびこ台帳を公開するよう努めるものとする。\n"
WITHIN_S = 180.0


@pytest.fixture(scope="module")
def office(server: Server) -> Iterator[httpx.Client]:
    """An administrator of the system at the browser."""
    with signed_in(server, server.administrator) as client:
        yield client


def check(office: httpx.Client, content: str | bytes, name: str = "手引.md", **data: str) -> httpx.Response:
    """Send a file to be read."""
    sent = content if isinstance(content, bytes) else content.encode()
    form = {"kind": "guide", "title": "", **data}
    return office.post("/administration/knowledge/check", data=form, files={"file": (name, sent)})


def confirm(office: httpx.Client, shown: httpx.Response, decision: str = "add") -> httpx.Response:
    """Answer to what was shown."""
    form = Page(shown.text).form("/administration/knowledge/imports")
    return office.post("/administration/knowledge/imports", data={**form, "decision": decision})


def outcome(office: httpx.Client) -> str:
    """What the page tells when the change is over."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        told = office.get("/administration/knowledge/renewal").text
        if "data-running" not in told:
            return Page(told).text
    raise AssertionError("the change does not end")


def test_a_text_is_taken_in_and_out_while_a_chat_is_open(server: Server, office: httpx.Client, aoki: Visitor) -> None:
    """The chat that was open before answers from it without being opened anew; the record has both."""
    line = ChatLine(aoki.http)
    assert not any("毎年四月に" in words for words in line.say("やまびこ台帳はいつ公開しますか"))

    shown = check(office, TEXT.format(""), title="やまびこの手引")
    assert shown.status_code == 200
    assert "読み取った内容（まだ取り込んでいません）" in shown.text
    assert "見出し2件" in shown.text or "見出し1件" in shown.text
    assert confirm(office, shown).headers["location"] == "/administration/knowledge"
    assert "やまびこの手引」の取り込み" in office.get("/administration/knowledge").text
    busy = office.post("/administration/knowledge/index", data={})
    assert (busy.status_code, "途中です" in busy.text) == (422, True)
    assert aoki.http.get(f"/plans/{aoki.plan.id}").status_code == 200
    assert "「やまびこの手引」を取り込みました" in outcome(office)
    assert any("毎年四月に" in words for words in line.say("やまびこ台帳はいつ公開しますか"))

    newer = check(office, TEXT.format("窓口は住民課である。"), title="やまびこの手引")
    assert "入れ替わる資料" in newer.text
    assert "前の版との違い：変わった1件" in newer.text
    assert "やめました" in office.get(confirm(office, newer, "drop").headers["location"]).text

    page = Page(office.get("/administration/knowledge").text)
    form = page.form("/administration/knowledge/imports/remove")
    assert office.post("/administration/knowledge/imports/remove", data=form).status_code == 303
    assert "「やまびこの手引」を外しました" in outcome(office)
    assert not any("毎年四月に" in words for words in line.say("やまびこ台帳はいつ公開しますか"))
    line.close()
    record = Page(office.get("/administration/record").text).text
    assert "資料の取り込み やまびこの手引" in record
    assert "資料の取り外し やまびこの手引" in record
    again = office.post("/administration/knowledge/imports/remove", data=form)
    assert (again.status_code, "もう外されています" in again.text) == (422, True)


def test_a_statute_is_recognised(office: httpx.Client) -> None:
    """With its articles; nothing is taken in by looking."""
    shown = check(office, LAW, kind="law")
    assert "「やまびこ台帳法」の2条" in shown.text
    assert "やまびこ台帳を公開するよう努める" in shown.text
    assert "取り込んだ資料（0件）" in office.get("/administration/knowledge").text
    confirm(office, shown, "drop")


@pytest.mark.parametrize(
    ("content", "name", "data", "told"),
    [
        (b"", "empty.md", {}, "空のファイルです"),
        (b"%PDF-1.7 x", "plan.pdf", {}, "取り込めません"),
        (b"%PDF-1.7 x", "plan.md", {}, "拡張子と合っていません"),
        ("日本語\n", "plan.exe", {}, "取り込めません"),
        ("日本語\n", "noending", {}, "取り込めません"),
        ("only english\n", "a.txt", {}, "日本語の文章が見当たりません"),
        ("<x>日本語</x>", "a.xml", {}, "種類で「法令」"),
        ("<Law>壊れた", "a.xml", {"kind": "law"}, "XML"),
        ("# 法\n\n本文\n", "a.md", {"kind": "law"}, "条"),
        ("# 日本語\n\n本文です。\n", "a.md", {"kind": ""}, "種類を選んで"),
        ("# 日本語\n\n本文です。\n", "a.md", {"kind": "own"}, "種類を選んで"),
        ("# 日本語\n\n本文です。\n", "a.md", {"title": "あ" * 101}, "100字まで"),
    ],
)
def test_a_file_that_cannot_be_taken(
    server: Server, office: httpx.Client, content: str | bytes, name: str, data: dict[str, str], told: str
) -> None:
    """The same checks as on the command line, in words without its options; nothing stays behind."""
    answer = check(office, content, name, **data)
    problems = answer.text.split('class="problems"')[1].split("</div>")[0]
    assert answer.status_code == 422
    assert told in problems
    assert "--" not in problems
    assert list((server.home / "uploads").glob("*/*")) == []


def test_no_file_at_all(office: httpx.Client) -> None:
    """Told so."""
    answer = office.post("/administration/knowledge/check", data={"kind": "guide", "title": "題"})
    assert (answer.status_code, "ファイルを選んでください" in answer.text) == (422, True)
    assert Page(answer.text).form("/administration/knowledge/check")["title"] == ["題"]


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.md", "C:\\Users\\x\\手引.md", f"{HOSTILE}.md", "あ" * 300 + ".md"]
)
def test_a_file_s_name_leads_nowhere(server: Server, office: httpx.Client, name: str) -> None:
    """It is kept under a safe name, shown as text, and gone when the person lets it be."""
    shown = check(office, TEXT.format(""), name)
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text
    kept = [path.relative_to(server.home / "uploads") for path in (server.home / "uploads").glob("**/*.md")]
    assert [len(path.parts) for path in kept] == [2]
    confirm(office, shown, "drop")
    assert list((server.home / "uploads").glob("**/*.md")) == []


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "../" * 10, "..", "*"])
def test_a_file_that_was_not_shown_is_not_taken_in(office: httpx.Client, token: str) -> None:
    """The word by which a file is found cannot be guessed, nor lead elsewhere."""
    data = {"token": token, "kind": "guide", "title": "", "decision": "add"}
    answer = office.post("/administration/knowledge/imports", data=data)
    assert (answer.status_code, "もう一度ファイルを選んで" in answer.text) == (422, True)


def test_what_is_in_use_is_told(office: httpx.Client) -> None:
    """The guide's edition, the law's, the date of the knowledge, and how much there is of each kind."""
    text = Page(office.get("/administration/knowledge").text).text
    for part in (
        "平成29年10月版",
        "2017-10-10",
        "基準日：令和8年11月23日",
        "官民データ活用推進基本法",
        "要件",
        "施策の例 57件",
    ):
        assert part in text
