"""What a file system refuses, in 中文: an editor reads no errno."""

from __future__ import annotations

import errno
from collections.abc import Mapping

WORDS: Mapping[int, str] = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "文件太大，磁盘放不下",
    errno.EIO: "磁盘读写出错",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOTDIR: "应是文件夹的地方有一个同名的文件",
    errno.EISDIR: "应是文件的地方有一个同名的文件夹",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ETXTBSY: "文件正被别的程序使用",
    errno.EBUSY: "文件正被别的程序使用",
}


def trouble(error: OSError) -> str:
    """What went wrong, without the path: whoever reports it says which file."""
    return WORDS.get(error.errno or 0, "系统没有让读写")
