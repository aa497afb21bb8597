// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/filter.h"

#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>

#include "runtime/sys/calls.h"

namespace ckpt::syscall {

namespace {

constexpr u32 kLow = offsetof(struct seccomp_data, instruction_pointer);
constexpr u32 kHigh = kLow + 4;

constexpr sock_filter load(u32 at) {
  return {BPF_LD | BPF_W | BPF_ABS, 0, 0, at};
}
constexpr sock_filter skip_if(u16 test, u32 value, u8 yes, u8 no) {
  return {static_cast<u16>(BPF_JMP | test | BPF_K), yes, no, value};
}
constexpr sock_filter give(u32 action) {
  return {BPF_RET | BPF_K, 0, 0, action};
}

} // namespace

bool filter_is_possible() {
  u32 action = SECCOMP_RET_TRAP;
  return sys::call(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action).ok();
}

// Addresses are compared in halves, of which the upper one must be one.
bool set_filter(u64 start, u64 end) {
  if (start >> 32 != (end - 1) >> 32)
    return false;
  sock_filter program[] = {
      load(kHigh),
      skip_if(BPF_JEQ, static_cast<u32>(start >> 32), 0, 4),
      load(kLow),
      skip_if(BPF_JGE, static_cast<u32>(start), 0, 2),
      skip_if(BPF_JGT, static_cast<u32>(end), 1, 0),
      give(SECCOMP_RET_ALLOW),
      give(SECCOMP_RET_TRAP | kFilterMark),
  };
  sock_fprog list = {sizeof program / sizeof *program, program};
  sys::prctl(PR_SET_NO_NEW_PRIVS, 1).ignore();
  return sys::call(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
                   SECCOMP_FILTER_FLAG_TSYNC, &list)
             .value() == 0;
}

} // namespace ckpt::syscall
