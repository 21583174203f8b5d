"""Whom a question is about: the State, a prefecture, businesses, or municipalities. A duty of one is not another's."""

import re
from enum import StrEnum

from knowledge.tokens import normalise


class Group(StrEnum):
    """Those whom provisions bind."""

    STATE = "国"
    PREFECTURE = "都道府県"
    BUSINESS = "事業者"
    MUNICIPALITY = "市町村"


_BOUND = r"(?:は|が|も(?!の)|って|側|の(?:役目|役割|責任|仕事)(?=は|って|を|[?]|$)|に(?:は|も)?(?!言わ|いわ|聞|きか|指摘|頼ま|求められ|注意さ)(?=[^。?]*(?:義務|課[しすせさ]|責任|強制|求め|もら|法的な力|効力|出せと|出させ)))"
_NAMED = {
    Group.BUSINESS: re.compile(rf"(?:会社|企業|事業者|業者|民間|銀行|商店|病院|法人){_BOUND}"),
    Group.PREFECTURE: re.compile(rf"(?:都道府県|府県|(?<![一-龠])県){_BOUND}"),
    Group.STATE: re.compile(rf"(?:(?<![全外中各])国|政府|総理|内閣総理大臣|大臣|省庁){_BOUND}"),
}
_TOWN = r"(?:市町村|市区町村|自治体|地方公共団体|特別区|うち|当市|当町|本市|本町|役場|市役所|(?<![一-龠])[市町村区])"
_ACTS = re.compile(rf"{_TOWN}(?:は|が|も(?!の)|でも|として|に(?:は|も)|を(?:縛|拘束)|の計画(?:は|が|も))")
_RATHER = {  # うちの計画は5か年だが、国の計画のほうは何年か
    Group.PREFECTURE: re.compile(r"(?<![一-龠])(?:都道府)?県[^、。?]*の(?:ほう|方)(?:は|が|に)"),
    Group.STATE: re.compile(r"(?<![全外中各])国[^、。?]*の(?:ほう|方)(?:は|が|に)"),
}
_OWNS = re.compile(rf"{_TOWN}の計画|うちの")
_OF_LAW = re.compile(
    r"義務|責務|責任|努力|努め|法律|法的|[0-9一二三四五六七八九十]条|違法|違反|なければ|ねばなら|なきゃ|ないと|必ず|決まり|強制|課[しすせさ]|任意|自由|規定|罰|法令|反して|反する|抵触|ペナルティ|過料|制裁|とがめ|咎め|縛|拘束"
    r"|なくても?(?:いい|よい|良い|構わ|かまわ|済む|大丈夫)|法に(?:触れ|反|背)|法定|命じ|命令|お願い(?:です|ベース|事項|程度|レベル|なの|か|に(?:過|す)ぎ)"
)
_QUOTED = re.compile(
    r"「[^」]*」|(?:国|県|都道府県|省庁|業者|会社)は[^、。?]*(?:と|って)(?:言って|言う(?:ので|けど|が|から)|聞いて|説明して)"
    r"|(?:国|県|都道府県|省庁|政府)が[^、。?は]{1,8}(?:した|った|ている|てる|いた|めた)(?=[一-龠ァ-ヶー])"
)
_BINDS = {
    Group.STATE: re.compile(r"国|政府|大臣"),
    Group.PREFECTURE: re.compile(r"都道府県"),
    Group.BUSINESS: re.compile(r"事業者"),
    Group.MUNICIPALITY: re.compile(r"市町村|地方公共団体|執行機関|長等|全ての主体|議会"),
}


def is_legal(question: str) -> bool:
    """Whether the question is about what is required or allowed."""
    return bool(_OF_LAW.search(normalise(question)))


def asked_about(question: str) -> Group | None:
    """The group whose duty a legal question is about; None where it names none, or is not about law.

    Where it also names municipalities as those who act, it is about them.
    """
    if not is_legal(question):
        return None
    folded = _QUOTED.sub(
        "", normalise(question)
    )  # 「うちは関係ない」と県に言われた: who is quoted is not who is asked about
    if rather := next((group for group, named in _RATHER.items() if named.search(folded)), None):
        return rather
    if _ACTS.search(folded):
        return Group.MUNICIPALITY
    others = next((group for group, named in _NAMED.items() if named.search(folded)), None)
    return others or (Group.MUNICIPALITY if _OWNS.search(folded) else None)


def binds(bearer: str, group: Group) -> bool:
    """Whether a rule with this bearer binds the group. 国（市町村ではない） binds the State alone."""
    return bool(_BINDS[group].search(re.sub(r"（[^）]*ではない）", "", bearer)))
