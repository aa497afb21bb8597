// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds one line of text in a fixed buffer; what does not fit is cut.
// Phase: any.  Needs: nothing.  Never: allocates, never uses a locale.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt {

struct Hex {
  u64 value;
};

// A name that others may have chosen: a line feed in it, which could forge a
// message, is put as ?.
struct OneLine {
  StringView name;
};

// What Texts of every size share, out of line: messages are many.  The bytes
// follow the object.
class TextBase {
public:
  void clear() {
    size_ = 0;
    cut_ = false;
  }
  bool empty() const { return size_ == 0; }
  bool cut() const { return cut_; }
  StringView view() const { return {data(), size_}; }
  // The text with a terminating NUL.
  const char *c_str() {
    data()[size_] = 0;
    return data();
  }

protected:
  explicit TextBase(u32 capacity) : capacity_(capacity) {}
  // Only together with the bytes.
  TextBase(const TextBase &) = default;
  TextBase &operator=(const TextBase &) = default;

  [[gnu::noinline]] void put(StringView s) {
    for (char c : s)
      if (!append(c))
        return;
  }
  [[gnu::noinline]] void put(const char *s) { put(StringView(s)); }
  [[gnu::noinline]] void put(char c) { append(c); }
  [[gnu::noinline]] void put(u64 n) { put_number(n, 10); }
  [[gnu::noinline]] void put(i64 n) {
    if (n < 0)
      put('-');
    put(n < 0 ? 0 - static_cast<u64>(n) : static_cast<u64>(n));
  }
  [[gnu::noinline]] void put(Hex h) {
    put("0x");
    put_number(h.value, 16);
  }
  [[gnu::noinline]] void put(OneLine l) {
    for (char c : l.name)
      if (!append(c == '\n' ? '?' : c))
        return;
  }
  void put(u32 n) { put(static_cast<u64>(n)); }
  void put(unsigned long long n) { put(static_cast<u64>(n)); }
  void put(long long n) { put(static_cast<i64>(n)); }
  void put(i32 n) { put(static_cast<i64>(n)); }
  void put(const TextBase &t) { put(t.view()); }

private:
  char *data() { return reinterpret_cast<char *>(this + 1); }
  const char *data() const { return reinterpret_cast<const char *>(this + 1); }

  bool append(char c) {
    cut_ = cut_ || size_ + 1 >= capacity_;
    if (!cut_)
      data()[size_++] = c;
    return !cut_;
  }

  [[gnu::noinline]] void put_number(u64 n, unsigned base) {
    char digits[20];
    size_t first = sizeof digits;
    do {
      unsigned d = static_cast<unsigned>(n % base);
      digits[--first] = static_cast<char>(d < 10 ? '0' + d : 'a' + d - 10);
      n /= base;
    } while (n);
    put(StringView(digits + first, sizeof digits - first));
  }

  u32 size_ = 0;
  u32 capacity_;
  bool cut_ = false;
};

template <size_t N> class Text : public TextBase {
public:
  Text() : TextBase(N) {}
  template <class... Ts> explicit Text(const Ts &...parts) : Text() {
    add(parts...);
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
  char data_[N];
};

// Why something was refused: one line, without the program's name, that says
// what is wrong and what to do.  Long enough for two paths.
using Reason = Text<9216>;

// What a reason needs behind it where another sentence follows.
inline StringView full_stop(const TextBase &text) {
  StringView view = text.view();
  return view.size && view[view.size - 1] == '?' ? " " : ". ";
}

} // namespace ckpt
