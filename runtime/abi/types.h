// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer names, spans and string views for code that has no C++ library.
// Phase: any.  Needs: nothing.  Never: allocates, never owns what it views.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace ckpt {

using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
using i32 = int32_t;
using i64 = int64_t;

inline constexpr u64 kPageSize = 4096;
inline constexpr u64 kPageMask = kPageSize - 1;

constexpr u64 page_down(u64 n) { return n & ~kPageMask; }
constexpr u64 page_up(u64 n) { return (n + kPageMask) & ~kPageMask; }

template <class T> constexpr T min(T a, T b) { return b < a ? b : a; }
template <class T> constexpr T max(T a, T b) { return a < b ? b : a; }

// A borrowed array.  Indexing is unchecked: callers hold the bound.
template <class T> struct Span {
  T *data = nullptr;
  size_t size = 0;

  constexpr T &operator[](size_t i) const { return data[i]; }
  constexpr T *begin() const { return data; }
  constexpr T *end() const { return data + size; }
  constexpr bool empty() const { return size == 0; }
  constexpr Span sub(size_t from, size_t count) const {
    return {data + from, count};
  }
};

using Bytes = Span<const u8>;

// The first element that is not `before` the wanted one, all.end() if there is
// none.  Needs: those that are come first.
template <class T, class Before> constexpr T *first_not(Span<T> all, Before before) {
  size_t low = 0, high = all.size;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (before(all[middle]))
      low = middle + 1;
    else
      high = middle;
  }
  return all.begin() + low;
}

// A borrowed, unterminated string.
struct StringView {
  const char *data = nullptr;
  size_t size = 0;

  constexpr StringView() = default;
  constexpr StringView(const char *s, size_t n) : data(s), size(n) {}
  constexpr StringView(const char *s) : data(s) {
    while (s && s[size])
      ++size;
  }

  constexpr char operator[](size_t i) const { return data[i]; }
  constexpr bool empty() const { return size == 0; }
  constexpr const char *begin() const { return data; }
  constexpr const char *end() const { return data + size; }
  constexpr StringView drop(size_t n) const {
    return n >= size ? StringView(data + size, 0)
                     : StringView(data + n, size - n);
  }
  constexpr StringView take(size_t n) const {
    return {data, n < size ? n : size};
  }
  constexpr bool starts_with(StringView p) const {
    return size >= p.size && take(p.size) == p;
  }
  constexpr bool ends_with(StringView p) const {
    return size >= p.size && drop(size - p.size) == p;
  }
  // Index of the first c, or size when there is none.
  constexpr size_t find(char c) const {
    size_t i = 0;
    while (i < size && data[i] != c)
      ++i;
    return i;
  }
  friend constexpr bool operator==(StringView a, StringView b) {
    if (a.size != b.size)
      return false;
    for (size_t i = 0; i < a.size; ++i)
      if (a.data[i] != b.data[i])
        return false;
    return true;
  }
};

} // namespace ckpt
