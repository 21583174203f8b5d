"""Ledgers for the tests of drafting: municipalities that do not exist, and ledgers in which little or odd things stand."""

from collections.abc import Iterator

from assistant.drafting import draft_plan
from assistant.interview import load_questions
from assistant.models import ChosenMeasure, Dated, Fact, FactValue, Kpi, Ledger, PlanDraft, Status, Step
from knowledge.corpus import Corpus

U, D, N = Status.UNKNOWN, Status.DECLINED, Status.NOT_APPLICABLE
SMALL, WHOLE = "少数の施策から始める", "5つの柱の全体を対象にする"
ALONE, FOLDED = "単独の計画として作る", "既存の計画に組み込む"
SECTIONS = (1, 2, 3, 4, 5, 6, 7)
Given = FactValue | Status | Fact


def ledger(*measures: ChosenMeasure, **given: Given) -> Ledger:
    """A ledger of values, statuses or whole facts."""
    return Ledger(facts={key: as_fact(key, what) for key, what in given.items()}, measures=measures)


def as_fact(key: str, given: Given) -> Fact:
    if isinstance(given, Fact):
        return given
    if isinstance(given, Status):
        return Fact(key=key, status=given)
    return Fact(key=key, status=Status.ANSWERED, value=given)


def series(key: str, *dated: tuple[int | float, str]) -> Fact:
    """Dated values of a figure, oldest first."""
    *earlier, (value, as_of) = dated
    older = tuple(Dated(value=number, as_of=date) for number, date in earlier)
    return Fact(key=key, status=Status.ANSWERED, value=value, as_of=as_of, earlier=older)


def dated(key: str, value: int | float, as_of: str, *, approximate: bool = False) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, as_of=as_of, approximate=approximate)


def measured(name: str, unit: str, current: float, target: float, year: int, source: str = "") -> Kpi:
    """An indicator with a value of the fiscal year 2025."""
    return Kpi(name=name, unit=unit, current=current, current_year=2025, target=target, year=year, source=source)


def steps(*done: tuple[int, str]) -> tuple[Step, ...]:
    return tuple(Step(year=year, text=text) for year, text in done)


def changed(base: Ledger, **given: Given) -> Ledger:
    """The ledger with other facts in it."""
    return base.model_copy(update={"facts": {**base.facts, **ledger(**given).facts}})


def without(base: Ledger, *keys: str) -> Ledger:
    """The ledger in which nobody has said anything under these keys."""
    return Ledger(facts={key: fact for key, fact in base.facts.items() if key not in keys}, measures=base.measures)


KEYS = tuple(question.key for question in load_questions())
STYLES = ("years_style", "digits_style", "disability_style", "register_style")


def village() -> Ledger:
    """A mountain village: a small start of its own with three measures, one of them rejected; one person for the IT."""
    return ledger(
        ChosenMeasure(
            key="m1",
            base="measure:IoTを活用した鳥獣被害対策",
            issues=("シカによる植林の食害",),
            situation="見回りは猟友会の会員が手分けして行っている",
            kpis=(measured("センサーを付けたわなの数", "基", 0, 15, 2029, "産業課調べ"),),
            schedule=steps((2027, "場所の選定"), (2028, "5基の設置"), (2029, "15基への拡大")),
            department="産業課",
        ),
        ChosenMeasure(key="m2", base="today:digital-divide", department="住民課"),
        ChosenMeasure(key="m3", base="today:generative-ai", decision="rejected", reason="庁内の決まりを先に作る"),
        municipality="奥霧村",
        plan_name="奥霧村データ活用推進計画",
        pattern=ALONE,
        scale=SMALL,
        period="2027-2029",
        publication="2027-03",
        comprehensive_plan="第6次奥霧村総合計画（令和4年3月策定）",
        it_plan=N,
        prefectural_plan="白根県デジタル推進計画（令和6年3月策定）",
        issues=("シカによる植林の食害", "一人暮らしの高齢者の見守り", "谷の奥の集落から役場までの移動手段"),
        administrative_issues=("担当者が一人しかいない",),
        past_efforts=("令和2年に防災無線をデジタル化",),
        efforts_result="防災の情報は各戸に届くようになった",
        geography="山間・中山間",
        lead_department="総務課",
        project_team=N,
        it_staff=1,
        cloud="移行の途中",
        security_policy="定めたが公表していない",
        population=series("population", (1410, "令和3年4月1日"), (1276, "令和8年4月1日")),
        ageing_rate=dated("ageing_rate", 54.1, "令和8年4月1日"),
        finance="毎年度の予算編成で必要な額を精査する",
        history=("令和8年9月 庁内検討会議（第1回）",),
        contact="奥霧村総務課 電話 000-000-0000",
        security_rules="奥霧村情報セキュリティポリシー",
        privacy_ordinance="奥霧村個人情報の保護に関する法律施行条例",
    )


