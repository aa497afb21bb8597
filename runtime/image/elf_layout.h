// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The few ELF structures an image consists of, under names of our own:
// <elf.h> and <linux/elf.h> exclude each other, and this is read by hosted and
// freestanding code.  Source: the System V gABI, the x86-64 psABI and, for the
// note types of a core file, <linux/elf.h>.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

struct ElfHeader {
  u8 ident[16];
  u16 type;
  u16 machine;
  u32 version;
  u64 entry;
  u64 phoff;
  u64 shoff;
  u32 flags;
  u16 ehsize;
  u16 phentsize;
  u16 phnum;
  u16 shentsize;
  u16 shnum;
  u16 shstrndx;
};
static_assert(sizeof(ElfHeader) == 64);

struct ProgramHeader {
  u32 type;
  u32 flags; // kSegment*
  u64 offset;
  u64 vaddr;
  u64 paddr;
  u64 filesz;
  u64 memsz;
  u64 align;
};
static_assert(sizeof(ProgramHeader) == 56);

struct SectionHeader {
  u32 name;
  u32 type;
  u64 flags;
  u64 addr;
  u64 offset;
  u64 size;
  u32 link;
  u32 info;
  u64 addralign;
  u64 entsize;
};
static_assert(sizeof(SectionHeader) == 64);

struct NoteHeader {
  u32 namesz;
  u32 descsz;
  u32 type;
};
static_assert(sizeof(NoteHeader) == 12);

// e_ident of a 64-bit little-endian file.
inline constexpr u8 kElfIdent[7] = {0x7f, 'E', 'L', 'F', 2, 1, 1};
inline constexpr u16 kElfTypeCore = 4;
inline constexpr u16 kElfMachineX86_64 = 62;
inline constexpr u32 kElfVersion = 1;

inline constexpr u32 kSegmentLoad = 1;
inline constexpr u32 kSegmentNote = 4;
inline constexpr u32 kSegmentExec = 1;
inline constexpr u32 kSegmentWrite = 2;
inline constexpr u32 kSegmentRead = 4;

// e_phnum of a file whose number of program headers is in section 0's sh_info.
inline constexpr u16 kManyHeaders = 0xffff;

// Notes of the standard core format, owner "CORE" (xstate: "LINUX").
inline constexpr u32 kNotePrstatus = 1;
inline constexpr u32 kNoteFpregset = 2;
inline constexpr u32 kNotePrpsinfo = 3;
inline constexpr u32 kNoteAuxv = 6;
inline constexpr u32 kNoteXstate = 0x202;
inline constexpr u32 kNoteFile = 0x46494c45;

} // namespace ckpt::image
