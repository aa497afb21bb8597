// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The order in which an image has the names of a directory, and the search in
// it.  Pure.
// Phase: any.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::image {

// By bytes; a name before what is longer and begins with it.
constexpr bool comes_before(StringView a, StringView b) {
  for (size_t i = 0; i < a.size && i < b.size; ++i)
    if (a[i] != b[i])
      return static_cast<u8>(a[i]) < static_cast<u8>(b[i]);
  return a.size < b.size;
}

// The place of `wanted` among sorted names, or names.size.
inline size_t find_name(Span<const DirectoryName> names, StringView pool,
                        StringView wanted) {
  auto text = [&](const DirectoryName &each) {
    return pool.drop(each.name).take(each.name_size);
  };
  const DirectoryName *found = first_not(names, [&](const DirectoryName &each) {
    return comes_before(text(each), wanted);
  });
  bool there = found != names.end() && text(*found) == wanted;
  return there ? static_cast<size_t>(found - names.begin()) : names.size;
}

} // namespace ckpt::image
