// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a file is a linked program, on files made here.
#include "runtime/abi/image.h"
#include "test/unit/check.h"
#include "tools/run/program.h"
#include <cstddef>
#include <cstring>
#include <elf.h>

using namespace ckpt;
using namespace ckpt::run;

namespace {

// Two segments of notes; ours is the second note of the second.
struct File {
  Elf64_Ehdr head = {};
  Elf64_Phdr other = {};
  Elf64_Phdr note = {};
  Elf64_Nhdr foreign = {4, 5, NT_GNU_BUILD_ID};
  char foreign_name[4] = "GNU";
  char foreign_content[8] = "id";
  Elf64_Nhdr ours = {5, sizeof(image::ProgramNote), image::kProgramNote};
  char owner[8] = "CKPT";
  image::ProgramNote content = {};
  char end[1] = {};

  File() {
    std::memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_ident[EI_DATA] = ELFDATA2LSB;
    head.e_ident[EI_VERSION] = EV_CURRENT;
    head.e_machine = EM_X86_64;
    head.e_phoff = offsetof(File, other);
    head.e_phnum = 2;
    head.e_phentsize = sizeof(Elf64_Phdr);
    other.p_type = PT_LOAD;
    note.p_type = PT_NOTE;
    note.p_offset = offsetof(File, foreign);
    note.p_filesz = offsetof(File, end) - note.p_offset;
    std::strcpy(content.default_flags, "-_condor_nowarn");
  }
};

ProgramFacts facts(const std::string &bytes) {
  return inspect_program([&](u64 offset, u64 size, u8 *to) {
    if (offset > bytes.size() || size > bytes.size() - offset)
      return false;
    std::memcpy(to, bytes.data() + offset, size);
    return true;
  });
}

ProgramFacts facts(const File &file) {
  return facts(std::string(reinterpret_cast<const char *>(&file), sizeof file));
}

} // namespace

TEST(a_linked_program) {
  File file;
  CHECK(facts(file).kind == ProgramKind::kLinked);
  CHECK_EQ(facts(file).default_flags, "-_condor_nowarn");
  std::memset(file.content.default_flags, 'x',
              sizeof file.content.default_flags);
  CHECK_EQ(facts(file).default_flags.size(), sizeof file.content.default_flags);
}

TEST(other_elf_files) {
  File file;
  file.head.e_machine = EM_AARCH64;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.head.e_ident[EI_CLASS] = ELFCLASS32;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.ours.n_type = image::kProgramNote + 1;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.owner[3] = 't';
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.ours.n_descsz = 4;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.head.e_phnum = 1;
  CHECK(facts(file).kind == ProgramKind::kElf);
}

TEST(damaged_elf_files) {
  File file;
  file.foreign.n_namesz = ~0u;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.note.p_filesz = ~0ull;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.note.p_offset = ~0ull;
  CHECK(facts(file).kind == ProgramKind::kElf);
  file = File();
  file.head.e_phoff = ~0ull - 8;
  CHECK(facts(file).kind == ProgramKind::kElf);
}

TEST(what_is_no_elf_file) {
  CHECK(facts("#!/bin/sh\n").kind == ProgramKind::kScript);
  CHECK(facts("#!").kind == ProgramKind::kScript);
  for (const char *bytes : {"", "#", "echo\n", "\177ELF"})
    CHECK(facts(bytes).kind == ProgramKind::kOther);
}
