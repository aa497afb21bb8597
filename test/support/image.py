# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads and changes a checkpoint image, from docs/image-format.md and
runtime/abi/image.h alone: nothing here is shared with the runtime."""
import struct

META, CPU, MAPPINGS, RUNS, THREADS, DESCRIPTORS, LOCKS, ACTIONS, PENDING = (
    0x434b5001, 0x434b5003, 0x434b5004, 0x434b5005, 0x434b5006, 0x434b5007,
    0x434b5008, 0x434b5009, 0x434b500a)
COMMIT = struct.Struct("<8sQQII")
NOTE_HEAD = struct.Struct("<IIQQ")
PAGE = 4096


def _table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82f63b78 if value & 1 else 0)
        table.append(value)
    return table


TABLE = _table()


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc = TABLE[(crc ^ byte) & 255] ^ (crc >> 8)
    return crc ^ 0xffffffff


class Image:
    def __init__(self, data):
        self.data = bytearray(data)
        _, self.size, self.data_offset, _, _ = COMMIT.unpack(
            self.data[-COMMIT.size:])
        self.notes = dict(self._notes())

    def _notes(self):
        """(type, offset, size) of every note of ours."""
        at, size = self._note_segment()
        end = at + size
        while at < end:
            name, desc, kind = struct.unpack_from("<III", self.data, at)
            start = at + 12 + (name + 3 & ~3)
            if kind >> 16 == 0x434b:
                yield kind, (start, desc)
            at = start + (desc + 3 & ~3)

    def _note_segment(self):
        at, = struct.unpack_from("<Q", self.data, 32)
        kind, _, offset, _, _, size = struct.unpack_from("<IIQQQQ", self.data,
                                                         at)
        assert kind == 4, "the first program header is not PT_NOTE"
        return offset, size

    def records(self, kind):
        """Offsets of the records of a note."""
        start, _ = self.notes[kind]
        size, _, count, _ = NOTE_HEAD.unpack_from(self.data, start)
        return [start + NOTE_HEAD.size + size * i for i in range(count)]

    def runs(self):
        """(file offset, bytes) of every run of pages."""
        for at in self.records(RUNS):
            _, offset, pages, _ = struct.unpack_from("<QQII", self.data, at)
            yield offset, pages * PAGE

    def put(self, at, form, *values):
        struct.pack_into("<" + form, self.data, at, *values)

    def get(self, at, form):
        return struct.unpack_from("<" + form, self.data, at)

    def reseal(self):
        """Right checksums for what the head says now."""
        head = crc32c(self.data[:self.data_offset])
        at = len(self.data) - COMMIT.size
        self.put(at, "8sQQI", b"CKPTDONE", len(self.data), self.data_offset,
                 head)
        self.put(at + 28, "I", crc32c(self.data[at:at + 28]))
        return bytes(self.data)


def flipped(data, at, bit=0):
    data = bytearray(data)
    data[at] ^= 1 << bit
    return bytes(data)
