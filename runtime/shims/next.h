// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc's function behind a shim of its name.  In libc.a it has a second name,
// which libc.so does not export; there it is the next one in the order of
// search.
// Phase: normal, signal.
#pragma once
#include <dlfcn.h>

// Both are weak: a static program has no dlsym.  What is only referred to
// weakly is not taken out of libc.a, so a shim refers to something public, too,
// that lies in the same member or needs it.
#pragma weak dlsym

namespace ckpt::shim {

template <class F> void find_next(F *&next, F *second, const char *name) {
  if (second)
    next = second;
  else if (&dlsym)
    next = reinterpret_cast<F *>(dlsym(RTLD_NEXT, name));
  else
    next = nullptr;
}

} // namespace ckpt::shim
