// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/abi/image.h"
#include "runtime/image/elf_layout.h"
#include "tools/run/program.h"
#include <cstring>
#include <string_view>

namespace ckpt::run {

namespace {

using image::ElfHeader;
using image::NoteHeader;
using image::ProgramHeader;

// More than all notes of any program; keeps a false size from taking memory.
constexpr u64 kMostNotes = 1 << 20;

// Takes `size` bytes, and the padding behind them, from the front of `rest`.
bool take(std::string_view &rest, u64 size, std::string_view &part) {
  if (size > rest.size())
    return false;
  part = rest.substr(0, size);
  u64 padded = (size + 3) & ~u64{3};
  rest.remove_prefix(padded < rest.size() ? padded : rest.size());
  return true;
}

bool find_note(std::string_view notes, ProgramFacts &facts) {
  std::string_view bytes, name, content;
  while (take(notes, sizeof(NoteHeader), bytes)) {
    NoteHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    if (!take(notes, header.namesz, name) ||
        !take(notes, header.descsz, content))
      return false;
    std::string_view wanted(image::kNoteName, sizeof image::kNoteName);
    if (header.type != image::kProgramNote || name != wanted ||
        content.size() < sizeof(image::ProgramNote))
      continue;
    content.remove_prefix(offsetof(image::ProgramNote, default_flags));
    facts.kind = ProgramKind::kLinked;
    facts.default_flags = content.substr(0, content.find('\0'));
    return true;
  }
  return false;
}

} // namespace

ProgramFacts inspect_program(const ReadAt &read) {
  ProgramFacts facts;
  u8 start[2];
  if (read(0, sizeof start, start) && start[0] == '#' && start[1] == '!')
    facts.kind = ProgramKind::kScript;
  ElfHeader elf;
  if (!read(0, sizeof elf, reinterpret_cast<u8 *>(&elf)) ||
      std::memcmp(elf.ident, image::kElfIdent, 4) != 0)
    return facts;
  facts.kind = ProgramKind::kElf;
  bool ours =
      std::memcmp(elf.ident, image::kElfIdent, sizeof image::kElfIdent) == 0 &&
      elf.machine == image::kElfMachineX86_64 &&
      elf.phentsize == sizeof(ProgramHeader);
  for (u16 i = 0; ours && i < elf.phnum; ++i) {
    ProgramHeader segment;
    if (!read(elf.phoff + u64{i} * sizeof segment, sizeof segment,
              reinterpret_cast<u8 *>(&segment)))
      break;
    if (segment.type != image::kSegmentNote || segment.filesz > kMostNotes)
      continue;
    std::string notes(segment.filesz, '\0');
    if (read(segment.offset, segment.filesz,
             reinterpret_cast<u8 *>(notes.data())) &&
        find_note(notes, facts))
      break;
  }
  return facts;
}

} // namespace ckpt::run
