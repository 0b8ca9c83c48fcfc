"""Acts on the register: what each writes, what each refuses, and that the findings they mend are gone."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.catalog.index_numbers import DEFAULT, form_of
from plugins.catalog.number_register import FILE, Act, Line, read_number_register
from plugins.numbering import acts
from plugins.numbering.desk import NumberingError
from tests.conftest import Site, write_document

DAY = date(2026, 11, 20)
FORM = form_of(DEFAULT)
A, B = "policies/2026/a.md", "policies/2026/b.md"


def number(serial: int) -> str:
    """A number of the organ of the tests."""
    return f"990000017/2026-{serial:05}"


def document(serial: int, title: str = "示例省人民政府关于一件事的通知") -> str:
    """A sound policy with this number."""
    return write_document(名称=title, 索引号=number(serial), 文号=f"示政发〔2026〕{serial}号")


def write_register(site: Site, *lines: tuple[int, str, str]) -> None:
    """A register of allocations: serial, path, title."""
    path = site.folder / FILE
    path.parent.mkdir(exist_ok=True)
    made = (Line(number=number(serial), act=Act.ALLOCATED, path=at, title=title, on=DAY) for serial, at, title in lines)
    path.write_text("".join(line.written() for line in made), "utf-8")


def codes(site: Site) -> list[str]:
    """What the check says of numbers."""
    return [finding.code for finding in site.check().report if finding.code.startswith(("NUM", "DIS031"))]


def held(site: Site) -> dict[str, str]:
    """Who holds which number."""
    register = read_number_register(site.content)
    return dict(register.held) if register else {}


def test_the_numbers_of_a_folder_are_entered_once(site: Site) -> None:
    """Those that the register lacks; again there is nothing to do."""
    site.write({A: document(1), B: document(2)})
    write_register(site, (1, A, "示例省人民政府关于一件事的通知"))
    assert codes(site) == ["NUM005"]
    assert [line.act for line in acts.enter(site.content, FORM, "content/", DAY)] == [Act.ENTERED]
    assert acts.enter(site.content, FORM, str(site.content / "policies"), DAY) == []
    assert (codes(site), held(site)) == ([], {A: number(1), B: number(2)})


def test_entering_begins_a_register(site: Site) -> None:
    """And says how many there were."""
    site.write({A: document(1), B: document(2)})
    assert len(acts.enter(site.content, FORM, str(site.content), DAY)) == 2
    assert codes(site) == []


def test_a_document_that_moved_and_has_another_title_takes_its_number_along(site: Site) -> None:
    """Entering it by name says that it is the same one."""
    site.write({B: document(1, "示例省人民政府关于另一件事的通知")})
    write_register(site, (1, A, "示例省人民政府关于一件事的通知"))
    assert codes(site) == ["NUM003"]
    assert acts.enter(site.content, FORM, "content/", DAY) == []
    assert [line.act for line in acts.enter(site.content, FORM, f"content/{B}", DAY)] == [Act.MOVED]
    assert (codes(site), held(site)) == ([], {B: number(1)})


def test_a_document_that_was_given_another_number_by_hand_is_entered_with_it(site: Site) -> None:
    """The old number is voided and says why."""
    site.write({A: document(2)})
    write_register(site, (1, A, "示例省人民政府关于一件事的通知"))
    assert codes(site) == ["NUM008"]
    acts.enter(site.content, FORM, A, DAY)
    register = read_number_register(site.content)
    assert register is not None
    assert register.voided[number(1)].line.reason == f"改用 {number(2)}"
    assert (codes(site), held(site)) == ([], {A: number(2)})


def test_of_two_documents_with_one_number_one_gets_another(site: Site) -> None:
    """What a merge brings; only one line of its file changes."""
    site.write({A: document(1), B: document(1, "示例省人民政府关于另一件事的通知").replace("〕1号", "〕2号")})
    write_register(site, (1, A, "示例省人民政府关于一件事的通知"), (1, B, "示例省人民政府关于另一件事的通知"))
    assert sorted(codes(site)) == ["DIS031", "DIS031", "NUM002"]
    before = (site.content / B).read_text("utf-8")
    assert acts.renew(site.content, FORM, f"content/{B}", DAY).number == number(2)
    assert (site.content / B).read_text("utf-8") == before.replace(f"索引号: {number(1)}", f"索引号: {number(2)}")
    assert (codes(site), held(site)) == ([], {A: number(1), B: number(2)})


def test_a_number_that_is_given_up_is_voided(site: Site) -> None:
    """Nobody gets it again; a document that still uses it is told to take another."""
    site.write({A: document(1)})
    acts.enter(site.content, FORM, A, DAY)
    assert acts.renew(site.content, FORM, A, DAY).number == number(2)
    assert codes(site) == []
    site.write({B: document(1, "示例省人民政府关于另一件事的通知").replace("〕1号", "〕3号")})
    assert codes(site) == ["NUM004"]
    acts.renew(site.content, FORM, B, DAY)
    assert (codes(site), held(site)) == ([], {A: number(2), B: number(3)})


def test_bytes_that_are_not_the_number_stay(site: Site) -> None:
    """The mark of the encoding, the ends of lines, quotation in the text."""
    text = "\ufeff" + document(1).replace("\n", "\r\n") + "索引号: 正文里的\r\n"
    site.write({A: text})
    acts.renew(site.content, FORM, A, DAY)
    assert (site.content / A).read_bytes().decode() == text.replace(number(1), number(2))


def test_voiding_fills_a_gap(site: Site) -> None:
    """One number, or a row of them; what was never given out too."""
    site.write({A: document(1), B: document(6, "示例省人民政府关于另一件事的通知")})
    write_register(
        site,
        (1, A, "示例省人民政府关于一件事的通知"),
        (2, "policies/2026/gone.md", "未发"),
        (6, B, "示例省人民政府关于另一件事的通知"),
    )
    assert codes(site) == ["NUM006", "NUM007"]
    assert len(acts.void(site.content, FORM, number(2), "", "起草后未发文", DAY)) == 1
    assert len(acts.void(site.content, FORM, number(3), number(5), "系统跳号", DAY)) == 3
    assert acts.void(site.content, FORM, number(3), number(5), "系统跳号", DAY) == []
    assert codes(site) == []


@pytest.mark.parametrize(
    ("first", "last", "reason", "said"),
    [
        (number(1), "", "原因", "正用着索引号"),
        (number(3), "", " ", "请写明作废的原因"),
        (number(5), number(3), "原因", "由小到大的一段"),
        (number(3), "990000025/2026-00004", "原因", "由小到大的一段"),
        (number(3), number(5000), "原因", "至多 1000 个"),
        ("12", "", "原因", "“12”不是"),
        (number(199), "", "原因", "还没有分配过"),
    ],
)
def test_what_must_not_be_voided_is_refused(site: Site, first: str, last: str, reason: str, said: str) -> None:
    """With a sentence, and the register stays."""
    site.write({A: document(1)})
    acts.enter(site.content, FORM, A, DAY)
    before = (site.folder / FILE).read_bytes()
    with pytest.raises(NumberingError, match=said):
        acts.void(site.content, FORM, first, last, reason, DAY)
    assert (site.folder / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (document(1), "content/policies/2026/none.md", "不是一份文件"),
        (write_document(索引号=None), A, "里没有索引号"),
        (write_document(索引号=f">-\n  {number(1)}"), A, "请手改"),
        (write_document(索引号="12345"), A, "“12345”不是"),
    ],
)
def test_what_cannot_be_renewed_is_a_sentence(site: Site, text: str, path: str, said: str) -> None:
    """The file stays as it was."""
    site.write({A: text})
    with pytest.raises(NumberingError, match=said):
        acts.renew(site.content, FORM, path, DAY)
    assert (site.content / A).read_text("utf-8") == text


def test_a_number_of_another_document_or_a_voided_one_is_not_entered(site: Site) -> None:
    """Entering must not hide what the check would say."""
    site.write({A: document(1), B: document(1, "示例省人民政府关于另一件事的通知")})
    write_register(site, (1, A, "示例省人民政府关于一件事的通知"))
    with pytest.raises(NumberingError, match="也用着索引号"):
        acts.enter(site.content, FORM, B, DAY)
    site.write({B: document(2, "示例省人民政府关于另一件事的通知")})
    (site.content / A).unlink()
    acts.void(site.content, FORM, number(1), "", "未发", DAY)
    site.write({A: document(1)})
    with pytest.raises(NumberingError, match="已经作废"):
        acts.enter(site.content, FORM, A, DAY)


def test_where_the_register_cannot_be_written_the_file_keeps_its_number(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk: nothing happened."""
    site.write({A: document(1)})
    acts.enter(site.content, FORM, A, DAY)

    def full(*lines: Line) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(acts.Desk, "add", full)
    with pytest.raises(OSError, match="No space"):
        acts.renew(site.content, FORM, A, DAY)
    assert (site.content / A).read_text("utf-8") == document(1)
