// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The check of a linked program, on ELF files made here.
#include "driver/abi_names.h"
#include "driver/inspect_output.h"
#include "runtime/abi/image.h"
#include "test/unit/check.h"
#include <cstring>
#include <elf.h>

using namespace ckpt::driver;

namespace {

// The least that counts as a checkpointable program; a test breaks one thing.
struct Program {
  Elf64_Ehdr head = {};
  Elf64_Phdr code = {};
  Elf64_Phdr note = {};
  Elf64_Phdr interpreter = {};
  Elf64_Phdr dynamic = {};
  Elf64_Dyn preinit[2] = {{DT_PREINIT_ARRAYSZ, {8}}, {DT_NULL, {0}}};
  Elf64_Nhdr note_head = {};
  char owner[8] = "CKPT";
  ckpt::image::ProgramNote mark = {};
  unsigned char entry[16] = {};

  Program() {
    std::memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_ident[EI_DATA] = ELFDATA2LSB;
    head.e_type = ET_DYN;
    head.e_machine = EM_X86_64;
    head.e_entry = 0x1000 + offsetof(Program, entry);
    head.e_phoff = offsetof(Program, code);
    head.e_phnum = 4;
    head.e_phentsize = sizeof(Elf64_Phdr);
    head.e_ehsize = sizeof(Elf64_Ehdr);
    code = {PT_LOAD,         PF_R | PF_X,     0,     0x1000, 0x1000,
            sizeof(Program), sizeof(Program), 0x1000};
    note = {PT_NOTE, PF_R, offsetof(Program, note_head), 0, 0, 0, 0, 4};
    note.p_filesz = offsetof(Program, entry) - note.p_offset;
    interpreter.p_type = PT_INTERP;
    dynamic = {PT_DYNAMIC,
               PF_R,
               offsetof(Program, preinit),
               0,
               0,
               sizeof(preinit),
               sizeof(preinit),
               8};
    note_head = {5, sizeof(mark), ckpt::image::kProgramNote};
    std::memcpy(entry, kEntryMark, sizeof(kEntryMark));
  }

  llvm::StringRef bytes() const {
    return {reinterpret_cast<const char *>(this), sizeof(*this)};
  }
};

std::string verdict(llvm::StringRef bytes) {
  llvm::Expected<ProgramFacts> facts = inspect_program(bytes);
  return facts ? "" : llvm::toString(facts.takeError());
}

bool says(const Program &program, const char *text) {
  return llvm::StringRef(verdict(program.bytes())).contains(text);
}

} // namespace

TEST(a_good_program_passes) {
  Program program;
  llvm::Expected<ProgramFacts> facts = inspect_program(program.bytes());
  REQUIRE(static_cast<bool>(facts));
  CHECK_EQ(facts->flags_offset,
           offsetof(Program, mark) +
               offsetof(ckpt::image::ProgramNote, default_flags));
}

TEST(a_lost_entry_is_found) {
  Program program;
  program.head.e_entry = 0;
  CHECK(says(program, "entry point 0x0 is not in the runtime"));
  program.head.e_entry = ~0ull;
  CHECK(says(program, "is not in the runtime"));
  program = Program();
  program.entry[8] = 'X';
  CHECK(says(program, "is not in the runtime"));
  program = Program();
  program.code.p_flags = PF_R;
  CHECK(says(program, "is not in the runtime"));
}

TEST(a_missing_runtime_is_found) {
  Program program;
  program.note.p_type = PT_NULL;
  CHECK(says(program, "the runtime is missing"));
  program = Program();
  program.owner[0] = 'X';
  CHECK(says(program, "the runtime is missing"));
  program = Program();
  program.note_head.n_type = 1;
  CHECK(says(program, "the runtime is missing"));
}

TEST(a_dynamic_program_needs_the_preinit_array) {
  Program program;
  program.preinit[0].d_un.d_val = 0;
  CHECK(says(program, "DT_PREINIT_ARRAY"));
  program.interpreter.p_type = PT_NULL;
  CHECK_EQ(verdict(program.bytes()), "");
}

TEST(other_files_are_refused) {
  Program program;
  program.head.e_type = ET_REL;
  CHECK(says(program, "no executable"));
  program = Program();
  program.head.e_machine = EM_AARCH64;
  CHECK(says(program, "not for x86-64"));
  program = Program();
  program.head.e_ident[EI_CLASS] = ELFCLASS32;
  CHECK(says(program, "64-bit"));
  CHECK(!verdict("").empty());
  CHECK(!verdict("#!/bin/sh\n").empty());
}

// No damage is a crash; the sanitizer presets see more.
TEST(damage_is_survived) {
  Program program;
  for (size_t size = 0; size < sizeof(Program); ++size) {
    std::string cut = program.bytes().take_front(size).str();
    verdict(cut);
  }
  unsigned refused = 0;
  for (size_t at = 0; at < offsetof(Program, mark); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      Program damaged;
      reinterpret_cast<unsigned char *>(&damaged)[at] ^=
          static_cast<unsigned char>(1 << bit);
      refused += !verdict(damaged.bytes()).empty();
    }
  CHECK(refused > 0);
}
