// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Private mappings of files that are not as they were, or hold pages that the
// program has written (else: restart/unchanged_files.h).  Anonymous memory in
// their place would lose its bytes where a program gives pages back to read them
// again (MADV_DONTNEED), and end by another signal behind the file's end.  So
// each gets a file in memory.
// Phase: pre-libc.  Errors: false and `why`.
#pragma once
#include "runtime/ckpt/arena.h"
#include "runtime/image/decode.h"
#include "runtime/sys/calls.h"

namespace ckpt::restart {

// found[i]: mappings[i] is one.
bool find_data_files(const image::View &view, Arena &arena, Span<bool> &found,
                     Reason &why);

// The file of one, mapped to be filled.
struct Filling {
  u64 start = 0, size = 0;

  void end() {
    if (size)
      sys::munmap(start, size).ignore();
    size = 0;
  }
};

// Maps it at `at`.
bool map_data_file(const image::View &view, const image::Mapping &m, u64 at,
                   Filling &filling, Reason &why);

// A file of memory without a name in any directory: its descriptor.
SysResult make_memory_file(StringView name, u64 size);

} // namespace ckpt::restart
