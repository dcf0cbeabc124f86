"""A bundle in a ZIP that can be read in one way only, by docs/formats/manifest.md ("In a ZIP").

Python's zipfile takes what lies between entries, two entries of one name and headers that disagree.
Numbers of sections are those of PKWARE's APPNOTE 6.3.
"""

from __future__ import annotations

import itertools
import os
import stat
import struct
import zlib
from typing import Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

from bundle import CHUNK_BYTES, Bundle, Unreadable, is_bundle_folder, is_safe_path, place_of

_FULL_16, _FULL_32, _MAX_SAFE = 0xFFFF, 0xFFFFFFFF, 2**53 - 1
_MAX_ENTRIES = 4_000_000
# Bits of 4.4.4: encrypted, strongly, by masking, or patched data; sizes in a data descriptor; the
# encoder's level and the name's encoding, which the two headers may state differently.
_UNREADABLE, _DESCRIPTOR, _IMMATERIAL = 0x2061, 0x8, 0x806
# The most that DEFLATE makes of one byte.
_MAX_RATIO = 1032


class ArchiveInvalid(Unreadable):
    """A ZIP that says two things of what it holds, or holds what it does not list."""

    code = "ARCHIVE_INVALID"


class _Entry(NamedTuple):
    # With U+FFFD where it is no UTF-8.
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int


