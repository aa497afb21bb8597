// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libc's function behind a shim, where nothing else would bring it out of libc.a.
// A file that includes this is compiled twice: for static links, where libc.a has
// a second name for the function (glibc 2.34), and for dynamic ones, where it is
// the next in the order of search.
// Phase: normal, signal.
#pragma once
#include <errno.h>

#include "runtime/shims/next.h"

#ifdef CKPT_STATIC

#define CKPT_REAL(Function, name, second)                                      \
  extern "C" Function second;                                                  \
  namespace {                                                                  \
  constexpr auto *next = second;                                               \
  }

#else

namespace ckpt::shim {

// At first `next` finds it.
template <class F, const char *name> struct Real;
template <class R, class... A, const char *name> struct Real<R(A...), name> {
  static R find(A... arguments) {
    find_next<R(A...)>(next, nullptr, name);
    if (!next)
      next = missing;
    return next(arguments...);
  }
  // A static program whose link did not look like one.
  static R missing(A...) {
    errno = ENOSYS;
    return ENOSYS;
  }
  using Next = R (*)(A...);
  static constinit inline Next next = find;
};

} // namespace ckpt::shim

#define CKPT_REAL(Function, name, second)                                      \
  namespace {                                                                  \
  constexpr char kName[] = #name;                                              \
  auto *&next = ckpt::shim::Real<Function, kName>::next;                       \
  }

#endif
