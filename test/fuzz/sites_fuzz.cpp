// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Any file may be given to ckpt_inspect sites; and any bytes may be its notes.
#include "tools/inspect/site_notes.h"
#include <cstring>

using namespace ckpt;

extern "C" int LLVMFuzzerTestOneInput(const u8 *data, size_t size) {
  std::vector<inspect::Site> sites;
  std::string why;
  inspect::find_sites(
      size,
      [&](u64 offset, void *to, u64 count) {
        if (offset > size || count > size - offset)
          return false;
        std::memcpy(to, data + offset, count);
        return true;
      },
      sites, why);
  sites.clear();
  inspect::parse_sites({data, size}, sites, why);
  return 0;
}
