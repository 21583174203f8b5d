"""比べる: two versions of a section or of the plan, what is marked in them, and restoring from there."""

import re

import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor
from pages.towns import address, page, post

OLD = "1. 章\n\n窓口は一つである。\n\n人口は減った。\n\n変わらない文である。\n\nもう一つの変わらない文である。\n\nさらに変わらない文である。\n"
NEW = OLD.replace("一つである", "二つである").replace("人口は減った。\n\n", "") + "\n新しい文である。\n"


@pytest.fixture
def two(aoki: Visitor) -> Visitor:
    """A section with two versions."""
    aoki.put(OLD, None)
    aoki.put(NEW, 1)
    return aoki


def marks(html: str) -> tuple[list[str], list[str]]:
    """What is marked as gone, and as new, without the words for readers."""
    plain = re.sub(r'<span class="unseen">[^<]*</span>', "", html)
    return re.findall(r"<del>(.*?)</del>", plain), re.findall(r"<ins>(.*?)</ins>", plain)


@pytest.mark.parametrize("query", ["", "?old=1&new=2", "?old=1&new=now", "?old=1", "?new=2"])
def test_the_newest_version_beside_the_one_before(two: Visitor, query: str) -> None:
    """Words that changed are marked in both, with words for those who cannot see it; the rest is folded."""
    found = page(two, f"/sections/1/compare{query}")
    gone, new = marks(found.html)
    assert gone == ["一つ", "人口は減った。"] or gone == ["一", "人口は減った。"]
    assert new[-1] == "新しい文である。"
    assert "変更1か所・追加1か所・削除1か所" in found.text
    assert "削除：" in found.text
    assert "追加：" in found.text
    assert re.search(r"変わらない文 \d", found.text)


def test_the_other_way_round(two: Visitor) -> None:
    """Any two versions can be laid side by side."""
    gone, new = marks(page(two, "/sections/1/compare?old=2&new=1").html)
    assert "新しい文である。" in gone
    assert "人口は減った。" in new


@pytest.mark.parametrize("query", ["old=1&new=1", "old=now&new=now", "old=2&new=now"])
def test_the_same_version_twice(two: Visitor, query: str) -> None:
    """It says so, and lets one choose."""
    found = page(two, f"/sections/1/compare?{query}")
    assert "同じ版が選ばれています" in found.text
    assert address(two, "/sections/1/compare") in found.forms


@pytest.mark.parametrize("query", ["old=9", "new=9", "old=-1", "old=x", f"old={HOSTILE}", "old=0&new=2"])
def test_a_version_that_does_not_exist(two: Visitor, query: str) -> None:
    """404 in Japanese."""
    answer = two.http.get(address(two, "/sections/1/compare"), params=query)
    assert answer.status_code == 404
    assert "版はありません" in answer.text
    assert "<script>alert" not in answer.text


def test_a_single_version_has_nothing_beside_it(aoki: Visitor) -> None:
    """It says what to do."""
    aoki.put(OLD, None)
    assert "第1章の版は1つだけです" in page(aoki, "/sections/1/compare").text


def test_texts_are_never_markup(aoki: Visitor) -> None:
    """Wherever they stand."""
    aoki.put(f"1. 章\n\n{HOSTILE}である。\n", None)
    aoki.put(f"1. 章\n\n{HOSTILE}でない。\n", 1)
    found = page(aoki, "/sections/1/compare")
    assert "<script>alert" not in found.html


def test_an_earlier_version_comes_back_from_here(server: Server, two: Visitor) -> None:
    """As a new version; unless somebody has saved since the page was made."""
    form = page(two, "/sections/1/compare").form(address(two, "/sections/1/restore"))
    server.join(server.colleague, two.plan)
    server.workspace(server.colleague).save_text(1, "1. 章\n\n江口の文。\n", 2)
    answer = two.http.post(address(two, "/sections/1/restore"), data=form)
    assert answer.status_code == 409
    assert f"{server.colleague.name}さんが保存しました（版3）" in answer.text
    form = page(two, "/sections/1/compare?old=1").form(address(two, "/sections/1/restore"))
    assert two.http.post(address(two, "/sections/1/restore"), data=form).status_code == 303
    assert [version.text for version in server.versions(two.person)][2:] == ["1. 章\n\n江口の文。\n", OLD]


# --- the whole plan --------------------------------------------------------------------------------------------------


def test_two_frozen_plans_beside_each_other(server: Server, town: Visitor) -> None:
    """Section by section; those that did not change say so."""
    post(town, "/frozen", name="庁議版")
    newest = server.versions(town.person, 2)[-1]
    town.put(f"{newest.text}\n後で加えた一文である。\n", newest.stamp, 2)
    post(town, "/frozen", name="決裁版")
    decided, cabinet = server.workspace(town.person).frozen()
    found = page(town, f"/compare?old={cabinet.id}&new={decided.id}")
    gone, new = marks(found.html)
    assert (gone, new) == ([], ["後で加えた一文である。"])
    assert found.text.count("変更はありません") == 6
    assert found.without_label == []
    assert f"/comparison?new={decided.id}&amp;old={cabinet.id}" in found.html
    assert "後で加えた一文である。" in page(town, f"/compare?old={cabinet.id}").html, "beside the plan as it stands"


def test_sections_that_only_one_version_has(server: Server, aoki: Visitor) -> None:
    """All of it is new."""
    aoki.put("1. 章\n\n本文である。\n", None)
    post(aoki, "/frozen", name="課内案")
    aoki.put("2. 目的\n\n目的である。\n", None, 2)
    found = page(aoki, "/compare")
    assert "第2章 目的" in found.text
    assert "目的である。" in marks(found.html)[1]


@pytest.mark.parametrize("query", ["old=9999", "new=x", f"old={HOSTILE}", "old=-1"])
def test_a_frozen_plan_that_does_not_exist(town: Visitor, query: str) -> None:
    """404; nothing of another plan either."""
    answer = town.http.get(address(town, "/compare"), params=query)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_a_plan_that_was_never_frozen(town: Visitor) -> None:
    """There is nothing to choose yet, and no error."""
    assert "同じ版が選ばれています" in Page(town.http.get(address(town, "/compare")).text).text
