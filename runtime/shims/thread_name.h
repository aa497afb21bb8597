// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The name of another thread: a file of /proc.
// Phase: normal.
#pragma once
#include <fcntl.h>
#include <stdio.h>

#include "runtime/shims/thread_id.h"

namespace ckpt::shim {

inline constexpr size_t kNameSize = 16; // TASK_COMM_LEN

// One read or write on it: its result, or the negative error.
inline i64 on_name(pthread_t thread, int flags, u64 number, void *data,
                   size_t size) {
  i32 id = real_id(thread);
  if (!id)
    return -ENOENT; // as libc says of a thread that has ended
  char path[48];
  snprintf(path, sizeof path, "/proc/self/task/%d/comm", id);
  i64 fd = call(SYS_openat, AT_FDCWD, word(path),
                static_cast<u64>(flags | O_CLOEXEC));
  if (fd < 0)
    return fd;
  i64 done = call(number, fd, word(static_cast<char *>(data)), size);
  call(SYS_close, fd);
  return done;
}

} // namespace ckpt::shim
