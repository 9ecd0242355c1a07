"""Which folders lie on another machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.store.filesystems import is_network_type, on_network, type_from_mountinfo

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /home rw,relatime shared:2 - nfs4 server:/home rw,vers=4.2
31 30 8:2 / /home/ada/local rw shared:3 - xfs /dev/sdb1 rw
32 22 0:40 / /media/USB\\040stick rw - vfat /dev/sdc1 rw
33 22 0:41 / /mnt/school rw - cifs //server/school rw
34 22 0:42 / /mnt/cloud rw - fuse.rclone remote: rw
35 22 8:3 / /mnt/ntfs rw - fuseblk /dev/sdd1 rw
36 33 0:50 / /mnt/school rw - ext4 /dev/sde1 rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/", "ext4", False),
        ("/homework", "ext4", False),
        ("/home", "nfs4", True),
        ("/home/ada/Annotator", "nfs4", True),
        ("/home/ada/local/x", "xfs", False),
        ("/media/USB stick/x", "vfat", False),
        ("/mnt/cloud/x", "fuse.rclone", True),
        ("/mnt/ntfs", "fuseblk", False),
        ("/mnt/school/x", "ext4", False),  # a later mount hides the earlier one
    ],
)
def test_type_of_the_mount_that_holds_a_path(path: str, kind: str, network: bool) -> None:
    assert type_from_mountinfo(MOUNTS, path) == kind
    assert is_network_type(kind) is network


def test_a_temporary_folder_is_local(tmp_path: Path) -> None:
    assert on_network(tmp_path) is False
