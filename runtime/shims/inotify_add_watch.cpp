// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sys/inotify.h>

#include "runtime/shims/shim.h"
#include "runtime/shims/watched_paths.h"

using namespace ckpt;

namespace {

void set_mask(const u64 *mask, u64 *before) {
  shim::system_call(SYS_rt_sigprocmask, SIG_SETMASK, reinterpret_cast<u64>(mask),
                 reinterpret_cast<u64>(before), shim::kSigsetSize, 0, 0);
}

} // namespace

// No checkpoint comes between the call and the note of its path.
extern "C" int inotify_add_watch(int fd, const char *path,
                                 uint32_t mask) noexcept {
  u64 all = ~u64{0}, before = 0;
  set_mask(&all, &before);
  i64 wd = shim::system_call(SYS_inotify_add_watch, static_cast<u64>(fd),
                          reinterpret_cast<u64>(path), mask, 0, 0, 0);
  if (wd >= 0)
    shim::remember_watched(path, mask);
  set_mask(&before, nullptr);
  if (wd >= 0)
    return static_cast<int>(wd);
  errno = static_cast<int>(-wd);
  return -1;
}
