// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The four functions a compiler may call by name.  Local to the merged object:
// they never meet the user's.
// Phase: any.
#include "runtime/abi/types.h"

extern "C" {

void *memcpy(void *to, const void *from, size_t n) {
  void *d = to;
  asm volatile("rep movsb" : "+D"(d), "+S"(from), "+c"(n) : : "memory");
  return to;
}

void *memset(void *to, int byte, size_t n) {
  void *d = to;
  asm volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(byte) : "memory");
  return to;
}

void *memmove(void *to, const void *from, size_t n) {
  char *d = static_cast<char *>(to);
  const char *s = static_cast<const char *>(from);
  if (d <= s || d >= s + n)
    return memcpy(to, from, n);
  while (n--)
    d[n] = s[n];
  return to;
}

int memcmp(const void *a, const void *b, size_t n) {
  const ckpt::u8 *x = static_cast<const ckpt::u8 *>(a);
  const ckpt::u8 *y = static_cast<const ckpt::u8 *>(b);
  for (size_t i = 0; i < n; ++i)
    if (x[i] != y[i])
      return x[i] < y[i] ? -1 : 1;
  return 0;
}
}
