// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the runtime's mark (image::ProgramNote) in the bytes of an executable
// file.  Pure.
// Phase: pre-libc.  Needs: bytes at an address that is a multiple of 8.
// Never: reads outside the bytes it was given.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::start {

struct NoteRange {
  u64 start;
  u64 size;
};

// Where the file's PT_NOTE number `index` lies, by the first bytes of the file.
// False when they show no such segment.
[[nodiscard]] bool nth_note_range(Bytes head, size_t index, NoteRange &out);

// The mark among the notes of one segment.
[[nodiscard]] bool find_program_note(Bytes notes, image::ProgramNote &out);

} // namespace ckpt::start
