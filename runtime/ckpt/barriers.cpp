// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/barriers.h"

#include <linux/membarrier.h>

#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr u32 kGetRegistrations = 1 << 9; // Linux 6.3

struct Kind {
  u32 registration;
  u32 command; // what needs it
};
constexpr Kind kPrivate[] = {
    {MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED,
     MEMBARRIER_CMD_PRIVATE_EXPEDITED},
    {MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE,
     MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE},
    {MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ,
     MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ},
};
constexpr u32 kRegistrations =
    MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED |
    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED |
    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE |
    MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ;

SysResult barrier(u32 command) {
  return sys::call(__NR_membarrier, command, 0, 0);
}

} // namespace

// An older kernel does not list them; but it makes the barrier, which harms
// nothing, or says EPERM.  Who is registered for global ones cannot be told.
u32 read_barriers() {
  SysResult told = barrier(kGetRegistrations);
  if (told.ok())
    return static_cast<u32>(told.value()) & kRegistrations;
  u32 found = 0;
  for (const Kind &kind : kPrivate)
    if (barrier(kind.command).ok())
      found |= kind.registration;
  return found;
}

void set_barriers(u32 registered) {
  for (u32 bit = 1; bit <= registered; bit <<= 1)
    if (registered & bit)
      barrier(bit).ignore(); // a kernel without it has none that need it
}

} // namespace ckpt
