// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Virtual descriptors.
#include "runtime/abi/urls.h"
#include "runtime/image/check.h"

namespace ckpt::image {

bool check_virtual(const View &v, Reason &why) {
  i32 before = -1;
  for (const VirtualNumber &n : v.virtual_numbers) {
    if (n.number <= before || n.number > kMaxVirtual)
      return damaged(why, "virtual descriptor ", n.number,
                     " is there twice or out of order");
    if (n.real < 0 || n.real >= kMaxDescriptor || n.given < -1 || n.reserved ||
        n.flags & ~u32{kAllVirtualFlags} || n.methods & ~kAllUrlMethods ||
        (n.url_size && !n.methods))
      return damaged(why, "virtual descriptor ", n.number,
                     " holds impossible values");
    if (n.url > v.virtual_pool.size || n.url_size > v.virtual_pool.size - n.url)
      return damaged(why, "virtual descriptor ", n.number,
                     " has a URL out of bounds");
    before = n.number;
  }
  return true;
}

} // namespace ckpt::image
