"""Sample values for every component: the usual case, then the long, the marked and the empty one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugins.catalog.dates import BEIJING
from plugins.catalog.entry import Heading
from plugins.catalog.normative import Rank
from plugins.catalog.site import Site
from plugins.catalog.terms import TaskState, Validity
from plugins.engine.page import Late, Rooms
from plugins.frame.binding import Counts, Line, Part, YearCounts
from plugins.frame.consultations import ConsultationBadge, OpenConsultation
from plugins.frame.doors import OF_POLICIES
from plugins.frame.neighbourhood import picture
from plugins.frame.qr import QrCode
from plugins.frame.relations import Mention, Related
from plugins.frame.tasks import PlanLine, ReportedTask, Share, TaskLine, TaskReport, TaskUnit, UnitTasks
from plugins.frame.versions import ArticleChange, Marked, Version
from plugins.frame.views import (
    Article,
    Attachment,
    Axis,
    Badge,
    Cell,
    Corrected,
    Cover,
    DataYear,
    Door,
    Download,
    Feed,
    FeedGroup,
    Head,
    Item,
    Link,
    Neighbours,
    Notice,
    Pager,
    PaperForm,
    Section,
    Signature,
    Step,
    Tied,
    Timeline,
    ValidityBadge,
    Way,
    Year,
)

NOON = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
NUMBER = "示政办发〔2026〕12号"
SIGNATURE = Signature(form=PaperForm.DOCUMENT, organs=("示例省人民政府办公厅",), word="文件", document_number=NUMBER)
PDF = Download(label="下载 PDF", address="/policies/", file=f"{NUMBER}.pdf")
TITLE = "示例省人民政府办公厅关于印发2026年全省政务公开工作要点的通知"
LONG = "示例省人民政府办公厅关于转发省发展改革委等部门关于加快推进全省基层政务公开标准化规范化建设若干措施的通知"
POLICY = Link(TITLE, "/policies/")

COLUMNS = ("本年制发", "本年修改", "年末现行有效", "本年废止", "本年失效")

ON_EVERY_PAGE = ("head_meta", "display_modes", "site_header", "site_footer", "breadcrumb")
"""Components that need no sample: the gallery page itself has them."""
Sample = tuple[str, str, tuple[object, ...]]
"""Component file, macro, arguments."""


@dataclass(frozen=True, slots=True)
class TheSite(Late):
    """Stands for the site until the page is made."""

    def load(self, rooms: Rooms) -> Site:
        """The site."""
        return rooms.site


def samples(head: Head) -> tuple[Sample, ...]:
    """In the order in which a page has them."""
    site, qr = TheSite(), QrCode(head.address)
    return (
        ("validity_badge", "validity_badge", (_badge(Validity.REPEALED, "自2026年10月12日起废止，废止它的文件："),)),
        ("validity_badge", "validity_badge", (_badge(Validity.NOT_YET_IN_FORCE, "自2026年12月01日起施行"),)),
        ("validity_badge", "validity_badge", (_badge(Validity.EXPIRED, "有效期至2026年06月30日"),)),
        ("consultation_badge", "consultation_badge", (_asked("征求意见中", "/feeds/calendar.ics"),)),
        ("consultation_badge", "consultation_badge", (_asked("征求意见已结束"),)),
        ("issuing_line", "issuing_line", (SIGNATURE,)),
        ("gazette_masthead", "gazette_masthead", (_cover(),)),
        ("record_table", "record_table", (_cells(),)),
        ("badge", "badge", (Badge("已废止", over=True),)),
        ("byline", "byline", (Head(title=TITLE, address="/policies/", article=_article()),)),
        ("corrections", "correction_list", ((Corrected(on=date(2026, 3, 5), note="附件第3行的单位由“万元”改为“元”"),),)),
        ("document_ways", "document_ways", ((Way("任务分工和落实情况", "/policies/", "10项任务、14个单位"),),)),
        ("article_changes", "article_changes", ((_changed(),),)),
        ("version_list", "version_list", ((_version(), _version("/policies/")),)),
        ("task_reports", "task_reports", ((_reported(),),)),
        ("document_tools", "document_tools", (site, head, qr, (PDF,))),
        ("issue_downloads", "issue_downloads", ((PDF,),)),
        ("publication", "publication_list", ((Cell(name="cn", label="国内统一刊号", values=("CN 99-0000/D",)),),)),
        ("text_digest", "text_digest_line", ("3b5d1f0c9a7e2846" * 4,)),
        ("outline", "outline_list", (_outline(),)),
        ("attachment_list", "attachment_list", (_attachments(),)),
        (
            "relation_panel",
            "relation_panel",
            (_relations(),),
        ),
        ("neighbourhood", "neighbourhood", (picture(TITLE, _relations()),)),
        ("timeline", "timeline_panel", (_timeline(),)),
        ("withdrawal", "withdrawal", (Notice(note="数据有误，已重新发布", published_at=NOON, replaced_by=POLICY),)),
        ("neighbours", "neighbour_links", (Neighbours(older=POLICY, newer=Link(LONG, "/policies/")),)),
        ("print_source", "print_source", (site, head, qr)),
        ("feed_line", "feed_line", (Feed("政策文件", "/feeds/policies"),)),
        ("door_line", "door_line", (OF_POLICIES,)),
        ("open_consultations", "open_consultations", ((_open(), _open(LONG)), "/news/")),
        ("year_row", "year_row", ((_year(2026, True), _year(2025), _year(2024)), "年份")),
        ("document_list", "document_list", ((_item(), _item(LONG, Badge("尚未施行"), POLICY)),)),
        ("document_list", "document_list", ((_item(), _item(LONG)), "", True)),
        ("document_list", "document_list", ((), "这里还没有文件，发布之后会列在这里。")),
        ("section_list", "section_list", ((Section(title="政策文件", items=(_item(),), address="/policies/"),), "part")),
        ("pager", "pager_row", (Pager(label="2026年 · 第3页", newer="/policies/", older="/policies/"),)),
        ("gazette_cover", "gazette_cover", (_cover(),)),
        ("gazette_contents", "gazette_contents", ((Section(title="示例省人民政府办公厅文件", items=(_item(),)),),)),
        ("number_form", "number_form", (NUMBER,)),
        ("date_form", "date_form", ("哪一天有效", "/in-force/{year}/", "件", "文件", "2024-01-01", "2026-12-31")),
        ("year_counts", "year_counts", ((_counts(2026), _counts(2025)), COLUMNS)),
        ("in_force_table", "in_force_table", (Part("年末现行有效", (_line(), _line(LONG, POLICY))),)),
        ("share_legend", "share_legend", ()),
        ("share_bar", "share_bar", (_share(),)),
        ("share_table", "share_table", ((_share(), _share(LONG), _share(told=False)), "各文件的任务", "文件")),
        ("task_share", "task_share", (_share(told=False),)),
        ("task_table", "task_table", ((_task(), _task(2, overdue=True)), "全部任务")),
        ("unit_tasks", "unit_tasks", ((UnitTasks(unit=_UNIT, anchor="main", lines=(("牵头", _task()), ("", _task(2)))),),)),
        ("overdue_tasks", "overdue_tasks", ((PlanLine(plan=Link(NUMBER, "/policies/"), line=_task(2, overdue=True)),),)),
        ("doors", "door_rows", ((("按发布机构", (Link("示例省人民政府", "/catalog/"), Link("示例省教育厅", "/catalog/"))),),)),
        ("feed_list", "feed_list", (FeedGroup(name="sample", title="栏目", feeds=(Feed("政策文件", "/feeds/policies"),)),)),
        ("data_files", "data_files", ((DataYear(year=2026, count=62, changed="2026-03-02T09:00+08:00"),),)),
        ("catalog_axis", "catalog_axis", (_axis(),)),
    )


def _article() -> Article:
    return Article(title=TITLE, published_at=NOON, updated_at=NOON, source="示例省应急管理厅")


def _item(title: str = TITLE, badge: Badge | None = None, *interpretations: Link) -> Item:
    return Item(
        title=title,
        address="/policies/",
        agency="示例省人民政府办公厅",
        document_number=NUMBER,
        published_at=NOON,
        badge=badge,
        interpretations=interpretations,
    )


def _tied(note: str, chain: str = "") -> Tied:
    over = Badge("已废止", over=True) if chain else None
    return Tied(title=TITLE, address="/policies/", document_number=NUMBER, published_at=NOON, badge=over, note=note, chain=chain)


def _timeline() -> Timeline:
    steps = (
        Step(on=date(2026, 1, 5), label="征求意见", note="2026年2月5日截止", link=POLICY),
        Step(on=date(2026, 2, 27), label="发文"),
        Step(on=date(2026, 3, 2), label="解读", note="图解", link=Link(LONG, "/policies/")),
    )
    return Timeline(steps=steps, feed=Feed("政策脉络", "/feeds/policies"), calendars=(_year(2026),))


def _badge(validity: Validity, reason: str) -> ValidityBadge:
    by = (Link("示政发〔2026〕9号", "/policies/"),) if validity is Validity.REPEALED else ()
    return ValidityBadge(validity=validity, label=validity.label, reason=reason, by=by)


def _asked(label: str, calendar: str = "") -> ConsultationBadge:
    return ConsultationBadge(label=label, closes_on=date(2026, 9, 30), calendar=calendar)


def _open(title: str = TITLE) -> OpenConsultation:
    return OpenConsultation(title=title, address="/policies/", agency="示例省应急管理厅", closes_on=date(2026, 9, 30))


def _cover() -> Cover:
    return Cover(
        name="示例省人民政府公报",
        address="/gazettes/",
        issue="2026年第2期",
        running_number=206,
        published_at=NOON,
        carried=12,
    )


def _cells() -> tuple[Cell, ...]:
    texts = (
        ("index_number", "索引号", "990000025/2026-00012"),
        ("themes", "分类", "综合政务\\政务公开"),
        ("title", "名称", TITLE),
        ("document_number", "文号", NUMBER),
        ("subject_terms", "主题词", ""),
    )
    return tuple(Cell(name=name, label=label, values=(text,) if text else ()) for name, label, text in texts)


def _outline() -> tuple[Heading, ...]:
    headings = ((2, "一、总体要求"), (2, "二、主要任务"), (3, "（一）集中公开现行有效文件"), (2, "三、工作要求"))
    return tuple(Heading(level, text, "main") for level, text in headings)


def _attachments() -> tuple[Attachment, ...]:
    name = "2026年政务公开重点任务分工表"
    return (Attachment(name=name, file=f"{name}.docx", address="/policies/", type="DOCX", size="24 KB"),)


def _year(year: int, current: bool = False) -> Year:
    return Year(year=year, address="/policies/", current=current)


def _axis() -> Axis:
    leaf = Door(label="政务公开", address="/catalog/", count=8)
    return Axis(label="主题分类", name="themes", doors=(Door(label="综合政务", address="/catalog/", count=12, below=(leaf,)),))


def _line(title: str = TITLE, *changed: Link) -> Line:
    return Line(
        title=title,
        address="/policies/",
        document_number=NUMBER,
        agency="示例省人民政府办公厅",
        rank=Rank.NORMATIVE,
        validity=Validity.IN_FORCE,
        issued_on=date(2026, 3, 1),
        since=date(2026, 4, 1),
        until=date(2026, 10, 11) if changed else None,
        repealed_on=date(2026, 10, 12) if changed else None,
        repealed_by=changed[0] if changed else None,
        made=not changed,
        amended_by=changed,
    )


def _counts(year: int) -> YearCounts:
    return YearCounts(year, "/policies/", tuple(Counts(rank, (3, 1, 12, 2, 0)) for rank in Rank))


def _relations() -> tuple[Related, ...]:
    """A short group, and a long one with documents of other portals."""
    laws = tuple(Mention(f"中华人民共和国示例法（第{number}号）", "") for number in range(1, 4))
    cited = (_tied(""),) * 4
    return (
        Related(
            name="interprets",
            verb="解读",
            forth=False,
            label="解读",
            entries=(_tied("图解"), _tied("", "/policies/#chain")),
        ),
        Related(name="cites", verb="引用", forth=True, label="引用的文件", entries=cited, elsewhere=laws, more=True),
    )


_UNIT = TaskUnit("省数据局", "牵头", "/policies/")


def _task(at: int = 1, *, overdue: bool = False) -> TaskLine:
    report = TaskReport(on=date(2026, 6, 30), state=TaskState.DONE, note="1842件全部上网", source=POLICY)
    return TaskLine(
        at=at,
        number="一（二）",
        title="集中公开现行有效文件",
        address="/policies/",
        units=(_UNIT, TaskUnit("各市、州、县人民政府", "配合")),
        note="等有关部门",
        deadlines=("6月底前",),
        due=date(2026, 6, 30),
        state=None if overdue else TaskState.DONE,
        overdue=overdue,
        reports=() if overdue else (report,),
    )


def _share(label: str = TITLE, *, told: bool = True) -> Share:
    done, in_progress, not_begun = (4, 3, 1) if told else (0, 0, 0)
    return Share(
        label=label,
        address="/policies/",
        beside=NUMBER,
        done=done,
        in_progress=in_progress,
        not_begun=not_begun,
        unreported=10 - done - in_progress - not_begun,
        overdue=1,
    )


def _reported() -> ReportedTask:
    return ReportedTask(
        plan=NUMBER,
        number="一（二）",
        title="集中公开现行有效文件",
        address="/policies/",
        state=TaskState.DONE,
        on=date(2026, 6, 30),
        note="1842件全部上网",
    )


def _changed() -> ArticleChange:
    marked = (Marked("", "自受理之日起"), Marked("del", "5"), Marked("ins", "3"), Marked("", "个工作日内提出审核意见"))
    return ArticleChange(label="第七条（原第六条）", words="修改", paragraphs=(marked,))


def _version(changes: str = "") -> Version:
    return Version(since=date(2025, 7, 15), until=None if changes else date(2026, 7, 14), by="原文", text=POLICY, changes=changes)
