// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/segment_id.h"

using namespace ckpt;

extern "C" int shmctl(int number, int command,
                      struct shmid_ds *about) noexcept {
  u64 second = static_cast<u64>(i64{command}), third = shim::word(about);
  return shim::with_errno(
      shim::names_segment(command)
          ? shim::call_segment(SYS_shmctl, number, second, third)
          : shim::call(SYS_shmctl, number, second, third));
}
