// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// fcntl(2) as libc makes it; after a restart F_SETOWN and F_SETOWN_EX take the
// numbers that threads and the process had before.
// Phase: normal, signal.
#pragma once
#include <fcntl.h>
#include <stdarg.h>

#include "runtime/ckpt/pids.h"
#include "runtime/shims/thread_id.h"
#include "runtime/shims/timed.h"

namespace ckpt::shim {

inline i64 control(int fd, int what, u64 argument) {
  return system_call(SYS_fcntl, static_cast<u64>(fd),
                        static_cast<u64>(what), argument, 0, 0, 0);
}

inline i64 set_owner(int fd, u64 argument) {
  return in_one_life([=] {
    i32 owner = static_cast<i32>(argument);
    if (owner > 0)
      owner = __ckpt_real_pid(owner);
    return control(fd, F_SETOWN, static_cast<u64>(i64{owner}));
  });
}

// The argument is the kernel's to look at first.
inline i64 set_owner_ex(int fd, u64 argument) {
  if (!__atomic_load_n(&__ckpt_life, __ATOMIC_RELAXED) || !argument)
    return control(fd, F_SETOWN_EX, argument);
  return in_one_life([=] {
    struct f_owner_ex owner = *reinterpret_cast<struct f_owner_ex *>(argument);
    if (owner.type == F_OWNER_TID)
      owner.pid = __ckpt_real_tid(owner.pid);
    else if (owner.type == F_OWNER_PID)
      owner.pid = __ckpt_real_pid(owner.pid);
    return control(fd, F_SETOWN_EX, word(&owner));
  });
}

// A small process group would look like an error in F_GETOWN's own result.
inline int get_owner(int fd) {
  struct f_owner_ex owner = {};
  i64 got = control(fd, F_GETOWN_EX, word(&owner));
  if (got < 0)
    return with_errno(got);
  return owner.type == F_OWNER_PGRP ? -owner.pid : owner.pid;
}

// Waits that can be cancelled.
inline int wait_for_lock(int fd, int what, u64 argument) {
  CancellationPoint here;
  return static_cast<int>(syscall(SYS_fcntl, fd, what, argument));
}

inline int descriptor_control(int fd, int what, u64 argument) {
  switch (what) {
  case F_SETLKW:
  case F_OFD_SETLKW:
    return wait_for_lock(fd, what, argument);
  case F_SETOWN:
    return with_errno(set_owner(fd, argument));
  case F_SETOWN_EX:
    return with_errno(set_owner_ex(fd, argument));
  case F_GETOWN:
    return get_owner(fd);
  }
  return with_errno(control(fd, what, argument));
}

} // namespace ckpt::shim
