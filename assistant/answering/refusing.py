"""Say that the sources do not answer a question, and where the answer can be looked for."""

from collections.abc import Sequence

from assistant.answering.evidence import Judgement
from assistant.models import NoEvidence
from knowledge.retrieval import Found

LOOKED_IN = "市町村官民データ活用推進計画策定の手引（2017年10月版）の総論・雛型・施策例・国の施策・事例と、法律の要旨"


def refusal(refused: Sequence[tuple[Judgement, Found]]) -> NoEvidence:
    """The reply to questions none of which has evidence.

    Where the matter is dealt with but not the value asked for, it says which value is missing and where the matter is.
    """
    for judgement, found in refused:
        if judgement.outside:
            subject, where = judgement.outside.subject, judgement.outside.where
            return NoEvidence(
                answer=f"手引には見当たりません。「{subject}」は、この製品の資料（{LOOKED_IN}）の範囲の外です。",
                next=f"{where}で確かめてください。",
            )
        if judgement.missing and found.hits:
            near = found.hits[0].passage
            place = f"（{near.citation}）" if near.title not in near.citation else ""
            return NoEvidence(
                answer=(
                    f"手引には見当たりません。お尋ねの{judgement.missing.name}は、この製品の資料（{LOOKED_IN}）に書かれていません。"
                    f"近い事柄は「{near.title}」{place}にありますが、そこにもこの値はありません。"
                ),
                next=f"{judgement.missing.where}で確かめてください。",
            )
    return NoEvidence(
        answer=f"手引には見当たりません。{LOOKED_IN}を探しましたが、根拠になる記述がありませんでした。",
        next="言い方を変えて尋ねるか、e-Gov法令検索、所管省庁のページ、庁内の例規集で確かめてください。",
    )
