"""The list of subscribers as an operator types it: sentences, and never an address."""

import json

import pytest
from invoke.context import Context
from invoke.exceptions import Exit

from publish.subscribers import Subscribers
from verbs import subscribers as verbs

PEOPLE = ("zhang@reader-one.example", "li@reader-two.example")


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(verbs, "VAR", tmp_path)
    return tmp_path


def do(verb, **words):
    getattr(verbs, verb).body(Context(), **words)


def refused(verb, **words):
    with pytest.raises(Exit) as raised:
        do(verb, **words)
    assert raised.value.code == 2
    return str(raised.value)


def test_a_subscriber_is_entered_changed_listed_and_removed(var, capsys):
    do("add", address=PEOPLE[0], themes="政务公开，综合政务", rhythm="daily")
    do("add", address=PEOPLE[1])
    do("add", address=PEOPLE[0], themes="全部", rhythm="每周")
    do("show")
    do("show", json=True)
    said = capsys.readouterr().out
    assert "早已登记" in said and "2 位。" in said and "z***@r***.example" in said
    assert not any(address in said for address in PEOPLE)
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [(one["rhythm"], one["themes"]) for one in lines] == [("weekly", ["全部"])] * 2
    do("remove", address=PEOPLE[0])
    assert [one.address for one in Subscribers(var).all()] == [PEOPLE[1]]
    assert "没有这个地址" in refused("remove", address=PEOPLE[0])
    assert "这样的有 0 个" in refused("remove", address="none")
    do("remove", address=Subscribers(var).all()[0].id[:8])
    assert Subscribers(var).all() == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"address": "zhang"}, "电子邮箱地址读不懂"),
        ({"address": PEOPLE[0], "themes": "天文"}, "没有“天文”这个主题"),
        ({"address": PEOPLE[0], "rhythm": "hourly"}, "可选：daily、每日、weekly、每周"),
    ],
)
def test_what_cannot_be_is_a_sentence(var, words, said):
    assert said in refused("add", **words) and not Subscribers(var).there


def test_a_table_is_entered_whole_or_not_at_all(var, tmp_path, capsys):
    table = tmp_path / "list.csv"
    table.write_text(f"﻿地址,节奏,主题\n{PEOPLE[0]},daily,政务公开;财政、金融、审计\n\n{PEOPLE[1]},每周,\n", "utf-8")
    do("enter", path=str(table))
    assert "新登记 2 位，改了 0 位。" in capsys.readouterr().out
    assert [len(one.themes) for one in Subscribers(var).all()] == [2, 1]
    table.write_text(f"new@x.example,daily\nnobody,daily\n{PEOPLE[0]},sometimes\n", "utf-8")
    said = refused("enter", path=str(table))
    assert "第 2 行：" in said and "第 3 行：" in said and "一行也没有登记" in said and PEOPLE[0] not in said
    assert len(Subscribers(var).all()) == 2
    table.write_bytes(b"\xff\xfe")
    assert "UTF-8" in refused("enter", path=str(table))
    assert "读不出来" in refused("enter", path=str(tmp_path / "nowhere.csv"))


def test_an_address_is_removed_as_it_was_entered(var):
    """A name in 中文 is kept in the letters of DNS."""
    do("add", address="zhang@政务.example")
    do("remove", address="Zhang@政务.example")
    assert Subscribers(var).all() == ()
    assert "读不懂" in refused("remove", address="zhang")


def test_a_theme_and_one_below_it_are_one_wish(var):
    do("add", address=PEOPLE[0], themes="政务公开,综合政务")
    assert Subscribers(var).all()[0].themes == ("综合政务",)


def test_a_table_with_a_quotation_mark_too_few_is_a_sentence(var, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text(f'"{PEOPLE[0]},daily,\n' + f"{PEOPLE[1]},daily,\n" * 6000, "utf-8")
    assert "引号" in refused("enter", path=str(table)) and not Subscribers(var).there
