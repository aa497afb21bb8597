// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How many names an open file has.
// Phase: signal.
#pragma once
#include "runtime/sys/calls.h"

namespace ckpt::fd {

// overlayfs tells the links of the file below, and a removal takes none from it:
// then st.st_nlink becomes 0.  `link`: the file's link in /proc/self/fd.
void correct_links(int fd, const char *link, struct stat &st);

} // namespace ckpt::fd
