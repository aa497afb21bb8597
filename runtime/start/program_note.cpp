// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/program_note.h"

#include "runtime/image/elf_layout.h"

namespace ckpt::start {

namespace {

constexpr u64 pad4(u64 n) { return (n + 3) & ~u64{3}; }

bool is_elf(Bytes head) {
  if (head.size < sizeof(image::ElfHeader))
    return false;
  for (size_t i = 0; i < 6; ++i) // magic, class, data encoding
    if (head[i] != image::kElfIdent[i])
      return false;
  return true;
}

bool is_ours(const image::NoteHeader &header, const u8 *name) {
  StringView wanted(image::kNoteName, sizeof image::kNoteName); // with its NUL
  return header.type == image::kProgramNote &&
         header.namesz == wanted.size &&
         StringView(reinterpret_cast<const char *>(name), wanted.size) ==
             wanted;
}

} // namespace

bool nth_note_range(Bytes head, size_t index, NoteRange &out) {
  if (!is_elf(head))
    return false;
  image::ElfHeader elf;
  __builtin_memcpy(&elf, head.data, sizeof elf);
  if (elf.phentsize != sizeof(image::ProgramHeader) || elf.phoff > head.size)
    return false;
  u64 at = elf.phoff;
  for (u32 i = 0; i < elf.phnum; ++i, at += sizeof(image::ProgramHeader)) {
    image::ProgramHeader p;
    if (head.size - at < sizeof p)
      return false;
    __builtin_memcpy(&p, head.data + at, sizeof p);
    if (p.type != image::kSegmentNote || index--)
      continue;
    out = {p.offset, p.filesz};
    return true;
  }
  return false;
}

bool find_program_note(Bytes notes, image::ProgramNote &out) {
  u64 at = 0;
  while (notes.size - at >= sizeof(image::NoteHeader)) {
    image::NoteHeader header;
    __builtin_memcpy(&header, notes.data + at, sizeof header);
    at += sizeof header;
    u64 name = pad4(header.namesz), size = name + pad4(header.descsz);
    if (size > notes.size - at)
      return false;
    if (is_ours(header, notes.data + at) && header.descsz == sizeof out) {
      __builtin_memcpy(&out, notes.data + at + name, sizeof out);
      return true;
    }
    at += size;
  }
  return false;
}

} // namespace ckpt::start
