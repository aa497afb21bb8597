// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/clone_call.h"

#include <linux/sched.h>

namespace ckpt::syscall {

namespace {

constexpr u64 kChildEnds = 17; // SIGCHLD

// Words of struct clone_args.
enum Word : size_t { kFlags, kPidfd, kStack = 5, kStackSize = 6, kCgroup = 10 };

constexpr u64 kKnownFlags =
    0xffffffff | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP;

u64 *words_of(const CallFrame &f) { return reinterpret_cast<u64 *>(f.call[0]); }

} // namespace

// What a later kernel knows, in flags or behind what is known here, may be a
// descriptor: it is answered as by an earlier one.
i64 copy_clone_arguments(CallFrame &f) {
  constexpr u64 kSmallest = CLONE_ARGS_SIZE_VER0, kKnown = CLONE_ARGS_SIZE_VER2;
  u64 size = f.own[1];
  if (size < kSmallest)
    return -EINVAL;
  if (size > kKnown)
    return -E2BIG;
  u64 *words = static_cast<u64 *>(replace_argument(f, 0, size));
  if (!words)
    return -EFAULT;
  if (words[kFlags] & ~kKnownFlags)
    return -EINVAL;
  if ((words[kFlags] & CLONE_INTO_CGROUP) && size > kCgroup * sizeof(u64))
    words[kCgroup] = static_cast<u32>(
        real_or_none(static_cast<i32>(words[kCgroup])));
  return 0;
}

CloneCall clone_call(const CallFrame &f) {
  switch (f.number) {
  case __NR_clone:
    return {f.call[0], f.call[1], f.call[2]};
  case __NR_clone3: {
    const u64 *words = words_of(f);
    u64 start = words[kStack];
    return {words[kFlags], start ? start + words[kStackSize] : 0,
            words[kPidfd]};
  }
  case __NR_vfork:
    return {CLONE_VM | CLONE_VFORK | kChildEnds, 0, 0};
  }
  return {kChildEnds, 0, 0};
}

void set_clone_flags(CallFrame &f, u64 flags) {
  if (f.number == __NR_clone)
    f.call[0] = flags;
  if (f.number == __NR_clone3)
    words_of(f)[kFlags] = flags;
}

} // namespace ckpt::syscall
