"""Vocabularies: ours name their sources, a portal has its own beside them, and what is wrong in one is said with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from plugins.catalog import vocabularies
from plugins.catalog.facets import agency_code
from plugins.catalog.terms import Tier
from plugins.catalog.vocabularies import VocabularyError, adopt, agencies, columns, duties, genres, theme_code, theme_path, themes
from plugins.catalog.vocabularies.files import NAMES, OURS
from plugins.engine.session import SettingsError
from tests.conftest import ROOT, Site, write_document

Adopt = Callable[..., None]
OLD_NAME = {
    "发布机构": "示例省旧农业厅",
    "文号": "示旧农规〔2016〕1号",
    "索引号": "99000099X/2016-00001",
    "发文日期": "2016-03-01",
    "发布日期": "2016-03-02 09:00",
    "原载": "{日期: 2016-03-02}",
}
OWN_AGENCY = """source: 测试
agencies:
  - name: 示例省新农业厅
    region: 示例省
    code: '99000099X'
    number_prefixes: [示新农规]
    predecessors:
      - name: 示例省旧农业厅
        until: 2018-12-31
        basis: 机构改革
        number_prefixes: [示旧农规]
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Adopt]:
    """Adopts a portal's files, given by name."""

    def write(**files: str) -> None:
        folder = tmp_path / "vocabularies"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, "utf-8")
        adopt(folder)

    yield write
    adopt(ROOT / "nothing")


@pytest.mark.parametrize("name", NAMES)
def test_each_file_of_ours_names_its_source(name: str) -> None:
    """An official asks on whose word a word stands here."""
    assert len(yaml.safe_load((OURS / f"{name}.yaml").read_text("utf-8"))["source"]) > 20


def test_the_whole_theme_tree_is_there() -> None:
    """22 top classes, in the order of the library."""
    assert len(themes()) == 22
    assert sum(map(len, themes().values())) == 121
    assert (theme_code(("国务院组织机构",)), theme_code(("国防", "国防动员")), theme_code(("其他",))) == ("01", "2102", "22")


def test_the_fifteen_genres_are_those_of_the_regulations() -> None:
    """党政机关公文处理工作条例 article 8, in its order."""
    named = "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要".split()
    assert [genre.name for genre in genres()] == named


def test_the_duties_are_those_of_the_law(corpus: Path) -> None:
    """Word for word from articles 20 and 21; each tier has its own."""
    law = next((corpus / "laws-md").glob("*/政府信息公开条例(2019-04-03).md")).read_text("utf-8")
    articles = law[law.index("第二十条 ") : law.index("第二十二条 ")]
    assert all(duty.text in articles for duty in duties())
    assert sum("第二十条" in duty.basis for duty in duties()) == 15
    assert {tier: len(duties(tier)) for tier in Tier} == {Tier.PROVINCE: 15, Tier.CITY: 22, Tier.COUNTY: 22, Tier.TOWN: 23}


def test_a_former_name_and_its_prefix_mean_the_organ_of_today() -> None:
    """国家工商行政管理总局 went into the organ for market regulation."""
    found = agencies().find("国家工商行政管理总局", "示例省")
    assert found is not None and found.name == "国家市场监督管理总局"
    before = found.predecessor("国家工商行政管理总局")
    assert before is not None and before.until == date(2018, 12, 31)
    assert found.predecessor("市场监管总局") is None


def test_every_code_of_an_agency_has_one_holder() -> None:
    """A code ends an address: two organs would share a page."""
    codes = [agency_code(agency) for found in agencies().by_name.values() for agency in set(found)]
    holders = {(agency_code(agency), agency.name) for found in agencies().by_name.values() for agency in found}
    assert len(holders) == len(set(codes))