def fishing_city() -> Ledger:
    """A fishing city: all pillars, folded into its 情報化計画; nearly everything is known."""
    return ledger(
        ChosenMeasure(
            key="m1",
            base="measure:ICTを活用した次世代水産業の推進",
            issues=("赤潮による養殖の被害", "漁業の担い手の減少"),
            situation="水温は漁業者が各自で測っている",
            kpis=(
                measured("水温を観測する地点の数", "か所", 1, 8, 2031, "水産課調べ"),
                Kpi(name="観測情報を受け取る漁業者の割合", unit="%", current=0, current_year=2025),
            ),
            schedule=steps((2027, "漁業協同組合との協議"), (2029, "4か所での観測の開始")),
            department="水産課",
        ),
        ChosenMeasure(
            key="m2",
            base="today:front-yard",
            issues=("窓口の待ち時間が長い",),
            kpis=(measured("転入の手続に要する時間", "分", 52.5, 25, 2030),),
            schedule=steps((2028, "本庁で開始")),
            department="市民課",
        ),
        ChosenMeasure(key="m3", base="today:opendata-dataset", department="情報政策課"),
        municipality="汐崎市",
        plan_name="汐崎市官民データ活用推進計画",
        pattern=FOLDED,
        host_plan="汐崎市情報化基本計画（令和9年3月改定）",
        host_chapters=("1章＝第1章 まちの現状", "6章＝第4章 個別施策"),
        scale=WHOLE,
        period="2027-2031",
        publication="2027-04",
        comprehensive_plan="第3次汐崎市総合計画（令和5年3月策定）",
        prefectural_plan="青潟県DX推進戦略（令和7年3月策定）",
        issues=("漁業の担い手の減少", "赤潮による養殖の被害", "津波からの避難"),
        administrative_issues=("窓口の待ち時間が長い", "課ごとに別々のデータを持っている"),
        past_efforts=("平成30年に市の公式サイトを刷新", "令和5年にオープンデータの公開を開始"),
        efforts_result="公開したデータの更新が滞っている",
        neighbours="隣の岬町が水温の情報を漁業者へ配信している",
        geography="沿岸・島しょ",
        existing_services=("公共施設のオンライン予約", "防災メール"),
        ordinance="汐崎市デジタル化推進条例（令和5年条例第12号）",
        lead_department="企画政策課",
        project_team="汐崎市DX推進本部",
        cio="副市長",
        review_cycle="半年ごと",
        it_staff=5,
        cloud="移行を延期した業務がある",
        security_policy="定めて公表している",
        population=series("population", (45210, "平成28年4月1日"), (42380, "令和3年4月1日"), (39640, "令和8年4月1日")),
        ageing_rate=series("ageing_rate", (33.1, "平成28年4月1日"), (38.9, "令和8年4月1日")),
        households=dated("households", 17820, "令和8年4月1日"),
        card_rate=dated("card_rate", 79.4, "令和8年3月31日"),
        online_procedures=dated("online_procedures", 46, "令和8年4月1日"),
        open_data=dated("open_data", 28, "令和8年4月1日"),
        finance="事業費は毎年度の予算で確保する",
        history=U,
        contact="汐崎市企画政策課 電話 000-000-0000",
        security_rules="汐崎市情報セキュリティポリシー",
        privacy_ordinance="汐崎市個人情報の保護に関する法律施行条例",
        confirm_priority_plan="令和8年7月21日閣議決定",
    )


def ward() -> Ledger:
    """A special ward that grows: all pillars, an own plan, an own measure; several things are not known yet."""
    return ledger(
        ChosenMeasure(key="m1", base="today:front-yard", issues=("窓口の混雑",), department="戸籍住民課"),
        ChosenMeasure(
            key="m2",
            title="多言語の暮らしの案内",
            pillar=4,
            field="その他",
            body="転入の手続などの案内を、やさしい日本語と複数の言語でそろえる。",
            issues=("外国人住民への案内",),
            kpis=(Kpi(name="やさしい日本語で読める案内の数", unit="件", target=50, year=2029),),
            department="文化国際課",
        ),
        municipality="東京都若葉区",
        plan_name="若葉区データ活用推進計画",
        pattern=ALONE,
        scale=WHOLE,
        period="2027-2030",
        publication=U,
        comprehensive_plan="若葉区基本構想（令和6年10月策定）",
        it_plan="若葉区情報化推進計画（令和5年3月策定）",
        prefectural_plan=U,
        issues=("待機児童と保育の申込みの集中", "外国人住民への案内", "首都直下地震への備え"),
        administrative_issues=("窓口の混雑", "電話の問い合わせが多い"),
        past_efforts=("令和4年に保育所の入所申込みのオンライン受付を開始",),
        efforts_result="申込みの約半数がオンラインになった",
        neighbours=N,
        geography="市街地",
        existing_services=("コンビニ交付",),
        ordinance=N,
        lead_department="情報政策課",
        project_team="若葉区デジタル推進会議",
        cio="副区長",
        review_cycle="四半期ごと",
        it_staff=18,
        cloud="標準準拠システムへ移行済み",
        security_policy="まだ定めていない",
        population=series("population", (248300, "令和3年1月1日"), (262900, "令和8年1月1日")),
        ageing_rate=dated("ageing_rate", 20.8, "令和8年1月1日"),
        households=dated("households", 148200, "令和8年1月1日", approximate=True),
        card_rate=D,
        online_procedures=dated("online_procedures", 186, "令和8年4月1日"),
        open_data=dated("open_data", 120, "令和8年4月1日"),
        finance=U,
        security_rules="若葉区情報セキュリティポリシー",
        disability_style="障がい",
    )


