"""Doors: the portal's own ways to find something, as the home page, the site map and the list of policies offer them."""

from __future__ import annotations

from plugins.catalog.lists import IN_FORCE, TASKS
from plugins.frame.views import Link

NUMBERS = Link("按文号、索引号查找", "/number/")
VALID = Link("有效文件查询", IN_FORCE)
IMPLEMENTED = Link("工作任务落实情况", TASKS)
SUBSCRIBE = Link("订阅", "/feeds/")
DATA = Link("开放数据", "/data/")

FINDING = (NUMBERS, VALID, IMPLEMENTED, DATA)
"""What finds something; the foot of every page has 订阅."""
OF_POLICIES = (VALID, IMPLEMENTED)
"""What follows from policies together: which are in force, what became of them."""
