// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program with templates and functions of the runtime's very names, and its
// own memcpy: neither side gets the other's.
//
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for linker in bfd gold lld; do for mode in -static -pie -no-pie; do \
// RUN:   %ckpt %cxx -fuse-ld=$linker $mode -O0 -fno-builtin %s -o prog && \
// RUN:   { ./prog -_condor_nowarn -_condor_ckpt im; test $? = 140; } && \
// RUN:   ./prog -_condor_nowarn -_condor_restart im > out && \
// RUN:   grep -q '^own 42 7 3$' out || { echo $linker $mode; exit 1; }; \
// RUN: done; done
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <unistd.h>

static int copies;
extern "C" void *memcpy(void *to, const void *from, size_t n) noexcept {
  ++copies;
  for (size_t i = 0; i < n; ++i)
    static_cast<char *>(to)[i] = static_cast<const char *>(from)[i];
  return to;
}

namespace ckpt {
template <size_t N> struct Text {
  Text() : value(42) {}
  template <class T> Text &add(const T &) { return value += 1, *this; }
  size_t value;
  char data_[N];
};
template <class T> struct Span {
  T *data;
  size_t size;
  T *begin() const { return data - 7; }
};
int state = 3;
bool checkpoint() { return false; }
} // namespace ckpt

int main() {
  ckpt::Text<9216> text;
  ckpt::Span<char> span = {text.data_, 1};
  char to[4];
  memcpy(to, "abc", 4);
  kill(getpid(), SIGTSTP);
  std::printf("own %zu %td %d\n", text.value, text.data_ - span.begin(),
              copies ? ckpt::state : 0);
  return ckpt::checkpoint();
}
