// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which system calls syscall(2) may make by __ckpt_syscall, which is a function
// with a frame, and without the runtime's syscall(3), which looks at IDs and
// times among the arguments.
// Phase: any.
#pragma once
#include "runtime/abi/syscalls.h"

namespace ckpt {

constexpr bool same_name(const char *a, const char *b) {
  while (*a && *a == *b)
    ++a, ++b;
  return *a == *b;
}

template <size_t N>
constexpr bool is_one_of(const SyscallRow &row, const char *const (&names)[N]) {
  for (const char *name : names)
    if (same_name(row.name, name))
      return true;
  return false;
}

constexpr bool may_be_direct(const SyscallRow &row) {
  constexpr const char *kByRule[] = {
      "close",      "dup",     "dup2",    "dup3",     "fcntl",   "ioctl",
      "getdents",   "mmap",    "poll",    "ppoll",    "select",  "pselect6",
      "getdents64", "sendmsg", "recvmsg", "sendmmsg", "recvmmsg"};
  constexpr const char *kPlain[] = {"getpid",  "getppid", "getuid",
                                    "geteuid", "getgid",  "getegid"};
  // What runtime/shims/syscall_threads.cpp and moved_call.h look at.
  constexpr const char *kOfShim[] = {"timerfd_settime", "pidfd_open"};
  switch (row.kind) {
  case CallClass::kTranslated:
    return !is_one_of(row, kOfShim);
  case CallClass::kByHand:
    return is_one_of(row, kByRule);
  case CallClass::kLocal:
    return is_one_of(row, kPlain);
  case CallClass::kRefused:
    break;
  }
  return false;
}

// One bit for each row: the runtime has no tables of pointers.
struct DirectCalls {
  u64 bits[(kSyscallCount + 63) / 64] = {};

  constexpr DirectCalls() {
    for (size_t i = 0; i < kSyscallCount; ++i)
      if (may_be_direct(kSyscallRows[i]))
        bits[i / 64] |= 1ull << i % 64;
  }
  constexpr bool contain(u64 number) const {
    const SyscallRow *row = find_syscall(number);
    size_t i = row ? static_cast<size_t>(row - kSyscallRows) : 0;
    return row && (bits[i / 64] >> i % 64 & 1);
  }
};
inline constexpr DirectCalls kDirectCalls;

} // namespace ckpt
