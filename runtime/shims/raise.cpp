// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restarted program has a new process ID.  libc reads the IDs and then sends:
// after a restart between the two the signal would go to nobody.  gsignal is in
// the same member of libc.a: both are defined, or a program that uses both could
// not be linked.
#include "runtime/shims/process_id.h"

using namespace ckpt;

extern "C" int raise(int sig) noexcept {
  return shim::with_errno(shim::in_one_life(
      [sig] { return __ckpt_raise(static_cast<u64>(sig)); }));
}

extern "C" int gsignal(int sig) noexcept { return raise(sig); }
