"""The demo portal: its identity and settings. A real portal changes the values here, and publishconf.py for production."""

from plugins.catalog.site import Site

SITE = Site(
    name="示例省人民政府门户网站",
    url="https://www.shili.example",
    description="示例省人民政府信息公开：政策、解读、回应",
    organizer="示例省人民政府办公厅",
    undertaker="示例省政务公开中心",
    contact="电话：000-00000000　电子邮箱：gongkai@shili.example",
    site_id_code="9900000001",
    icp="示ICP备00000001号",
    police="示公网安备99000000000001号",
    fault_report="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9900000001",
    ipv6=True,
    region="示例省",
)
# The demo lives on one day, so that it is the same on every machine. publishconf.py takes the real time.
AS_OF = "2026-11-20 09:00"
# Documents published before this day are never announced by themselves.
PUBLISH_SINCE = "2026-09-01"

PLUGINS = [
    "plugins.engine",
    "plugins.portal",
    "plugins.disclosure",
    "plugins.privacy",
    "plugins.inforce",
    "plugins.citations",
    "plugins.numbering",
    "plugins.review",
    "plugins.chain",
    "plugins.taskbook",
    "plugins.amended",
    "plugins.gazette",
    "plugins.editions",
    "plugins.timely",
    "plugins.topics",
    "plugins.feeds",
    "plugins.opendata",
]

SITENAME = SITE.name
SITEURL = SITE.url
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
