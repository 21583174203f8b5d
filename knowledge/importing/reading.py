"""Read a file that somebody brought, and refuse in plain words what cannot be read. Trusts nothing."""

import re
from pathlib import Path

from charset_normalizer import from_bytes

from knowledge.errors import ImportRefused

LARGEST = 20 * 1024 * 1024
JAPANESE_ENCODINGS = ["utf_8", "cp932", "euc_jp", "iso2022_jp", "utf_16"]
XML, TEXT = (".xml",), (".md", ".txt", ".markdown")
_NOT_TEXT = {
    b"PK\x03\x04": "Word・Excel などの圧縮形式",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "古い形式の Word・Excel",
    b"\x89PNG": "画像",
    b"\xff\xd8\xff": "画像",
}
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def read_bytes(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        ImportRefused: if it is missing, empty, too large, or of a kind that is not taken.
    """
    if not path.is_file():
        raise ImportRefused(f"ファイル「{path.name}」がありません。名前と場所を確かめてください。")
    if path.suffix.lower() not in (*XML, *TEXT):
        raise ImportRefused(
            f"「{path.name}」の種類（{path.suffix or '拡張子なし'}）は取り込めません。"
            "e-Gov の XML（.xml）か、文字のファイル（.md、.txt）にしてください。Word と PDF には今後の版で対応します。"
        )
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused(f"「{path.name}」は空のファイルです。中身のあるファイルを指定してください。")
    if size > LARGEST:
        raise ImportRefused(
            f"「{path.name}」は大きすぎます（{size / 1024 / 1024:.0f} MB、上限 {LARGEST // 1024 // 1024} MB）。"
            "必要な部分だけのファイルに分けてください。"
        )
    data = path.read_bytes()
    for start, name in _NOT_TEXT.items():
        if data.startswith(start):
            raise ImportRefused(
                f"「{path.name}」の中身は{name}で、拡張子と合っていません。XML か文字のファイルを指定してください。"
            )
    return data


def decode(data: bytes, name: str) -> str:
    """The text, whichever of the encodings used in Japan it is in.

    Raises:
        ImportRefused: if it is no text, or holds no Japanese.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=JAPANESE_ENCODINGS, threshold=0.4).best()
        if best is None:
            raise ImportRefused(
                f"「{name}」の文字コードが分かりません。UTF-8・Shift_JIS・EUC-JP のどれかで保存し直してください。"
            ) from None
        text = str(best)
    if "\x00" in text or not _JAPANESE.search(text):
        raise ImportRefused(f"「{name}」には日本語の文章が見当たりません。ファイルを確かめてください。")
    return text.replace("\r\n", "\n").replace("\r", "\n")