def plain_town() -> Ledger:
    """A farming town: a small start like the village's, with its own issues; half of what is asked is still open."""
    return ledger(
        ChosenMeasure(key="m1", base="measure:窓口業務に関するBPRの推進", department="住民課"),
        ChosenMeasure(key="m2", base="today:generative-ai"),
        municipality="野原町",
        plan_name="野原町データ活用計画",
        pattern=ALONE,
        scale=SMALL,
        period="2027-2028",
        comprehensive_plan="第2次野原町総合計画（令和3年3月策定）",
        it_plan=U,
        prefectural_plan=N,
        issues=("農業の後継者の不足", "保育士の不足"),
        administrative_issues=("申請書の手入力に時間がかかる", "職員の残業"),
        past_efforts=N,
        geography="平野・農村",
        lead_department="企画財政課",
        project_team="野原町情報化推進委員会",
        it_staff=3,
        cloud="標準準拠システムへ移行済み",
        security_policy="定めて公表している",
        population=series("population", (18050, "令和4年4月1日"), (18010, "令和8年4月1日")),
        households=7020,
        open_data=N,
    )


LONG = "長い課題" * 400
WORDS = (
    "{population}と{self}",
    "a | b",
    "一行目\n二行目",
    "〔要確認：x〕",
    LONG,
    "😀𠮷野家の前の道",
    "**太字** # 見出し [x](y)",
)


def hostile() -> Ledger:
    """A town that writes into its answers whatever could be taken for a place, a mark or a layout."""
    return ledger(
        ChosenMeasure(
            key="m1",
            title="{plan_name} | 施策😀",
            body="本文 | {issues}\n二行目 **太字**",
            situation="〔要確認：現状〕| {self}",
            kpis=(Kpi(name="率 | {unit}", current="$x", target="| |", year=2028, source="{source}\n次の行"),),
            schedule=steps((2027, "準備 | {year}")),
            department="課 | {x}",
        ),
        municipality="{plan_name}町",
        plan_name="|{municipality}|計画",
        pattern=ALONE,
        scale=WHOLE,
        period="2027-2029",
        host_plan=N,
        issues=WORDS,
        administrative_issues=("{office}の|", "○ 施策【その他】"),
        past_efforts=("1. 見出し", "（1）見出し"),
        efforts_result="$x{self:list}",
        neighbours="{law:act}\n\n2. 章",
        existing_services=("・点",),
        comprehensive_plan="総合計画 | {kind}",
        lead_department="企画課|{trend}",
        project_team="本部\n会議",
        cio="{cio}",
        finance="{name:dx-plan}",
        contact="a|b",
        history=("| x |",),
        security_rules="{article:act:9-3}",
        privacy_ordinance="{since:act:9-3}",
        population=5000,
        it_staff=2,
    )


LEDGERS = {
    "village": village(),
    "fishing city": fishing_city(),
    "ward": ward(),
    "plain town": plain_town(),
    "empty": ledger(),
    "all unknown": ledger(**dict.fromkeys(KEYS, U)),
    "all not applicable": ledger(**dict.fromkeys(KEYS, N)),
    "all declined": ledger(**dict.fromkeys(KEYS, D)),
    "name only": ledger(municipality="みどり町"),
    "no name": without(village(), "municipality", "plan_name"),
    "hostile": hostile(),
}
STYLED = {
    "village, polite": changed(village(), register_style="です・ます"),
    "city, western": changed(fishing_city(), years_style="和暦（西暦）"),
    "ward, full width": changed(ward(), digits_style="全角", years_style="和暦（西暦）"),
    "city, polite full width": changed(fishing_city(), digits_style="全角", register_style="です・ます"),
}
ALL = {**LEDGERS, **STYLED}


def _variants() -> Iterator[tuple[str, Ledger]]:
    """A small start and a whole plan with one fact in another state, or with another of the choices."""
    for name in ("village", "fishing city"):
        base = LEDGERS[name]
        for question in load_questions():
            if question.key in STYLES:
                continue
            key = question.key
            for given in (U, D, N, *question.choices):
                yield f"{name}, {key} {given}", changed(base, **{key: given})


VARIANTS = dict(_variants())
CASES = {**ALL, **VARIANTS}
GROUPS = (*ALL, "variants")
_PLANS: dict[str, PlanDraft] = {}


def plan(name: str, corpus: Corpus) -> PlanDraft:
    """The whole draft from the ledger of that name; made once for all tests."""
    if name not in _PLANS:
        _PLANS[name] = draft_plan(CASES[name], corpus)
    return _PLANS[name]


def group(name: str) -> tuple[str, ...]:
    """The ledgers behind one case of a test: a single one, or all variants."""
    return tuple(VARIANTS) if name == "variants" else (name,)
