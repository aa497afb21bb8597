// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/program.h"

#include "runtime/ckpt/state.h"
#include "runtime/image/checksum.h"
#include "runtime/image/elf_layout.h"

namespace ckpt {

namespace {

constexpr u32 kGnuBuildId = 3;    // NT_GNU_BUILD_ID
constexpr u64 kLongestBuildId = 64;

// The ELF header is at the start of the page that holds the program headers
// in everything a linker makes without a script of the user's.
const image::ElfHeader *elf_header() {
  const image::ElfHeader *header = reinterpret_cast<const image::ElfHeader *>(
      page_down(state.program_headers));
  for (size_t i = 0; i < sizeof image::kElfIdent; ++i)
    if (header->ident[i] != image::kElfIdent[i])
      return nullptr;
  return header;
}

Span<const image::ProgramHeader> program_headers() {
  return {reinterpret_cast<const image::ProgramHeader *>(
              state.program_headers),
          state.program_header_count};
}

// What was added to the file's addresses when it was loaded.
bool load_bias(const image::ElfHeader &header, u64 &bias) {
  for (const image::ProgramHeader &segment : program_headers())
    if (segment.type == image::kSegmentLoad && segment.offset == 0) {
      bias = reinterpret_cast<u64>(&header) - segment.vaddr;
      return true;
    }
  return false;
}

// The descriptor of the GNU build-id note among the notes at [at, at + size).
Bytes find_build_id(u64 at, u64 size) {
  u64 end = at + size;
  while (at + sizeof(image::NoteHeader) <= end) {
    const image::NoteHeader *note =
        reinterpret_cast<const image::NoteHeader *>(at);
    u64 name = at + sizeof *note;
    u64 desc = name + ((note->namesz + 3ull) & ~3ull);
    at = desc + ((note->descsz + 3ull) & ~3ull);
    if (at > end)
      break;
    if (note->type == kGnuBuildId && note->namesz == 4 &&
        StringView(reinterpret_cast<const char *>(name), 4) ==
            StringView("GNU\0", 4))
      return {reinterpret_cast<const u8 *>(desc), note->descsz};
  }
  return {};
}

} // namespace

Text<160> program_identity() {
  Text<160> identity;
  const image::ElfHeader *header = elf_header();
  u64 bias = 0;
  if (!header || !load_bias(*header, bias))
    return identity.set("unknown"), identity;
  for (const image::ProgramHeader &segment : program_headers()) {
    if (segment.type != image::kSegmentNote)
      continue;
    Bytes id = find_build_id(bias + segment.vaddr, segment.memsz);
    if (id.empty() || id.size > kLongestBuildId)
      continue;
    identity.set("build-id:");
    for (u8 byte : id)
      identity.add("0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]);
    return identity;
  }
  identity.set("headers:", image::crc32c(0, header, kPageSize));
  return identity;
}

} // namespace ckpt
