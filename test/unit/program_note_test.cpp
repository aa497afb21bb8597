// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The runtime's mark in the bytes of a file.
#include "runtime/start/program_note.h"
#include "runtime/image/elf_layout.h"
#include "test/unit/check.h"
#include <cstring>
#include <vector>

using namespace ckpt;

namespace {

std::vector<u8> note(u32 type, const char *owner, u32 size, u8 fill) {
  image::NoteHeader header = {static_cast<u32>(std::strlen(owner) + 1), size,
                              type};
  std::vector<u8> out(sizeof header + (header.namesz + 3) / 4 * 4 +
                      (size + 3) / 4 * 4);
  std::memcpy(out.data(), &header, sizeof header);
  std::memcpy(out.data() + sizeof header, owner, header.namesz);
  std::memset(out.data() + out.size() - (size + 3) / 4 * 4, fill, size);
  return out;
}

bool find(const std::vector<u8> &notes, image::ProgramNote &out) {
  return start::find_program_note({notes.data(), notes.size()}, out);
}

struct File {
  image::ElfHeader elf = {};
  image::ProgramHeader headers[3] = {};
};

File sample() {
  File file;
  std::memcpy(file.elf.ident, image::kElfIdent, sizeof image::kElfIdent);
  file.elf.phoff = sizeof file.elf;
  file.elf.phentsize = sizeof file.headers[0];
  file.elf.phnum = 3;
  file.headers[0].type = image::kSegmentNote;
  file.headers[0].offset = 11;
  file.headers[0].filesz = 22;
  file.headers[1].type = image::kSegmentLoad;
  file.headers[2].type = image::kSegmentNote;
  file.headers[2].offset = 33;
  file.headers[2].filesz = 44;
  return file;
}

bool range(const File &file, size_t size, size_t index,
           start::NoteRange &out) {
  return start::nth_note_range({reinterpret_cast<const u8 *>(&file), size},
                               index, out);
}

} // namespace

TEST(the_mark_among_others) {
  std::vector<u8> notes = note(3, "GNU", 21, 1);
  std::vector<u8> more[] = {note(image::kProgramNote, "GNU", 1024, 2),
                            note(image::kProgramNote, "CKPT", 1020, 3),
                            note(1, "CKPT", 1024, 4),
                            note(image::kProgramNote, "CKPT", 1024, 5)};
  image::ProgramNote out = {};
  for (const std::vector<u8> &one : more) {
    CHECK(!find(notes, out));
    notes.insert(notes.end(), one.begin(), one.end());
  }
  REQUIRE(find(notes, out));
  CHECK_EQ(out.default_flags[0], 5);
  for (size_t cut = 1; cut < 1040; cut += 13) {
    std::vector<u8> shorter(notes.begin(), notes.end() - static_cast<long>(cut));
    CHECK(!find(shorter, out));
  }
}

TEST(note_segments_by_number) {
  File file = sample();
  start::NoteRange out = {};
  REQUIRE(range(file, sizeof file, 0, out));
  CHECK_EQ(out.start, 11u);
  CHECK_EQ(out.size, 22u);
  REQUIRE(range(file, sizeof file, 1, out));
  CHECK_EQ(out.start, 33u);
  CHECK(!range(file, sizeof file, 2, out));
  CHECK(!range(file, sizeof file - 1, 1, out));
  CHECK(range(file, sizeof file - 1, 0, out));
  CHECK(!range(file, 63, 0, out));
}

TEST(what_is_no_program) {
  start::NoteRange out;
  File file = sample();
  file.elf.phoff = ~u64{0};
  CHECK(!range(file, sizeof file, 0, out));
  file = sample();
  file.elf.phentsize = 32;
  CHECK(!range(file, sizeof file, 0, out));
  file = sample();
  file.elf.ident[4] = 1; // 32 bits
  CHECK(!range(file, sizeof file, 0, out));
}
