"""PDFs opened within limits: no page may unpack, draw or repeat itself without end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from plugins.catalog.opening.packages import MB
from plugins.catalog.opening.refused import Refused
from plugins.catalog.opening.rules import DAMAGED, EXHAUSTED

if TYPE_CHECKING:
    from pypdf import Configuration, PdfReader

STREAM_LIMIT = 16 * MB
"""Of one page unpacked; the text of a full page of A3 has some 200 KB."""
OPERATORS_LIMIT = 400_000
FORMS_LIMIT = 200
"""How often a page may draw one of its forms."""
BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError, NotImplementedError)
"""What the library raises of a PDF that is none, beside errors of its own."""


@contextmanager
def open_pdf(raw: bytes) -> Iterator[PdfReader]:
    """A PDF, as long as its pages are read. Raises Refused where it is broken or goes beyond the limits."""
    # A build without new PDFs does not wait for the library.
    from pypdf import Configuration, PdfReader, apply_configuration
    from pypdf.errors import LimitReachedError, PyPdfError

    with _Listener() as listener:
        try:
            with apply_configuration(_limits(Configuration())):
                yield PdfReader(BytesIO(raw), strict=False)
        except LimitReachedError as error:
            raise Refused(EXHAUSTED, limit="一页可以有的内容") from error
        except (PyPdfError, *BROKEN) as error:
            raise Refused(DAMAGED, problem="它不是完整的 PDF") from error
        finally:
            # Whatever else is said of it: what was left out was not looked at.
            if listener.left_out:
                raise Refused(EXHAUSTED, limit=f"一页画 {FORMS_LIMIT} 次图样")


class _Listener(logging.Handler):
    """Hears what pypdf only mumbles: that it left something out. Nothing is printed."""

    def __init__(self) -> None:
        super().__init__()
        self.left_out = False

    def emit(self, record: logging.LogRecord) -> None:
        """Note one warning."""
        self.left_out |= "is skipped" in record.getMessage()

    def __enter__(self) -> _Listener:
        logging.getLogger("pypdf").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("pypdf").removeHandler(self)


def _limits(usual: Configuration) -> Configuration:
    return usual.with_overwrites(
        zlib_maximum_output_length=STREAM_LIMIT,
        lzw_maximum_output_length=STREAM_LIMIT,
        run_length_maximum_output_length=STREAM_LIMIT,
        array_based_stream_maximum_output_length=STREAM_LIMIT,
        stream_decoding_work_maximum_length=3 * STREAM_LIMIT,
        stream_parsing_work_maximum_count=OPERATORS_LIMIT,
        xform_maximum_invocations_per_extraction=FORMS_LIMIT,
    )
