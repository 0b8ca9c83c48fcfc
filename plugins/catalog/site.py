"""Site: who publishes this portal, read once from the settings and shown on every page."""

from __future__ import annotations

from dataclasses import dataclass


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
    language: str = "zh-CN"
    """语言"""
    region: str = ""
    """本门户的地区：其机构的简称优先"""

    @property
    def domain(self) -> str:
        """The domain alone, `www.shili.example`."""
        return self.url.partition("://")[2].partition("/")[0]

    def absolute(self, address: str) -> str:
        """The full URL of a site path such as `/policies/2026/x/`."""
        return self.url + address
