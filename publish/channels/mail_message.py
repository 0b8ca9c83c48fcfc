"""What a digest by mail looks like: the post that is approved, and the message that one person gets of it. Pure.

RFC 5322 and 2045 to 2047 for the message, 2369 and 8058 for leaving at one click, 2919 for the list, 3834 against answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from plugins.catalog.dates import chinese_date
from plugins.catalog.manifest import Release
from plugins.catalog.site import Site
from plugins.catalog.terms import Status
from publish.channels.wording import clipped, one_line
from publish.mailing import Mailing

LEAVE = "leave:address"
"""Stands in a post where each message has its reader's own leave address."""
MOST = 50
"""Documents of an issue: a mail of more is not read, and above 100 KB some readers' programmes cut it."""
SUBJECT, SUMMARY = 80, 200
"""Characters."""
SIZE = 200 * 1024
"""Bytes of text and HTML together: every mail server takes ten times as much."""
_END = "\r\n"
_RULE = "—" * 12


def parts_of(releases: Sequence[Release]) -> list[tuple[str, list[Release]]]:
    """The releases under their headings, each once."""
    gone = [one for one in releases if one.record.status is Status.WITHDRAWN]
    mended = [one for one in releases if one not in gone and one.record.corrections]
    new = [one for one in releases if one not in gone and one not in mended]
    return [(name, found) for name, found in (("新公开", new), ("有更正", mended), ("已撤回", gone)) if found]


def text_of(releases: Sequence[Release], left: int, mailing: Mailing, site: Site) -> str:
    """The plain text; `left` are those that did not fit."""
    lines = [site.name, mailing.label, ""]
    for heading, found in parts_of(releases):
        lines += [f"【{heading}】", ""]
        for release in found:
            facts = (_title(release), _about(release), _says(release), release.url)
            lines += [line for line in facts if line] + [""]
    lines += [*_left(left, site), _RULE, f"您订阅了{site.name}的{mailing.label}。退订：{LEAVE}"]
    return "\n".join((*lines, f"这封邮件由程序发出，请勿回复。{site.url}/"))


def html_of(releases: Sequence[Release], left: int, mailing: Mailing, site: Site) -> str:
    """The same as HTML, without pictures, scripts, or anything from elsewhere."""
    body = [f"<h1 style='font-size:1.3em'>{escape(site.name)}<br>{escape(mailing.label)}</h1>"]
    for heading, found in parts_of(releases):
        body.append(f"<h2 style='font-size:1.1em'>{heading}</h2>")
        for release in found:
            facts = "<br>".join(escape(line) for line in (_about(release), _says(release)) if line)
            body.append(f'<p><a href="{escape(release.url)}">{escape(_title(release))}</a><br>{facts}</p>')
    body += [f"<p>{escape(line)}</p>" for line in _left(left, site)]
    body.append(f'<hr><p>您订阅了{escape(site.name)}的{escape(mailing.label)}。<a href="{LEAVE}">退订</a></p>')
    body.append(f'<p>这封邮件由程序发出，请勿回复。<a href="{escape(site.url)}/">{escape(site.url)}/</a></p>')
    inside = "\n".join(body)
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body style="line-height:1.7">\n{inside}\n</body></html>\n'


def to_look_at(text: str) -> str:
    """The plain text for who approves it: a reader's own address is named where it will be."""
    return text.replace(LEAVE, "（每封邮件里是收件人自己的地址）")


def subject_of(title: str, site: Site) -> str:
    """One line, not too long."""
    return clipped(one_line(f"{site.name}：{title}"), SUBJECT)


def message_id(mark: str, subscriber: str, domain: str) -> str:
    """The same for an issue and a person, however often it is sent: so mail servers and readers know a repetition."""
    return f"<{sha256(f'{mark} {subscriber}'.encode()).hexdigest()[:32]}@{domain}>"


def message_of(
    *, subject: str, text: str, html: str, sender: str, recipient: str, identity: str, mailing: Mailing, leave: str, at: datetime
) -> bytes:
    """One person's message as bytes of ASCII. `sender` may have a name before its `<address>`."""
    domain = sender.rpartition("@")[2].rstrip(">")
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    theme = sha256(mailing.theme.encode()).hexdigest()[:8] if mailing.theme else "all"
    message.set_content(text.replace(LEAVE, leave), charset="utf-8", cte="base64")
    message.add_alternative(html.replace(LEAVE, escape(leave)), subtype="html", charset="utf-8", cte="base64")
    message.set_boundary(f"={identity.strip('<>').partition('@')[0]}=")
    # The library would fold or encode an address that is longer than a line of its own, and decode what looks encoded:
    # `=?utf-8?q?=0d=0aBcc:…?=` would become a line of the head.
    plain = (
        f"To: {recipient}",
        f"Subject: {Header(subject, 'utf-8', header_name='Subject').encode(linesep=_END)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {identity}",
        f"List-Id: <{mailing.rhythm.value}-{theme}.digest.{domain}>",
        f"List-Unsubscribe: <{leave}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
    )
    return _END.join(plain).encode("ascii") + b"\r\n" + message.as_bytes()


def _title(release: Release) -> str:
    return one_line(release.record.post_title or release.record.title)


def _about(release: Release) -> str:
    record = release.record
    day = chinese_date(record.published_at.date()) if record.published_at else ""
    return "　".join(filter(None, (record.document_number, one_line(record.issuing_agency), day)))


def _says(release: Release) -> str:
    """What was put right or why it is gone, else what it is about."""
    record = release.record
    if record.status is Status.WITHDRAWN:
        return clipped(f"撤回说明：{one_line(record.withdrawal_note) or '未写明'}。此前的汇总里有这份文件，请勿再引用。", SUMMARY)
    if record.corrections:
        last = record.corrections[-1]
        return clipped(f"更正{f'（{chinese_date(last.on)}）' if last.on else ''}：{one_line(last.note)}", SUMMARY)
    return clipped(one_line(record.post_summary or record.summary), SUMMARY)


def _left(left: int, site: Site) -> Iterable[str]:
    return [f"还有 {left} 份没有列出，见 {site.url}/"] if left else []
