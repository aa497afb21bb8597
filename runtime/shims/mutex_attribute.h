// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sets one attribute of a mutex.  In a static program libc's own function
// cannot be reached from behind a shim of its name (nothing else in libc.a needs
// it), so the bits that stand for a value are searched: those that libc's get
// functions see as that value and that change nothing else.
// Phase: normal, signal.
#pragma once
#include <errno.h>
#include <string.h>

#include "runtime/shims/id_mutex.h"

namespace ckpt::shim {

using GetAttribute = int (*)(const pthread_mutexattr_t *, int *);

struct MutexAttributes {
  explicit MutexAttributes(const pthread_mutexattr_t &from) {
    known = !pthread_mutexattr_getprotocol(&from, &values[0]) &&
            !pthread_mutexattr_getrobust(&from, &values[1]) &&
            !pthread_mutexattr_gettype(&from, &values[2]) &&
            !pthread_mutexattr_getpshared(&from, &values[3]) &&
            !pthread_mutexattr_getprioceiling(&from, &values[4]);
  }
  bool differ_by_one(const MutexAttributes &other) const {
    int differences = 0;
    for (int i = 0; i < 5; ++i)
      differences += values[i] != other.values[i];
    return known && other.known && differences == 1;
  }
  int values[5] = {};
  bool known;
};

// `value` is one that there is.  From one to another at most two bits change.
inline int set_attribute(pthread_mutexattr_t &attributes, GetAttribute get,
                         int value) {
  int now = 0;
  if (get(&attributes, &now) == 0 && now == value)
    return 0;
  MutexAttributes before(attributes);
  constexpr unsigned kBits = sizeof attributes * 8;
  for (unsigned first = 0; first < kBits; ++first)
    for (unsigned second = first; second < kBits; ++second) {
      pthread_mutexattr_t tried = attributes;
      unsigned char bytes[sizeof tried];
      memcpy(bytes, &tried, sizeof bytes);
      bytes[first / 8] ^= static_cast<unsigned char>(1u << first % 8);
      if (second != first)
        bytes[second / 8] ^= static_cast<unsigned char>(1u << second % 8);
      memcpy(&tried, bytes, sizeof bytes);
      if (get(&tried, &now) != 0 || now != value ||
          !before.differ_by_one(MutexAttributes(tried)))
        continue;
      attributes = tried;
      return 0;
    }
  return EINVAL;
}

} // namespace ckpt::shim
