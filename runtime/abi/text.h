// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds one line of text in a fixed buffer; what does not fit is cut.
// Phase: any.  Needs: nothing.  Never: allocates, never uses a locale.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct Hex {
  u64 value;
};

namespace detail {

// Out of line and the same for every size of Text: messages are many.
struct TextEnd {
  size_t size = 0;
  bool cut = false;
};

[[gnu::noinline]] inline void append(char *data, size_t capacity, TextEnd &end,
                                     StringView s) {
  for (char c : s) {
    if (end.size + 1 >= capacity) {
      end.cut = true;
      return;
    }
    data[end.size++] = c;
  }
}

[[gnu::noinline]] inline void append_number(char *data, size_t capacity,
                                            TextEnd &end, u64 n,
                                            unsigned base) {
  char digits[20];
  size_t first = sizeof digits;
  do {
    unsigned d = static_cast<unsigned>(n % base);
    digits[--first] = static_cast<char>(d < 10 ? '0' + d : 'a' + d - 10);
    n /= base;
  } while (n);
  append(data, capacity, end, {digits + first, sizeof digits - first});
}

} // namespace detail

template <size_t N> class Text {
public:
  Text() = default;
  template <class... Ts> explicit Text(const Ts &...parts) { add(parts...); }

  void clear() { end_ = {}; }
  bool empty() const { return end_.size == 0; }
  bool cut() const { return end_.cut; }
  StringView view() const { return {data_, end_.size}; }
  // The text with a terminating NUL.
  const char *c_str() {
    data_[end_.size] = 0;
    return data_;
  }

  template <class... Ts> Text &add(const Ts &...parts) {
    (put(parts), ...);
    return *this;
  }
  template <class... Ts> Text &set(const Ts &...parts) {
    clear();
    return add(parts...);
  }

private:
  void put(StringView s) { detail::append(data_, N, end_, s); }
  void put(const char *s) { put(StringView(s)); }
  void put(char c) { put(StringView(&c, 1)); }
  void put(u64 n) { number(n, 10); }
  void put(u32 n) { number(n, 10); }
  void put(unsigned long long n) { number(n, 10); }
  void put(long long n) { put(static_cast<i64>(n)); }
  void put(i32 n) { put(static_cast<i64>(n)); }
  void put(i64 n) {
    if (n < 0)
      put('-');
    number(n < 0 ? 0 - static_cast<u64>(n) : static_cast<u64>(n), 10);
  }
  void put(Hex h) {
    put("0x");
    number(h.value, 16);
  }
  template <size_t M> void put(const Text<M> &t) { put(t.view()); }

  void number(u64 n, unsigned base) {
    detail::append_number(data_, N, end_, n, base);
  }

  detail::TextEnd end_;
  char data_[N];
};

// Why something was refused: one line, without the program's name, that says
// what is wrong and what to do.  Long enough for two paths.
using Reason = Text<9216>;

} // namespace ckpt
