"""An office document's archive, made the same on every run: its members carry one given time.

The libraries put the time of the run into the archive and into the document's properties, where
it would tell two exports of the same lists apart.
"""

import io
import re
import zipfile
from datetime import datetime

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive knows; the latest year is 2107."""
LATEST = (2107, 12, 31, 23, 59, 58)

_PROPERTIES = "docProps/core.xml"
_TIMES = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def seal(archive: bytes, written: datetime) -> bytes:
    """Return the archive with `written` as the time of every member, and none in its properties."""
    moment = min(max(written.timetuple()[:6], EARLIEST), LATEST)
    sealed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(sealed, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, moment)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on every system
            part = old.read(name)
            new.writestr(member, _TIMES.sub(b"", part) if name == _PROPERTIES else part)
    return sealed.getvalue()
