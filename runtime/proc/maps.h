// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses one line of /proc/PID/maps, which is also the first line of every
// mapping in /proc/PID/smaps (fs/proc/task_mmu.c, show_map_vma).  Pure.
// Phase: any.  Needs: a line without its '\n'.  Never: allocates; the path is
// a view into the line.
// Errors: false for everything the kernel does not write; out is then
// unspecified.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

struct MapsLine {
  u64 start = 0;
  u64 end = 0;
  u64 offset = 0;
  u32 prot = 0; // PROT_READ | PROT_WRITE | PROT_EXEC
  bool shared = false;
  u32 device_major = 0;
  u32 device_minor = 0;
  u64 inode = 0;
  // As in the text, still escaped; may be empty, "[heap]", "[anon:name]",
  // "/memfd:name", "anon_inode:[name]".  Blanks at its end belong to it.
  StringView path;
  // The text ended in " (deleted)", which is not in path.  Not a proof: a
  // living file may have a name that ends so; compare device and inode.
  bool deleted = false;
};

[[nodiscard]] bool parse_maps_line(StringView line, MapsLine &out);

// Tells a mapping's line from a field's line in smaps.
bool looks_like_maps_line(StringView line);

// Undoes the escaping of a path in maps and returns its length, or
// capacity + 1 when it does not fit (out then holds the first capacity bytes).
// The kernel escapes '\n' alone there (seq_path(m, path, "\n") and
// mangle_path), as \012: every other backslash is the name's own.  A name that
// really holds a backslash and 012 looks the same as one with a line feed; who
// opens the path compares device and inode.
size_t unescape_path(StringView escaped, char *out, size_t capacity);

} // namespace ckpt::proc
