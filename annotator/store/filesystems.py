"""Whether a folder lies on another machine.

SQLite's WAL needs memory that is shared between processes, which network file systems don't give.
A probe can pass there and the file still be unsafe, so the type of the file system decides.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

#: Types, as Linux and macOS name them, whose files live on another machine or a host of this one.
NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs 9p afs afpfs ncpfs ncp ceph lustre gfs gfs2 ocfs2 gpfs "
    "glusterfs webdav davfs sshfs vboxsf vmhgfs prl_fs virtiofs drvfs macfuse osxfuse".split()
)
_OCTAL = re.compile(r"\\([0-7]{3})")


def is_network_type(name: str) -> bool:
    """True for a type that can't be trusted with shared memory; any FUSE but a block device is."""
    return name in NETWORK_TYPES or name.startswith("fuse.") or name == "fuse"


def type_from_mountinfo(mountinfo: str, path: str) -> str:
    """The type of the file system that holds the absolute ``path``; "" where none is listed.

    ``mountinfo`` is the text of /proc/self/mountinfo (proc(5)); later mounts hide earlier ones.
    """
    best, kind = "", ""
    for line in mountinfo.splitlines():
        left, dash, right = line.partition(" - ")
        fields = left.split(" ")
        if not dash or len(fields) < 5:
            continue
        point = _OCTAL.sub(lambda m: chr(int(m[1], 8)), fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, right.split(" ")[0]
    return kind


@dataclass(frozen=True, slots=True)
class Place:
    """Which file lies at a path, and on which disk its folder is."""

    device: int
    inode: int
    folder_device: int = field(compare=False)

    @classmethod
    def of(cls, path: Path) -> Place | None:
        """What lies there now; None where nothing does, or can't be asked for."""
        try:
            file, folder = path.stat(), path.parent.stat()
        except OSError:
            return None
        return cls(file.st_dev, file.st_ino, folder.st_dev)


def on_network(folder: Path) -> bool:
    """True where ``folder`` lies on a network file system, as far as the system tells."""
    real = os.path.realpath(folder)
    # A variable, for a type checker believes that it runs on the only platform there is.
    platform: str = sys.platform
    if platform.startswith("linux"):
        try:
            mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
        except OSError:
            return False
        return is_network_type(type_from_mountinfo(mounts, real))
    if platform == "win32":
        return _windows_remote(real)
    if platform == "darwin":
        return _mac_remote(real)
    return False


def _windows_remote(real: str) -> bool:
    if real.startswith("\\\\"):
        return True
    import ctypes

    drive = os.path.splitdrive(real)[0] + "\\"
    drive_remote = 4  # DRIVE_REMOTE of GetDriveTypeW
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    return bool(kernel.GetDriveTypeW(drive) == drive_remote)


def _mac_remote(real: str) -> bool:
    # statfs(2): five 64-bit counts after two 32-bit sizes, then fsid, owner, type and flags.
    import ctypes
    import struct

    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "statfs$INODE64", None) or libc.statfs
    buffer = ctypes.create_string_buffer(4096)
    if call(os.fsencode(real), buffer) != 0:
        return False
    flags = struct.unpack_from("=2I5Q2i3I", buffer.raw)[-1]
    return not flags & 0x1000  # MNT_LOCAL
