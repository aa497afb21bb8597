// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of virtual descriptors, for whoever reads the image.
// Phase: signal.  Needs: every other thread is stopped.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

struct VirtualCount {
  u64 numbers = 0;
  u64 url_bytes = 0;
};

VirtualCount count_virtual_numbers();
bool collect_virtual_numbers(Snapshot &snapshot, const VirtualCount &count,
                             Reason &why);

} // namespace ckpt
