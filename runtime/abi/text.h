// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds one line of text in a fixed buffer; what does not fit is cut.
// Phase: any.  Needs: nothing.  Never: allocates, never uses a locale.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct Hex {
  u64 value;
};

template <size_t N> class Text {
public:
  Text() = default;
  template <class... Ts> explicit Text(const Ts &...parts) { add(parts...); }

  void clear() { size_ = 0; }
  bool empty() const { return size_ == 0; }
  bool cut() const { return cut_; }
  StringView view() const { return {data_, size_}; }
  // The text with a terminating NUL.
  const char *c_str() {
    data_[size_] = 0;
    return data_;
  }

  template <class... Ts> Text &add(const Ts &...parts) {
    (put(parts), ...);
    return *this;
  }
  template <class... Ts> Text &set(const Ts &...parts) {
    size_ = 0;
    cut_ = false;
    return add(parts...);
  }

private:
  void put(StringView s) {
    for (char c : s)
      put(c);
  }
  void put(const char *s) { put(StringView(s)); }
  void put(char c) {
    if (size_ + 1 < N)
      data_[size_++] = c;
    else
      cut_ = true;
  }
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
    char digits[20];
    int count = 0;
    do {
      unsigned d = static_cast<unsigned>(n % base);
      digits[count++] = static_cast<char>(d < 10 ? '0' + d : 'a' + d - 10);
      n /= base;
    } while (n);
    while (count)
      put(digits[--count]);
  }

  size_t size_ = 0;
  bool cut_ = false;
  char data_[N];
};

// Why something was refused: one line, without the program's name, that says
// what is wrong and what to do.  Long enough for two paths.
using Reason = Text<9216>;

} // namespace ckpt
