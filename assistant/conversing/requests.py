"""What people ask for that is not an answer: measures, files, sheets, a section to look at or to put otherwise."""

from collections.abc import Sequence

from assistant.choosing import Decided
from assistant.conversing.interviewing import MEASURES
from assistant.conversing.talk import Talk
from assistant.events import MeasuresDecided, MeasuresProposed, Place, Pointed, RevisionWanted
from assistant.models import SECTIONS
from assistant.understanding import section_named

_HOW = {"short": ("短く", "短くする"), "plain": ("やさしく", "やさしくする")}


class Requests(Talk):
    """The part of an exchange that leads on."""

    def _propose(self) -> None:
        found = self._knows.recommend(self._ledger)
        self._move(proposed=tuple(one.measure for one in found))
        self.events.append(MeasuresProposed(measures=found))

    def _decide(self, chosen: Decided) -> None:
        for measure in chosen.measures:
            self._ledger = self._ledger.with_measure(measure)
        if chosen.measures:
            self.events.append(MeasuresDecided(measures=chosen.measures))
        if chosen.unknown:
            self._say(_no_such_number(chosen.unknown, len(self.state.proposed)))

    def _export(self) -> None:
        self._point(
            "計画は、Word・Markdown・HTML（印刷とPDF用）で出力できます。形式と公表用かどうかを、次の画面で選んでください。",
            Place(label="出力の画面を開く", page="/versions#export"),
        )

    def _inquire(self) -> None:
        self._point(
            "まだ分からない項目は、ふつう分かる部署ごとに照会票（Excel）と依頼文（Word）にできます。部署と期限を、次の画面で選んでください。",
            Place(label="照会の画面を開く", page="/inquiry"),
        )

    def _check(self) -> None:
        self._point(
            "既存の計画（Word や PDF）を読み取って点検することは、まだできません。今後の版で加わります。いまできることは、次の二つです。\n\n"
            "1. 点検したい計画の文章を、章の画面の編集欄に貼り付けて保存します。すると「版と出力」の「要件ごとの状況」で、"
            "法令と手引の要件のうちどれが書けているかを、章ごとに確かめられます。"
            "いま作っている計画の文章を変えたくないときは、点検用に計画を新しく作ってください。\n"
            "2. 書き方や根拠を、このチャットで質問します。例：「計画に必ず書くことは何ですか」",
            Place(label="第1章の画面を開く", page="/sections/1"),
            Place(label="要件ごとの状況を見る", page="/versions#sections"),
        )

    def _import(self) -> None:
        self._point(
            "Word で直した文章をファイルのまま取り込むことは、まだできません。今後の版で加わります。"
            "いまは、Word の文章をコピーして、章の画面の編集欄に貼り付け、保存してください。前の文章は版の履歴に残り、いつでも比べたり戻したりできます。",
            Place(label="第1章の画面を開く", page="/sections/1"),
            Place(label="版と出力の画面を開く", page="/versions"),
        )

    def _show(self, message: str) -> bool:
        """Open a section; False if the message names none."""
        section = section_named(message)
        if section is None:
            return False
        page = f"/sections/{section}"
        self._point(f"第{section}章を開きます。", Place(label=f"第{section}章", page=page), go=page)
        return True

    def _revise(self, how: str, message: str) -> None:
        section = section_named(message)
        if section is None:
            what, choice = _HOW[how]
            self._offer(f"どの章を{what}しますか。", tuple(f"第{number}章を{choice}" for number in SECTIONS))
            return
        self.events.append(RevisionWanted(section=section, how="short" if how == "short" else "plain"))

    def _point(self, text: str, *places: Place, go: str | None = None) -> None:
        self.events.append(Pointed(text=text, places=places, go=go))


def _no_such_number(numbers: Sequence[int], proposed: int) -> str:
    if not proposed:
        return f"まだ施策をおすすめしていません。先に「{MEASURES}」と書いてください。"
    listed = "、".join(str(number) for number in numbers)
    return f"{listed}番の施策はありません。おすすめした施策の番号（1〜{proposed}）で答えてください。"