class Zip(Bundle):
    """Raises ArchiveInvalid for what the directory and the headers of entries show, and Unreadable
    where it is no ZIP or of a kind that cannot be verified. What the data of an entry shows is raised
    when it is read."""

    drafts = True

    def __init__(self, file: str) -> None:
        super().__init__()
        try:
            self._stream = open(file, "rb")
            self._end = os.fstat(self._stream.fileno()).st_size
        except OSError as problem:
            raise Unreadable(f"{file} cannot be read: {problem.strerror}") from None
        entries, directory = self._read_directory(file)
        names: Set[str] = set()
        for entry in entries:
            _demand(entry.name not in names, "two entries of one name", entry.name)
            names.add(entry.name)
        entries.sort(key=lambda entry: entry.offset)
        starts = [entry.offset for entry in entries] + [directory]
        _demand(starts[0] == 0, "bytes before the first entry")
        for entry, end in zip(entries, starts[1:]):
            _demand(entry.offset + 30 + entry.packed <= end, "entries that overlap")
        # Each entry with where its data begins.
        self._entries: Dict[str, Tuple[_Entry, int]] = {}
        self._place([(entry, self._data_of(entry, end)) for entry, end in zip(entries, starts[1:])])

    def chunks(self, path: str) -> Iterator[bytes]:
        entry, start = self._entries[path]
        stop = start + entry.packed
        places = range(start, stop, CHUNK_BYTES)
        packed = (self._at(place, min(CHUNK_BYTES, stop - place)) for place in places)
        size = 0
        for chunk in _inflated(packed) if entry.method == 8 else packed:
            size += len(chunk)
            _demand(size <= entry.size, "more than the stated size")
            yield chunk
        _demand(size == entry.size, "less than the stated size")

    def _at(self, offset: int, length: int) -> bytes:
        self._stream.seek(offset)
        read = self._stream.read(length)
        _demand(len(read) == length, "it is cut short")
        return read

    def _read_directory(self, file: str) -> Tuple[List[_Entry], int]:
        """The entries of the directory (4.3.12), and where it begins."""
        tail = self._at(max(0, self._end - 22 - _FULL_16), min(self._end, 22 + _FULL_16))
        # One that is cut off is none.
        if b"PK\5\6" not in tail[:-18]:
            raise Unreadable(f"{file} is neither a folder nor a whole ZIP")
        # Without a comment the end record (4.3.16) is the last 22 bytes.
        end = self._end - 22
        signature, *small, comment = struct.unpack("<4s4H2LH", tail[-22:])
        _demand(signature == b"PK\5\6" and comment == 0, "something after the end record")
        if end >= 20 and self._at(end - 20, 4) == b"PK\6\7":
            offset, length, count = self._read_large_end(end - 20, small, file)
        else:
            offset, length, count = _place_of_directory(small, end, file)
        entries, at, directory = [], 0, self._at(offset, length)
        for _ in range(count):
            entry, at = _directory_entry(directory, at)
            entries.append(entry)
        _demand(at == length, "another number of entries than stated")
        return entries, offset

    def _read_large_end(self, locator: int, small: List[int], file: str) -> Tuple[int, int, int]:
        """The end record of large archives (4.3.14), which lies just before its locator (4.3.15)."""
        _, located_disk, offset, disks = struct.unpack("<4sLQL", self._at(locator, 20))
        _demand(offset == locator - 56, "an end record that lies elsewhere")
        signature, size, _, _, *numbers = struct.unpack("<4sQ2H2L4Q", self._at(offset, 56))
        _demand(signature == b"PK\6\6" and size == 44, "an end record that is none")
        place = _place_of_directory(numbers, offset, file)
        full = (_FULL_16,) * 4 + (_FULL_32,) * 2
        agree = (stated in (real, most) for stated, real, most in zip(small, numbers, full))
        _demand(all(agree), "two end records that disagree")
        _demand((located_disk, disks) == (0, 1), "a locator that has parts")
        return place

    def _data_of(self, entry: _Entry, end: int) -> int:
        """Where an entry's data begins, once its local header and descriptor were found to say what
        the directory says, and nothing to lie before the next entry (4.3.7 to 4.3.9)."""
        try:
            return self._compared(entry, end)
        except ArchiveInvalid as invalid:
            invalid.path = entry.name
            raise

    def _compared(self, entry: _Entry, end: int) -> int:
        fields = struct.unpack("<4s5H3L2H", self._at(entry.offset, 30))
        signature, _, flags, method, _, _, crc, packed, size, name_length, extra_length = fields
        _demand(signature == b"PK\3\4" and method == entry.method, "another header")
        _demand((flags ^ entry.flags) & ~_IMMATERIAL == 0, "other flags in the header")
        start = entry.offset + 30 + name_length + extra_length
        _demand(start + entry.packed <= end, "entries that overlap")
        name = self._at(entry.offset + 30, name_length)
        _demand(name.decode("utf-8", "replace") == entry.name, "another name in the header")
        extra = _extra_fields(self._at(entry.offset + 30 + name_length, extra_length), name)
        # Here the extra field 1 has both sizes, whichever of them refers to it (4.5.3).
        wide = extra.get(1, b"")
        _demand(_FULL_32 not in (size, packed) or len(wide) >= 16, "a size that is not there")
        if size == _FULL_32:
            size = struct.unpack_from("<Q", wide, 0)[0]
        if packed == _FULL_32:
            packed = struct.unpack_from("<Q", wide, 8)[0]
        stated = (entry.crc, entry.packed, entry.size)
        has_descriptor = bool(entry.flags & _DESCRIPTOR)
        # With a descriptor the header may leave numbers out.
        for local, truth in zip((crc, packed, size), stated):
            _demand(local == truth or (has_descriptor and local == 0), "other sizes in the header")
        rest = self._at(start + entry.packed, min(end - start - entry.packed, 25))
        forms = [struct.pack("<L2Q", *stated)]
        if max(stated) <= _FULL_32:
            forms.append(struct.pack("<3L", *stated))
        forms += [b"PK\7\x08" + form for form in forms]
        _demand(rest in forms if has_descriptor else rest == b"", "bytes behind an entry")
        return start

    def _place(self, entries: List[Tuple[_Entry, int]]) -> None:
        """By paths within the one folder that the ZIP holds, or within the ZIP itself."""
        plain = [entry.name for entry, _ in entries if not entry.name.endswith("/")]
        inner = [name for name in plain if is_safe_path(name) and not name.startswith("__MACOSX/")]
        tops = {name.partition("/")[0] for name in inner if "/" in name or place_of(name).kind != "outside"}
        is_flat = any("/" not in name and place_of(name).kind != "outside" for name in inner)
        is_wrapped = len(tops) == 1 and not is_flat and not is_bundle_folder(min(tops))
        prefix = f"{min(tops)}/" if is_wrapped else ""
        for entry, start in entries:
            name = entry.name
            kind = stat.S_IFMT(entry.mode)
            if not is_safe_path(name[:-1] if name.endswith("/") else name):
                self.unsafe.append(name)
            elif name.endswith("/") and kind in (0, stat.S_IFDIR):
                continue
            elif name.startswith(prefix) and not name.startswith("__MACOSX/"):
                path = name[len(prefix) :]
                if kind not in (0, stat.S_IFREG):
                    self.links.append(path)
                else:
                    self.sizes[path] = entry.size
                    self._entries[path] = (entry, start)


