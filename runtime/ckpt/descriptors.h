// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The table of open descriptors, and the files' own data made durable.
// Phase: signal.  Needs: no other task of the process runs.
// Errors: false, and `why` names the descriptor.
#pragma once
#include "runtime/ckpt/snapshot.h"

namespace ckpt {

struct DescriptorCount {
  u64 descriptors = 0;
  u64 path_bytes = 0;
  u64 watches = 0; // of epoll sets
  u64 file_watches = 0;
  u64 runs = 0;    // of contents
  u64 frames = 0;  // bytes of pipes and sockets
};
bool count_descriptors(const Snapshot &snapshot, DescriptorCount &count,
                       Reason &why);

// Fills descriptors, locks, descriptor_pool, contents and watches; warns
// READWRITE.
bool collect_descriptors(Snapshot &snapshot, const DescriptorCount &count,
                         Reason &why);

} // namespace ckpt
