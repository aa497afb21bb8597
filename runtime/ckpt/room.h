// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A limit of the process (setrlimit(2)) raised as far as it may be.
// Phase: signal, pre-libc.
#pragma once
#include "runtime/sys/calls.h"

namespace ckpt {

// A program may have used up its descriptors, or may keep its own files small;
// the runtime needs a few descriptors and a large file.
class Room {
public:
  explicit Room(u32 resource) : resource_(resource) {
    known_ = sys::prlimit(resource_, nullptr, &saved_).ok();
    rlimit64 raised = {saved_.rlim_max, saved_.rlim_max};
    if (known_)
      sys::prlimit(resource_, &raised, nullptr).ignore();
  }
  ~Room() {
    if (known_)
      sys::prlimit(resource_, &saved_, nullptr).ignore();
  }

private:
  u32 resource_;
  bool known_;
  rlimit64 saved_ = {};
};

} // namespace ckpt
