// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which calls need no dispatcher while descriptors are virtual: those without
// descriptors, names and masks, and those whose first argument is a descriptor
// and nothing else is any; but for waits whose limit is looked at.  arch/x86_64/dispatch.S makes them.
// Phase: any.
#pragma once
#include <asm/unistd.h>

#include "runtime/abi/syscall_frame.h"
#include "runtime/abi/syscalls.h"

namespace ckpt::syscall {

// What the kernel may end for nobody, and is made again with the rest of its time
// (syscall/again.h).
constexpr bool has_limit(u64 number) {
  return number == __NR_epoll_wait || number == __NR_epoll_pwait ||
         number == __NR_epoll_pwait2 || number == __NR_semtimedop ||
         number == __NR_rt_sigtimedwait;
}

constexpr u8 shape_of(const SyscallRow *row) {
  if (!row || has_limit(row->number))
    return CKPT_SHAPE_OTHER;
  if (row->kind == CallClass::kLocal)
    return CKPT_SHAPE_PLAIN;
  if (row->kind != CallClass::kTranslated || row->result != '-' ||
      row->arguments[0] != 'f')
    return CKPT_SHAPE_OTHER;
  for (int i = 1; row->arguments[i]; ++i)
    if (row->arguments[i] != '-')
      return CKPT_SHAPE_OTHER;
  return CKPT_SHAPE_DESCRIPTOR;
}

struct CallShapes {
  u8 of[CKPT_CALL_SHAPES] = {};

  constexpr CallShapes() {
    for (u64 number = 0; number < CKPT_CALL_SHAPES; ++number)
      of[number] = shape_of(find_syscall(number));
  }
};
static_assert(sizeof(CallShapes) == CKPT_CALL_SHAPES);

} // namespace ckpt::syscall
