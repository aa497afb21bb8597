// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names in /proc and /dev that have the number of a descriptor in them.  Pure.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::syscall {

struct FdName {
  enum Kind : u8 {
    kOther,
    kNumber,    // text[0, before) NUMBER text[rest, ...)
    kStream,    // /dev/stdin and its kin
    kDirectory, // of all numbers
  };
  Kind kind = kOther;
  i32 number = -1;
  size_t before = 0, rest = 0;
};

// Cheap: the first bytes could be those of such a name.
constexpr bool may_be_fd_name(StringView text) {
  return text.starts_with("/proc") || text.starts_with("/dev") ||
         text.starts_with("//");
}

// The same for a name that may be below /proc or a process's directory there.
constexpr bool may_be_under_proc(StringView text) {
  return text.starts_with("fd/") || text.starts_with("fdinfo/") ||
         text.starts_with("self/") || text.starts_with("thread-self/") ||
         text.starts_with("task/");
}

FdName parse_fd_name(StringView text, i32 pid);
// Below the directory of the numbers.
FdName parse_fd_entry(StringView text);
// Below `directory`, an absolute name.
FdName parse_fd_name_in(StringView directory, StringView text, i32 pid);

} // namespace ckpt::syscall
