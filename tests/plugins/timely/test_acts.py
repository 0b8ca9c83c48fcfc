"""A document is withdrawn by three lines; all else in it stays as it was."""

from datetime import date

import pytest

from plugins.timely.acts import withdraw
from tests.conftest import write_document

DAY = date(2026, 3, 5)


def test_a_withdrawn_document_is_a_notice_and_builds(site):
    site.write({"policies/2026/a.md": write_document(撤回日期=None)})
    withdraw(site.content / "policies/2026/a.md", '数据有误："12"应为 21', DAY)
    assert not (outcome := site.build()).report.failed, "\n".join(outcome.report.text())
    assert "数据有误：&#34;12&#34;应为 21" in site.page("/policies/2026/a/")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_was_there_is_replaced_and_the_rest_kept(tmp_path, end):
    """Also twice, also where a status stood, with the line ends of the file."""
    file = tmp_path / "a.md"
    text = write_document(状态="发布").replace("\n", end)
    file.write_bytes(text.encode())
    for reason in ("一", "二"):
        withdraw(file, reason, DAY)
    wanted = text.replace(f"状态: 发布{end}", "").replace(
        f"{end}---{end}", f'{end}状态: 撤回{end}撤回说明: "二"{end}撤回日期: 2026-03-05{end}---{end}', 1
    )
    assert file.read_bytes().decode() == wanted


def test_what_cannot_be_is_refused_and_nothing_written(tmp_path):
    file = tmp_path / "a.md"
    file.write_text("没有信息块")
    for reason, said in ((" ", "原因"), ("有误", "没有信息块")):
        with pytest.raises(ValueError, match=said):
            withdraw(file, reason, DAY)
    assert file.read_text() == "没有信息块"
