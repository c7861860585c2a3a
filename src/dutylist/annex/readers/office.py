"""Old and foreign documents, turned by LibreOffice into the kinds that are read here.

LibreOffice runs by its absolute path with a list of arguments, an empty profile of its own in
which macros and links are off, and a limit of time; only the bytes that it makes come back.
"""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dutylist.annex.readers.measure import check_size
from dutylist.errors import InvalidData, WrongUsage, explain_os_error
from dutylist.words import say

LONGEST_RUN = 60
"""Seconds; the first start of LibreOffice on a slow disk takes half a minute."""

_PROGRAMS = ("soffice.exe",) if os.name == "nt" else ("soffice", "libreoffice")
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
# Named, for else LibreOffice reads whatever it does not know as text, and calls it done.
_READING_FILTERS = {
    ".rtf": "Rich Text Format",
    ".odt": "writer8",
    ".ods": "calc8",
    "docx": "MS Word 97",
    "xlsx": "MS Excel 97",
}
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SAFE = {
    "DisableMacrosExecution": "true",
    "MacroSecurityLevel": "3",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}


def convert(path: str, raw: bytes, ending: str, into: str, environment: Mapping[str, str]) -> bytes:
    """Return a document as `into` (docx or xlsx); `ending` says what it really is.

    Raises `WrongUsage` where there is no LibreOffice, `InvalidData` where it makes nothing of it.
    """
    program = find_program(environment)
    if program is None:
        raise WrongUsage(
            say(
                "{path}: reading {ending} needs LibreOffice, which is not on PATH; install it, "
                "or open the document in Word or WPS and save it as .{into}",
                path=path,
                ending=ending,
                into=into,
            )
        )
    try:
        # Its own leftovers (locks, sockets) may still go away while the folder does.
        with tempfile.TemporaryDirectory(prefix="dutylist-", ignore_cleanup_errors=True) as folder:
            made = _convert_in(Path(folder), path, program, raw, ending, into, environment)
    except OSError as fault:
        reason = explain_os_error(fault)
        raise WrongUsage(say("LibreOffice cannot be started: {reason}", reason=reason)) from fault
    if made is None:
        raise InvalidData(
            say(
                "{path}: LibreOffice cannot read it; it may be damaged or need a password; "
                "open it in Word or WPS, and save it as .{into} without a password",
                path=path,
                into=into,
            )
        )
    return made


def find_program(environment: Mapping[str, str]) -> str | None:
    """Return LibreOffice on `environment`'s PATH; entries that are not absolute are passed over."""
    for entry in environment.get("PATH", os.defpath).split(os.pathsep):
        for name in _PROGRAMS:
            program = Path(entry) / name
            if program.is_absolute() and program.is_file() and os.access(program, os.X_OK):
                return str(program)
    return None


def _convert_in(
    folder: Path,
    path: str,
    program: str,
    raw: bytes,
    ending: str,
    into: str,
    environment: Mapping[str, str],
) -> bytes | None:
    source, made = folder / f"document{ending}", folder / "made"
    source.write_bytes(raw)
    made.mkdir()
    command = (
        program,
        f"-env:UserInstallation={_make_profile(folder).as_uri()}",
        *_OPTIONS,
        f"--infilter={_READING_FILTERS.get(ending) or _READING_FILTERS[into]}",
        "--convert-to",
        _FILTERS[into],
        "--outdir",
        str(made),
        str(source),
    )
    _run(command, folder, environment)
    result = made / f"document.{into}"
    if not result.is_file():
        return None
    check_size(path, result.stat().st_size)
    return result.read_bytes()


def _make_profile(folder: Path) -> Path:
    profile = folder / "profile"
    items = "\n".join(_ITEM.format(name=name, value=value) for name, value in _SAFE.items())
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_SETTINGS.format(items=items), encoding="utf-8")
    return profile


def _run(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> None:
    """Run LibreOffice to its end; whether it has made something is seen afterwards."""
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )
    try:
        child.wait(LONGEST_RUN)
    except subprocess.TimeoutExpired:
        _end(child)
    except BaseException:  # Ctrl-C does not reach a session of its own
        _end(child)
        raise


def _end(child: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it has started, which is a session of its own."""
    with suppress(OSError):
        if os.name == "nt":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()
