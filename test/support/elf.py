# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A reader for little-endian ELF64: what the link tests look at, no more.

Raises ValueError for a file that is something else.
"""
import collections
import struct

SHT_SYMTAB, SHT_RELA, SHT_DYNAMIC, SHT_GROUP = 2, 4, 6, 17
SHF_WRITE, SHF_ALLOC, SHF_EXECINSTR, SHF_TLS = 1, 2, 4, 0x400
PT_DYNAMIC, PT_INTERP, PT_TLS = 2, 3, 7
PT_GNU_STACK, PT_GNU_RELRO, PT_GNU_PROPERTY = (
    0x6474e551, 0x6474e552, 0x6474e553)
STB_LOCAL, STB_GLOBAL, STB_WEAK = 0, 1, 2
STT_TLS = 6
R_X86_64_64, R_X86_64_32, R_X86_64_32S = 1, 10, 11
# Every relocation type that speaks of thread-local storage.
TLS_RELOCATIONS = {16, 17, 18, 19, 20, 21, 22, 23, 34, 35, 36}

Section = collections.namedtuple(
    "Section", "index name type flags address offset size link info")
Symbol = collections.namedtuple("Symbol", "name binding type section value")
Relocation = collections.namedtuple("Relocation", "section offset type symbol")
Segment = collections.namedtuple("Segment", "type flags offset filesz memsz")


class File:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        if self.data[:6] != b"\x7fELF\x02\x01":
            raise ValueError(f"{path}: not a little-endian ELF64 file")
        header = struct.unpack_from("<HHIQQQIHHHHHH", self.data, 16)
        self.type = header[0]
        self.sections = self._sections(header[5], header[11], header[12])
        self.segments = self._segments(header[4], header[9])
        self.symbols = self._symbols()
        self.relocations = list(self._relocations())

    def _string(self, table, offset):
        start = table + offset
        return self.data[start:self.data.index(b"\0", start)].decode()

    def _sections(self, offset, count, names):
        raw = [struct.unpack_from("<IIQQQQIIQQ", self.data, offset + 64 * i)
               for i in range(count)]
        return [Section(i, self._string(raw[names][4], r[0]), r[1], r[2], r[3],
                        r[4], r[5], r[6], r[7]) for i, r in enumerate(raw)]

    def _segments(self, offset, count):
        raw = [struct.unpack_from("<IIQQQQQQ", self.data, offset + 56 * i)
               for i in range(count)]
        return [Segment(r[0], r[1], r[2], r[5], r[6]) for r in raw]

    def _symbols(self):
        table = next((s for s in self.sections if s.type == SHT_SYMTAB), None)
        if table is None:
            return []
        names = self.sections[table.link].offset
        symbols = []
        for at in range(table.offset, table.offset + table.size, 24):
            name, info, _, section, value, _ = struct.unpack_from(
                "<IBBHQQ", self.data, at)
            symbols.append(Symbol(self._string(names, name), info >> 4,
                                  info & 15, section, value))
        return symbols

    def _relocations(self):
        """Of an object file; those of a linked program have no target."""
        for table in self.sections:
            if table.type != SHT_RELA or table.info == 0:
                continue
            for at in range(table.offset, table.offset + table.size, 24):
                offset, info, _ = struct.unpack_from("<QQq", self.data, at)
                yield Relocation(self.sections[table.info], offset,
                                 info & 0xffffffff, info >> 32)

    def segment(self, kind):
        return next((s for s in self.segments if s.type == kind), None)

    def dynamic(self):
        """[(tag, value)] of the dynamic section; strings resolved for
        DT_NEEDED."""
        section = next((s for s in self.sections if s.type == SHT_DYNAMIC),
                       None)
        entries = []
        if section is None:
            return entries
        names = self.sections[section.link].offset
        for at in range(section.offset, section.offset + section.size, 16):
            tag, value = struct.unpack_from("<qQ", self.data, at)
            if tag == 0:
                break
            entries.append((tag, self._string(names, value) if tag == 1
                            else value))
        return entries
