"""Site: who publishes this portal, read once from the settings and shown on every page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.catalog.index_numbers import DEFAULT, IndexNumberForm, form_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The portal's identity; `url` has no trailing slash. 政府网站发展指引 (国办发〔2017〕47号) asks for the rest."""

    name: str
    """网站名称"""
    url: str
    """网站地址"""
    description: str = ""
    """网站说明"""
    organizer: str = ""
    """主办单位"""
    undertaker: str = ""
    """承办单位"""
    contact: str = ""
    """联系方式"""
    site_id_code: str = ""
    """网站标识码"""
    icp: str = ""
    """ICP备案编号"""
    police: str = ""
    """公安机关备案号"""
    fault_report: str = ""
    """“我为政府网站找错”的网址，由网站标识码申领"""
    party_mark: str = ""
    """党政机关网站标识的网址，由 conac.cn 核发"""
    ipv6: bool = False
    """服务器是否已支持 IPv6"""
    language: str = "zh-CN"
    """语言"""
    region: str = ""
    """本门户的地区：其机构的简称优先"""
    index_numbers: str = DEFAULT
    """索引号的形式，写法见 plugins/catalog/index_numbers.py"""
    hub: str = ""
    """WebSub 集线器的网址；空着就不用"""

    def __post_init__(self) -> None:
        """Raises ValueError with a 中文 sentence for a form of index numbers or a hub that cannot be read."""
        form_of(self.index_numbers)
        parts = urlsplit(self.hub)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
        if self.hub and not (secure and parts.hostname and "@" not in parts.netloc and not parts.query and not parts.fragment):
            raise ValueError(f"WebSub 集线器的网址 {self.hub} 读不懂，应形如 https://hub.example/")

    @property
    def index_number_form(self) -> IndexNumberForm:
        """How this portal writes its index numbers."""
        return form_of(self.index_numbers)

    @property
    def domain(self) -> str:
        """The domain alone, `www.shili.example`."""
        return self.url.partition("://")[2].partition("/")[0]

    @property
    def icp_link(self) -> str:
        """Where anyone can look the ICP number up."""
        return "https://beian.miit.gov.cn/"

    @property
    def police_link(self) -> str:
        """Where anyone can look the public security number up, by its digits."""
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={''.join(filter(str.isdigit, self.police))}"

    def absolute(self, address: str) -> str:
        """The full URL of a site path such as `/policies/2026/x/`."""
        return self.url + address
