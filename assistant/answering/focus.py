"""Kinds of thing that a question can be after, besides a figure: a form, a penalty, an operation, a comparison.

The sources name many matters without saying such things about them. Where the question is after one of these and the
places found do not have the word, they are not the answer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.tokens import normalise


@dataclass(frozen=True)
class Focus:
    """A kind of thing asked for.

    Attributes:
        name: what a refusal calls it.
        words: how a question names it; an answer to it has the word, too.
        where: where to look for it.
    """

    name: str
    words: re.Pattern[str]
    where: str


def _focus(name: str, words: str, where: str) -> Focus:
    return Focus(name, re.compile(words), where)


_OFFICE = "担当課、所管省庁のページ、条例・規則（例規集）"
FOCUSES = (
    _focus(
        "申請書や様式",
        r"申請書|届出書|届書|帳票|契約書|協定書|覚書|告示|公告|広報文|通知文|起案文|委任状|誓約書|同意書|診断書|領収書|請求書|始末書|"
        r"チェックシート|ひな形をくれ|何(?:て|と)言えば|文例集|勤務表|質問文|設問|献立|台本",
        _OFFICE,
    ),
    _focus(
        "罰や処分の重さ",
        r"懲役|拘禁|科料|過料|罰金の額|処罰|逮捕|起訴|告発|懲戒|反則金|前科|時効",
        "e-Gov法令検索、法務の担当課",
    ),
    _focus(
        "補償や費用の負担",
        r"補償|賠償|弁償|修理代|修理費|治療費|見舞金|慰謝料|損失|立て替え|立替|払い戻し|返金|返還|保険金|自腹|"
        r"(?:町|市|村|役場|県|国)が(?:払うの|持つの|出すの|負担するの|払う[?？]|持つ[?？])|公務災害|労災|違約金",
        "法務・財政の担当課",
    ),
    _focus(
        "許可や資格",
        r"許可|免許|認可|有資格|資格を|資格の|受験|検定|有効期間|有効期限|更新料|設置基準|配置基準|車検|点検資格|登録を解除|解除(?:する|したい|の手続|して)|"
        r"取り消(?:す|し|せ)|失効",
        _OFFICE,
    ),
    _focus(
        "機器やソフトの操作",
        r"画面に出|どの画面|どのボタン|クリック|操作の?手順|操作方法|操作を教|設定方法|設定手順|設定の仕方|初期設定|インストール|ダウンロードでき|エラー|"
        r"不具合|故障|(?:画面|パソコン|端末|ソフト|アプリ|サイト)(?:が|は)?固ま|ログイン|サインイン|起動|アプリの入れ方|消してしま|復旧方法|配線|電池|充電",
        "庁内の情報担当、製品の説明書",
    ),
    _focus(
        "技術上の数値や方式",
        r"基準値|安全基準|帯域|世代数|スペック|周波数|oauth|apiキー|暗号方式|暗号化方式|アルゴリズム|プロトコル|ポート番号|解像度|拡張子|ファイル形式は|mj何番|コード表|"
        r"耐用|適正な[^。]{0,4}(?:数|量|人数|規模)|何時間おき|何分おき",
        "所管省庁の技術資料、製品や規格の資料",
    ),
    _focus(
        "全国や他団体の実績",
        r"全国の(?:実績|件数|状況)|実績を(?:知|教)|シェア|普及台数|(?:町|市|村|自治体|団体)は(?:どこ|何団体)ある|市場|"
        r"している(?:市|町|村|自治体|団体)が多|配っている(?:市|町|村|自治体)|比べた表|グラフに|ランキング",
        "所管省庁の公表統計、それぞれの団体の公表資料",
    ),
    _focus(
        "製品や事業者の選び方",
        r"どの(?:製品|ソフト|メーカー|会社|業者|サービス|クラウド)|おすすめの(?:製品|ソフト|業者|機種|アプリ|サービス|会社)|"
        r"(?:どっち|どちら)(?:が|の(?:ほう|方)が)(?:いい|よい|良い|得|安|速|便利|安全|強|優れ|おすすめ)|(?:どっち|どちら)を選ぶ|見積もって|見積って|見積もりを(?:出|取)|再公募|最低賃金|"
        r"何社|不調|失格|(?:製品|ソフト|機種|メーカー|業者|会社|各社)(?:の|を)比(?:較|べ)|(?:製品|ソフト|機種|機械|メーカー|業者|サービス|ツール|アプリ|端末|サイト)(?:は|って)(?:どれ|どこ|何)(?:が|を|に|[?？]|$)",
        "契約の担当課、事業者の資料",
    ),
    _focus(
        "窓口での個別の判断",
        r"(?:交付|受理|発行|開示|提供|許可|認定|減免|却下|支給|登録|受け付け|受付|取り次)(?:して|し)(?:ても|も|て)?(?:大丈夫|いい|よい|構わない|かまわない|差し支え)|"
        r"認めて(?:も)?(?:大丈夫|いい|よい)|断って(?:も)?(?:大丈夫|いい|よい)|指導でき|通報|弁護士|警察|税務署|要望する|職務上請求|本人確認|代理人|後見人|相続人|遺族|未成年",
        _OFFICE,
    ),
    _focus(
        "買い物や手配の先",
        r"どこで(?:買|売|手に入)|購入先|発注先|どこに頼|依頼先|業者を紹介",
        "契約の担当課、事業者の資料",
    ),
    _focus(
        "役職にある人の名前",
        r"(?:委員長|会長|理事長|長官|次官|局長|部長|社長|座長|議長|知事)(?:は|って)(?:いま|今|現在)?(?:は)?(?:誰|だれ|どなた)",
        "自治体・省庁の公表資料",
    ),
    _focus("個別の申込みの期限", r"(?:申込み?|申し込み|申請|届出|受付)の?(?:期限|締切|締め切り)", _OFFICE),
    _focus("事故や損害の責任", r"事故|責任は(?:市|町|村|役場|県|国)|責任を問", "法務の担当課"),
    _focus(
        "個別の基準や対象",
        r"(?:の|設置|配置|技術|審査|判定|認定|安全)基準(?=は|を|って|が|[?？]|$)|対象(?:に|と)なる(?:人|者|世帯|子|方)|対象者は|届くまで|支払って(?:いい|よい|も)|処分は[?？]|"
        r"(?:対応表|比較表|早見表)(?!に(?:載せ|入れ|書|使))",
        _OFFICE,
    ),
    _focus(
        "身の回りのこと",
        r"フランス語|英語で|中国語で何|ドイツ語|スペイン語|朝ごはん|昼ごはん|夕飯|歩いて|道順|自由研究|夏休みの|趣味|健康診断|痩せ|風邪|寝不足|ペット|恋|占い|ギャンブル|"
        r"宝くじ|おもしろい話|冗談|なぞなぞ|歌詞|名言|ことわざ|四字熟語",
        "一般の情報源",
    ),
)


def unheld_focus(question: str, texts: Iterable[str]) -> Focus | None:
    """What the question is after that none of the texts has the word for; None if there is no such thing."""
    folded = normalise(question)
    wanted = [(focus, match[0]) for focus in FOCUSES if (match := focus.words.search(folded))]
    if not wanted:
        return None
    held = normalise("\n".join(texts))
    return next((focus for focus, word in wanted if word not in held), None)