def _demand(holds: bool, rule: str, path: Optional[str] = None) -> None:
    if not holds:
        invalid = ArchiveInvalid(rule)
        invalid.path = path
        raise invalid


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    """What DEFLATE data unpacks to, a piece at a time, and nothing behind its end."""
    unpack = zlib.decompressobj(-15)
    for piece in itertools.chain(packed, [b""]):
        _demand(not (unpack.eof and piece), "data after the end")
        while piece or not unpack.eof:
            try:
                chunk = unpack.decompress(piece, CHUNK_BYTES)
            except zlib.error as problem:
                raise ArchiveInvalid(str(problem)) from None
            piece = unpack.unconsumed_tail
            if not chunk and not piece:
                break
            yield chunk
        _demand(not unpack.unused_data, "data after the end")
    _demand(unpack.eof, "data that does not end")


def _place_of_directory(numbers: List[int], end: int, file: str) -> Tuple[int, int, int]:
    """Offset, length and count of an end record (4.3.16, 4.3.14) that begins at `end`."""
    disk, first_disk, here, count, length, offset = numbers
    _demand(max(numbers) <= _MAX_SAFE, "absurd numbers")
    if disk or first_disk:
        raise Unreadable(f"{file} is one of several parts")
    _demand(here == count and offset + length == end, "an end record that disagrees")
    if count > _MAX_ENTRIES:
        raise Unreadable(f"{file} has more than {_MAX_ENTRIES} entries")
    return offset, length, count


def _directory_entry(directory: bytes, at: int) -> Tuple[_Entry, int]:
    _demand(at + 46 <= len(directory), "a directory that is cut short")
    fields = struct.unpack("<4s6H3L5H2L", directory[at : at + 46])
    signature, made_by, _, flags, method, _, _, crc, packed, size, *lengths = fields
    name_length, extra_length, comment_length, disk, _, attributes, offset = lengths
    end = at + 46 + name_length + extra_length + comment_length
    _demand(signature == b"PK\1\2" and end <= len(directory), "a directory that is none")
    if flags & _UNREADABLE or method not in (0, 8):
        raise Unreadable("it has an entry that is encrypted or packed in another way")
    stored = directory[at + 46 : at + 46 + name_length]
    extra = _extra_fields(directory[at + 46 + name_length : end - comment_length], stored)
    size, packed, offset, disk = _widened(extra.get(1, b""), [size, packed, offset], disk)
    if disk:
        raise Unreadable("it is one of several parts")
    name = stored.decode("utf-8", "replace")
    fits = size <= packed * _MAX_RATIO and 8 * packed <= 9 * size + 512
    _demand(fits if method == 8 else size == packed, "sizes that cannot be")
    _demand(size == 0 or not name.endswith("/"), "a folder that has data")
    mode = attributes >> 16 if made_by >> 8 in (3, 19) else 0
    return _Entry(name, flags, method, crc, packed, size, offset, mode), end


def _extra_fields(extra: bytes, name: bytes) -> Dict[int, bytes]:
    """Extra fields (4.5) by number; that of another name (4.6.9) has to hold the same one."""
    fields: Dict[int, bytes] = {}
    while extra:
        _demand(len(extra) >= 4, "an extra field that is cut short")
        kind, length = struct.unpack("<2H", extra[:4])
        _demand(kind not in fields and 4 + length <= len(extra), "an extra field that is broken or twice")
        fields[kind], extra = extra[4 : 4 + length], extra[4 + length :]
    # Before the name are a version and a checksum.
    _demand(fields.get(0x7075, b"....." + name)[5:] == name, "a second name")
    return fields


def _widened(wide: bytes, numbers: List[int], disk: int) -> List[int]:
    """Numbers that do not fit their field stand in the extra field 1, in this order (4.5.3)."""
    at = 0
    for index, number in enumerate(numbers):
        if number == _FULL_32:
            _demand(at + 8 <= len(wide), "a size that is not there")
            numbers[index], at = struct.unpack_from("<Q", wide, at)[0], at + 8
            _demand(numbers[index] <= _MAX_SAFE, "an absurd size")
    if disk == _FULL_16:
        _demand(at + 4 <= len(wide), "a part that is not there")
        disk = struct.unpack_from("<L", wide, at)[0]
    return [*numbers, disk]
