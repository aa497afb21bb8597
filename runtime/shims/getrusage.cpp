// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restarted program has consumed what it had before, too.
#include "runtime/shims/shim.h"

#include <sys/resource.h>

#include "runtime/abi/usage.h"

using namespace ckpt;

static_assert(sizeof(struct rusage) == sizeof(__ckpt_usage));

extern "C" int getrusage(__rusage_who_t who, struct rusage *to) noexcept {
  __ckpt_usage usage;
  i64 got = shim::system_call(SYS_getrusage, static_cast<u64>(who),
                           reinterpret_cast<u64>(to ? &usage : nullptr), 0, 0,
                           0, 0);
  if (got != 0) {
    errno = static_cast<int>(-got);
    return -1;
  }
  __ckpt_add_usage(static_cast<int>(who), &usage);
  memcpy(to, &usage, sizeof usage);
  return 0;
}
