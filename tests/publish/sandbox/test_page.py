"""The follower's page shows what is public, and nothing in it runs."""

import pytest

from publish.sandbox import Sandbox

from .platforms import LINK


def test_an_empty_sandbox_says_so(platforms):
    """In words."""
    page = platforms.page()
    assert page.status_code == 200
    assert "还没有" in page.text


def test_a_post_is_shown_as_text(platforms):
    """Escaped, its link clickable."""
    platforms.share(f"<script>alert(1)</script> {LINK}")
    text = platforms.page().text
    assert "<script>" not in text
    assert f'href="{LINK}"' in text


def test_an_article_is_shown_with_its_source(platforms):
    """阅读原文 leads to the portal."""
    platforms.published()
    (article,) = platforms.sandbox.wechat_articles()
    page = platforms.session.get(article.url, timeout=20)
    assert "政务公开工作要点" in page.text
    assert LINK in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"] or "'none'" in page.headers["Content-Security-Policy"]


def test_the_sandbox_listens_on_this_machine_only(tmp_path):
    """Never on another address."""
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Sandbox(tmp_path, bind="0.0.0.0")
