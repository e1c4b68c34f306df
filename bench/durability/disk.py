"""A disk that loses its power: a FUSE file system in memory, one flat folder.

Only what was fsynced is sure to survive. Of what was written since, each sector of 512 bytes may
have reached the platter or not, in any order; of files made, removed or renamed since, a prefix.
The power goes before the n-th write or fsync after the disk was armed. From then on every
operation fails, and what the platter holds is written to a folder.

    python disk.py MOUNTPOINT FOLDER SEED
"""

import errno
import os
import random
import stat
import sys
from pathlib import Path

import mfusepy

SECTOR = 512
ARM = "/arm-"


class File:
    """What programs see of a file, what the platter surely holds, and what is on its way."""

    def __init__(self):
        self.seen, self.sure, self.under_way = bytearray(), bytearray(), []

    def after_the_cut(self, chance):
        """The file as it may be found: none, some, all, or the first of what was on its way."""
        content, fate = bytearray(self.sure), chance.choice(["none", "some", "all", "first"])
        under_way = self.under_way
        if fate == "none":
            return content
        if fate == "first":
            under_way = under_way[: chance.randint(0, len(under_way))]
        for offset, data in under_way:
            if data is None:
                if fate != "some" or chance.random() < 0.5:
                    _resize(content, offset)
                continue
            for start in range(0, len(data), SECTOR):
                if fate != "some" or chance.random() < 0.5:
                    _put(content, offset + start, data[start : start + SECTOR])
        return content


class Disk(mfusepy.Operations):
    use_ns = True

    def __init__(self, platter, seed):
        self.platter, self.chance = Path(platter), random.Random(seed)
        self.files, self.sure_names, self.names_under_way = {}, {}, []
        self.left, self.is_dead = None, False

    def getattr(self, path, fh=None):
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o777, "st_nlink": 2}
        return {
            "st_mode": stat.S_IFREG | 0o644,
            "st_nlink": 1,
            "st_size": len(self._file(path).seen),
        }

    def readdir(self, path, fh):
        return [".", "..", *(name[1:] for name in self.files)]

    def statfs(self, path):
        blocks = 1 << 20
        return {"f_bsize": 4096, "f_blocks": blocks, "f_bfree": blocks, "f_bavail": blocks}

    def open(self, path, flags):
        self._file(path)
        return 0

    def create(self, path, mode, fi=None):
        if path.startswith(ARM):
            self.left = int(path.removeprefix(ARM))
            raise mfusepy.FuseOSError(errno.EEXIST)
        self._count()
        self.files[path] = File()
        self.names_under_way.append(("made", path, self.files[path]))
        return 0

    def read(self, path, size, offset, fh):
        self._refuse_if_dead()
        return bytes(self._file(path).seen[offset : offset + size])

    def write(self, path, data, offset, fh):
        self._count()
        file = self._file(path)
        _put(file.seen, offset, data)
        file.under_way.append((offset, bytes(data)))
        return len(data)

    def truncate(self, path, length, fh=None):
        self._count()
        file = self._file(path)
        _resize(file.seen, length)
        file.under_way.append((length, None))
        return 0

    def unlink(self, path):
        self._count()
        self.files.pop(path)
        self.names_under_way.append(("gone", path, None))
        return 0

    def fsync(self, path, datasync, fh):
        self._count()
        file = self._file(path)
        file.sure, file.under_way = bytearray(file.seen), []
        return 0

    def fsyncdir(self, path, datasync, fh):
        self._count()
        self.sure_names, self.names_under_way = dict(self.files), []
        return 0

    def chmod(self, path, mode):
        return 0

    def chown(self, path, uid, gid):
        return 0

    def utimens(self, path, times=None):
        return 0

    def _file(self, path):
        if path not in self.files:
            raise mfusepy.FuseOSError(errno.ENOENT)
        return self.files[path]

    def _refuse_if_dead(self):
        if self.is_dead:
            raise mfusepy.FuseOSError(errno.EIO)

    def _count(self):
        """One more operation that changes something; the power may go before it."""
        self._refuse_if_dead()
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self._lose_power()

    def _lose_power(self):
        self.is_dead = True
        names = dict(self.sure_names)
        done = self.chance.randint(0, len(self.names_under_way))
        for kind, path, file in self.names_under_way[:done]:
            if kind == "made":
                names[path] = file
            else:
                names.pop(path, None)
        self.platter.mkdir()
        for path, file in names.items():
            # The shared memory of SQLite is not on any platter: after a cut it is made anew.
            if not path.endswith("-shm"):
                (self.platter / path[1:]).write_bytes(file.after_the_cut(self.chance))
        (self.platter / "over").touch()
        raise mfusepy.FuseOSError(errno.EIO)


def _resize(content, length):
    if len(content) > length:
        del content[length:]
    else:
        content.extend(bytes(length - len(content)))


def _put(content, offset, data):
    end = offset + len(data)
    if len(content) < end:
        _resize(content, end)
    content[offset:end] = data


if __name__ == "__main__":
    mountpoint, platter, seed = sys.argv[1:]
    os.makedirs(mountpoint, exist_ok=True)
    mfusepy.FUSE(Disk(platter, int(seed)), mountpoint, foreground=True, nothreads=True)
