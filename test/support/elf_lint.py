# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""elf_lint.py CHECK FILE [OTHER]: what the runtime object and the programs
linked with it must hold, and must not.

Prints one line a finding.  Exit status: 0 none; 1 some; 2 wrong usage.
"""
import sys

import elf

ALLOWED_UNDEFINED = {("_start", elf.STB_GLOBAL),
                     ("__rseq_offset", elf.STB_WEAK)}
BINDINGS = {elf.STB_GLOBAL: "global", elf.STB_WEAK: "weak"}
DT_NEEDED, DT_TEXTREL, DT_BIND_NOW, DT_FLAGS, DT_FLAGS_1 = (
    1, 22, 24, 30, 0x6ffffffb)
DF_TEXTREL, DF_BIND_NOW, DF_1_NOW = 4, 8, 1


def describe(undefined):
    return {f"{BINDINGS.get(b, b)} {name}" for name, b in undefined}


def undefined(path):
    """Undefined symbols are exactly those that every link has."""
    found = {(s.name, s.binding) for s in elf.File(path).symbols
             if s.section == 0 and s.name}
    for name in sorted(describe(found - ALLOWED_UNDEFINED)):
        yield f"undefined: {name}"
    for name in sorted(describe(ALLOWED_UNDEFINED - found)):
        yield f"not undefined: {name}"


def exports(path, listing):
    """Global symbols that are defined equal the list."""
    with open(listing, encoding="ascii") as file:
        wanted = set(file.read().split())
    found = {s.name for s in elf.File(path).symbols
             if s.section and s.binding != elf.STB_LOCAL}
    for name in sorted(found - wanted):
        yield f"exported and not in the list: {name}"
    for name in sorted(wanted - found):
        yield f"in the list and not exported: {name}"


def tls(path):
    """No thread-local storage: there is none before libc."""
    file = elf.File(path)
    for section in file.sections:
        if section.flags & elf.SHF_TLS:
            yield f"TLS section {section.name}"
    for symbol in file.symbols:
        if symbol.type == elf.STT_TLS:
            yield f"TLS symbol {symbol.name}"
    for relocation in file.relocations:
        if relocation.type in elf.TLS_RELOCATIONS:
            yield (f"TLS relocation {relocation.type} at "
                   f"{relocation.section.name}+{relocation.offset:#x}")


def constructors(path):
    """No constructor but one entry of .preinit_array."""
    entries = 0
    for section in elf.File(path).sections:
        if section.type == elf.SHT_RELA:
            continue
        if section.name.startswith((".init_array", ".fini_array", ".ctors",
                                    ".dtors")) or section.name in (".init",
                                                                   ".fini"):
            yield f"section {section.name}"
        if section.name.startswith(".preinit_array"):
            entries += section.size // 8
    if entries != 1:
        yield f".preinit_array has {entries} entries"


def groups(path):
    """No group: the user's of the same name would discard ours."""
    for section in elf.File(path).sections:
        if section.type == elf.SHT_GROUP:
            yield f"group {section.index}"


def stack(path):
    """The note that keeps the program's stack from being executable."""
    notes = [s for s in elf.File(path).sections if s.name == ".note.GNU-stack"]
    if len(notes) != 1:
        yield f"{len(notes)} sections .note.GNU-stack"
    if any(s.flags & elf.SHF_EXECINSTR for s in notes):
        yield "an executable stack is asked for"


def relocations(path):
    """No absolute address in what is loaded: the runtime runs before a
    static-PIE has relocated itself.  .preinit_array is read after that."""
    absolute = (elf.R_X86_64_64, elf.R_X86_64_32, elf.R_X86_64_32S)
    for relocation in elf.File(path).relocations:
        if (relocation.type in absolute
                and relocation.section.flags & elf.SHF_ALLOC
                and not relocation.section.name.startswith(".preinit_array")):
            yield (f"absolute relocation at {relocation.section.name}"
                   f"+{relocation.offset:#x}")


def properties(path):
    """What a runtime object could change in the program it is linked to."""
    file = elf.File(path)
    dynamic = file.dynamic()
    flags = {tag: value for tag, value in dynamic if tag != DT_NEEDED}
    gnu_stack = file.segment(elf.PT_GNU_STACK)
    note = file.segment(elf.PT_GNU_PROPERTY)
    return {
        "type": file.type,
        "interpreter": file.segment(elf.PT_INTERP) is not None,
        "GNU_STACK": gnu_stack and gnu_stack.flags,
        "RELRO": file.segment(elf.PT_GNU_RELRO) is not None,
        "TEXTREL": (DT_TEXTREL in flags
                    or bool(flags.get(DT_FLAGS, 0) & DF_TEXTREL)),
        "BIND_NOW": (DT_BIND_NOW in flags
                     or bool(flags.get(DT_FLAGS, 0) & DF_BIND_NOW)
                     or bool(flags.get(DT_FLAGS_1, 0) & DF_1_NOW)),
        "NEEDED": [value for tag, value in dynamic if tag == DT_NEEDED],
        "GNU_PROPERTY": note and file.data[
            note.offset:note.offset + note.filesz].hex(),
        "writable and executable segments": sum(
            s.type == 1 and s.flags & 3 == 3 for s in file.segments),
    }


def same(linked, plain):
    """A program linked with the runtime is like the plain one."""
    ours, theirs = properties(linked), properties(plain)
    for name, value in theirs.items():
        if ours[name] != value:
            yield f"{name}: {ours[name]}, without the runtime {value}"


CHECKS = {f.__name__: f for f in (undefined, exports, tls, constructors,
                                  groups, stack, relocations, same)}


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in CHECKS:
        print("usage: elf_lint.py CHECK FILE [OTHER]; checks:", *CHECKS)
        return 2
    findings = list(CHECKS[arguments[0]](*arguments[1:]))
    for finding in findings:
        print(finding)
    return 1 if findings else 0


sys.exit(main(sys.argv[1:]))
