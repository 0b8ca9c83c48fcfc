"""Words before they leave, and answers as they come."""

from publish.channels.wording import clipped, comparable, one_line, plain, rows, whole, without_urls, word


def test_control_and_direction_characters_do_not_pass():
    assert plain("a\x00\x0b\u202eb\ufeff\u2028c\n") == "abc\n" and one_line(" a\r\n\tb　c ") == "a b c"


def test_addresses_end_before_chinese_words():
    assert without_urls("见https://a.example/x?y=1，另见") == "见 ，另见"


def test_cut_text_says_so():
    assert clipped("一二三", 3) == "一二三" and clipped("一二三四", 3) == "一二…"


def test_two_copies_compare_equal_whatever_the_platform_did_to_the_address():
    assert comparable("【题】甲 &amp; 乙 http://t.cn/A6abc ") == comparable("【题】甲 & 乙 https://www.shili.example/1/ ")
    assert comparable("甲") != comparable("乙")


def test_answers_of_any_shape_are_read_safely():
    assert word({"id": 9007199254740995}, "id") == "9007199254740995" and word({"id": True}, "id") == ""
    assert whole({"error_code": "10017"}, "error_code") == 10017 and whole({"error_code": "x"}, "error_code") == 0
    assert rows({"item": [1, {"a": 1}]}, "item") == [{"a": 1}] and rows({"item": {}}, "item") == []
