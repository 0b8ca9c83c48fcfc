"""An earlier deploy again: at once, recorded, signed, with the assets that open pages still ask for."""

import os
import random

import pytest

from deploy.checksums import LIST, SIGNATURE, read, sums_of, written
from deploy.failures import DeployError
from deploy.make import put
from deploy.minisign import trusted_comment
from deploy.rollback import differences, rollback
from deploy.shelf import Act
from plugins.catalog.terms import Status
from tests.deploy.portal import KEY, NOW, stylesheet
from tests.deploy.tampering import TAMPERINGS
from tests.publish.portal import Document, build


def back(portal, **words):
    return rollback(portal.shelf, KEY, lambda: NOW, by="张三", **({"keys": [KEY.public]} | words))


def test_it_serves_the_one_before_and_says_who_wanted_it(portal):
    """Twice in a row goes back twice; the record has every switch."""
    first = portal.deploy().deploy
    second = portal.write(1, 2, 3, 4).deploy().deploy
    portal.write(1, 2, 3, 4, 5).deploy()
    assert back(portal, reason="有误").name == second.name
    assert back(portal).name == first.name
    assert not (portal.current / "policies/2026/004/index.html").exists()
    record = portal.shelf.log()[3]
    assert (record.serial, record.act, record.by, record.reason) == (4, Act.ROLLBACK, "张三", "有误")
    comment = trusted_comment((portal.current / LIST).read_bytes(), (portal.current / SIGNATURE).read_bytes(), [KEY.public])
    assert comment.startswith("serial:5 ") and comment.endswith(f"rollback:{first.name}")


def test_readers_of_the_newer_pages_keep_their_assets(portal):
    """They are lent to the older deploy and its list names them."""
    portal.deploy()
    portal.write(1, 2, 3, style="new").deploy()
    back(portal)
    assert (portal.current / stylesheet("new")).read_text() == "new"
    assert stylesheet("new") in read((portal.current / LIST).read_bytes())
    outcome = portal.deploy()
    assert outcome.fresh and (portal.current / stylesheet("one")).read_text() == "one"


def test_one_can_be_named(portal):
    """By the beginning of its name; what fits none or several is refused with those that are kept."""
    first = portal.deploy().deploy
    portal.write(1, 2, 3, 4).deploy()
    portal.write(1, 2, 3, 4, 5).deploy()
    with pytest.raises(DeployError, match="有 2 个"):
        back(portal, to="0000")
    with pytest.raises(DeployError, match=f"有 0 个；可以退回的：{first.name}"):
        back(portal, to="000009")
    assert back(portal, to="000001").name == first.name
    assert back(portal, to="3").name.startswith("000003-")


def test_what_was_withdrawn_since_is_not_shown_again_by_a_slip(portal):
    """It is named; who means it says how many."""
    portal.deploy()
    build(portal.output, [Document(number=1, status=Status.WITHDRAWN), Document(number=2)])
    portal.deploy(removes=1)
    with pytest.raises(DeployError, match=r"后来撤回的 1 份文件（policies/2026/001\.md）.*--shows 1"):
        back(portal)
    assert len(portal.shelf.log()) == 2
    assert back(portal, shows=1).name.startswith("000001-")


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_what_was_tampered_with_is_named_once_it_is_served(portal, tamper):
    """Whatever was done to it. Where the manifest was, nobody can say what would be public again: refused."""
    second = portal.deploy().deploy
    portal.write(1, 2, 3, style="new").deploy()
    kind, path = tamper(second.folder, random.Random(1))
    try:
        found = differences(back(portal))
    except DeployError as error:
        assert path.startswith("manifest/") and path in str(error)
    else:
        assert (kind, path) in {(one.kind, one.path) for one in found}


def test_a_changed_manifest_hides_no_withdrawn_document(portal):
    """The list of the deploy tells what its manifest was."""
    first = portal.deploy().deploy
    build(portal.output, [Document(number=1, status=Status.WITHDRAWN), Document(number=2)])
    portal.deploy(removes=1)
    put(first.folder / "manifest/2026.ndjson", b"")
    with pytest.raises(DeployError, match=r"manifest/2026\.ndjson 被人动过"):
        back(portal)
    assert len(portal.shelf.log()) == 2


def test_what_nobody_touched_has_no_differences(portal):
    """Assets that were lent to it are on its list."""
    portal.deploy()
    portal.write(1, 2, 3, style="new").deploy()
    assert not differences(back(portal))


def test_a_list_that_was_changed_along_with_a_page_is_not_signed_anew(portal):
    """Nor one that was never signed, where there is a key to ask for."""
    folder = portal.deploy().deploy.folder
    portal.write(1, 2, 3, 4).deploy()
    put(folder / "404.html", b"casino")
    listed = read((folder / LIST).read_bytes())
    put(folder / LIST, written({**listed, "404.html": sums_of(b"casino")}))
    with pytest.raises(DeployError, match="签名与文件清单不符"):
        back(portal)
    (folder / SIGNATURE).unlink()
    with pytest.raises(DeployError, match="没有清单或签名"):
        back(portal)
    assert back(portal, keys=()).folder == folder


def test_a_rollback_that_was_killed_while_it_lent_is_made_again(portal):
    """The assets that it lent are no stranger's."""
    first = portal.deploy().deploy
    second = portal.write(1, 2, 3, style="new").deploy().deploy
    os.link(second.folder / stylesheet("new"), first.folder / stylesheet("new"))
    assert back(portal).name == first.name
    assert stylesheet("new") in read((portal.current / LIST).read_bytes())


def test_there_is_nothing_before_the_first(portal):
    """And nothing is switched."""
    portal.deploy()
    with pytest.raises(DeployError, match="没有更早的部署"):
        back(portal)
    assert len(portal.shelf.log()) == 1
