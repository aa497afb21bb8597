// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the LLVM pass writes into an object of each place that makes a system
// call: one ELF note in a section that is not loaded.  docs/passes.md has the
// layout for other readers.
//
//   u32 name size (5), u32 description size, u32 type (kSiteNoteType)
//   "CKPT\0" and padding to 4 bytes
//   u8 SiteKind, u8 SiteOutcome, u16 zero, u32 line (0: unknown)
//   four texts, each ended by a zero byte: function, call, why it is left
//   (empty when routed), source file (empty: unknown); padding to 4 bytes
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::site {

inline constexpr char kSection[] = ".note.ckpt.sites";
inline constexpr u32 kNoteType = 0x434b5101;
inline constexpr size_t kFixedSize = 8; // in front of the texts

// Written numbers: never reused.
enum class Kind : u8 {
  kCall = 1,     // a call of a libc function
  kPointer = 2,  // a libc function's address
  kNumber = 3,   // syscall(2)
  kAssembly = 4, // an instruction
};
enum class Outcome : u8 { kRouted = 1, kLeft = 2 };

} // namespace ckpt::site