def test_a_portal_adds_its_words_and_changes_ours(own: Adopt) -> None:
    """Lists grow, an entry of the same name takes the place of ours, a column says only what differs."""
    own(
        themes="source: 测试\nthemes:\n  综合政务: [数字政府]\n  机构职能: [领导信息]\n",
        genres="source: 测试\ngenres:\n  - {name: 通知, word: notice, aliases: [通知书]}\n",
        columns="source: 测试\ncolumns:\n  news: {updated_within: 10}\n",
        audiences="source: 测试\naudiences:\n  企业: [专精特新企业]\n",
    )
    assert theme_path("数字政府") == ("综合政务", "数字政府")
    assert theme_code(("综合政务", "数字政府")) == "0251"
    assert theme_code(("机构职能", "领导信息")) == "5151"
    assert theme_code(("综合政务", "政务公开")) == "0201"
    assert vocabularies.genre_of_title("整改通知书") == "通知" and len(genres()) == 15
    assert (columns()["news"].updated_within, columns()["news"].name) == (10, "政务动态")
    assert "专精特新企业" in vocabularies.words_of("audiences")
    adopt(ROOT / "nothing")
    assert theme_path("数字政府") is None and columns()["news"].updated_within == 14


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("agencies", "agencies:\n  - name: 示例市政府\n", "第1行第1列：要有“source:”"),
        ("agencies", "source: 测试\n", "第1行第1列：要有“agencies:”"),
        ("agencies", "source: 测试\nagencies:\n  - nmae: 甲\n", "第3行第5列：“nmae”没有这一项"),
        ("agencies", "source: 测试\nagencies:\n  - name: 甲\n    aliases: 乙\n", "第4行第5列：“aliases”不能是“乙”"),
        ("agencies", "source: 测试\nagencies:\n  - {name: 甲}\n  - {name: 甲}\n", "第4行第6列：“甲”已属于“甲”"),
        ("agencies", "source: 测试\nagencies:\n  - name: 甲\n    predecessors: [{name: 乙}]\n", "“until”缺少这一项"),
        ("agencies", "source: 测试\nagencies: [\n", "第3行第1列：这里不合 YAML 的写法"),
        ("columns", "source: 测试\ncolumns:\n  news: {updated_within: 0}\n", "第3行第10列：“updated_within”不能是“0”"),
        ("columns", "source: 测试\ncolumns:\n  blog: {name: 博客}\n", "“description”缺少这一项"),
        ("duties", "source: 测试\nduties:\n  - {basis: 甲, text: 乙, tiers: [国级]}\n", "不能是“国级”"),
        ("themes", "source: 测试\nthemes:\n  甲: [乙]\n  甲: [丙]\n", "第4行第3列：“甲”写了两次"),
        ("agency", "source: 测试\n", "agency.yaml：没有这个词表，可用的有 agencies.yaml"),
        ("genres", "source: 测试\ngenres: []\nmore: 1\n", "第1行第1列：要有“genres:”"),
    ],
)
def test_what_is_wrong_in_a_portals_file_is_said_with_its_place(own: Adopt, name: str, text: str, said: str) -> None:
    """And ours count alone after that."""
    with pytest.raises(VocabularyError) as error:
        own(**{name: text})
    assert len(error.value.problems) <= 3 and any(said in problem for problem in error.value.problems), error.value.problems
    assert all(problem.startswith(f"vocabularies/{name}.yaml") for problem in error.value.problems)
    assert vocabularies.own_digest() == "" and agencies().by_name


def test_every_problem_of_every_file_is_said_at_once(own: Adopt) -> None:
    """Whoever mends them runs the check once."""
    with pytest.raises(VocabularyError) as error:
        own(agencies="source: 测试\nagencies:\n  - nmae: 甲\n", columns="columns: {}\n")
    assert {problem.split(" ")[0] for problem in error.value.problems} == {
        "vocabularies/agencies.yaml",
        "vocabularies/columns.yaml",
    }


def beside(site: Site, **files: str) -> Site:
    """A portal with settings and vocabularies of its own."""
    shutil.copy(ROOT / "pelicanconf.py", site.folder)
    if not (site.folder / "theme").exists():
        shutil.copytree(ROOT / "theme", site.folder / "theme")
    (site.folder / "vocabularies").mkdir(exist_ok=True)
    for name, text in files.items():
        (site.folder / "vocabularies" / f"{name}.yaml").write_text(text, "utf-8")
    return site


def test_a_document_of_an_old_name_is_listed_under_the_successor_with_a_note(site: Site) -> None:
    """It stays valid as it is; its pages are made anew where the portal's own file changes."""
    settings = {"settings": site.folder / "pelicanconf.py"}
    beside(site, agencies=OWN_AGENCY).write({"policies/2016/a.md": write_document(保密审查=None, **OLD_NAME)})
    outcome = site.build(**settings)
    assert list(outcome.report.text()) == []
    page = site.page("/policies/2016/a/")
    assert "示例省旧农业厅（现为示例省新农业厅）" in page and "现行有效" in page
    assert "示例省新农业厅的文件" in site.page("/catalog/agencies/99000099X/")
    assert site.build(**settings).made == {}
    beside(site, agencies=OWN_AGENCY.replace("name: 示例省新农业厅", "name: 示例省大农业厅"))
    assert "policies/2016/a/index.html" in site.build(**settings).made
    assert "（现为示例省大农业厅）" in site.page("/policies/2016/a/")


def test_a_broken_file_of_a_portal_stops_the_run_with_a_sentence(site: Site) -> None:
    """Nothing is built from half of the words."""
    beside(site, agencies="source: 测试\nagencies:\n  - nmae: 甲\n").write({"policies/2026/a.md": write_document()})
    with pytest.raises(SettingsError, match=r"vocabularies/agencies\.yaml 第3行第5列：“nmae”没有这一项"):
        site.build(settings=site.folder / "pelicanconf.py")
    assert not site.output.exists()
