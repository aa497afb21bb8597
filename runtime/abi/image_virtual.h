// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Records of an image about virtual descriptors.  A restart takes them from the
// program's memory; these say what it holds to whoever reads the image.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::image {

inline constexpr i32 kMaxVirtual = (1 << 20) - 1;

enum VirtualFlag : u32 {
  kOnNumbers = 1 << 0,     // open on the directory of the process's descriptors
  kToldReadWrite = 1 << 1, // the program was warned that it reads and writes
  kAllVirtualFlags = (1 << 2) - 1,
};

// One number of the program's.  In ascending order.
struct VirtualNumber {
  i32 number;
  i32 real;     // of a Descriptor, or of one that was about to be closed
  u32 flags;    // VirtualFlag
  u32 methods;  // url_bit (abi/urls.h) of each in its URL's chain; 0: a plain
                // file
  u32 url;      // place in the pool
  u32 url_size; // 0: none, or "fd:" and `given`
  i32 given;    // of a descriptor that whoever started the job gave it
  u32 reserved;
};
static_assert(sizeof(VirtualNumber) == 32);

} // namespace ckpt::image
