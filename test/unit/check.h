// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The unit tests' harness: a file is a few TESTs, a TEST is a few CHECKs.
//
//   #include "test/unit/check.h"
//   TEST(a_line_without_a_path) {
//     CHECK(parse("1000-2000 r--p 0 0:0 0", line));
//     CHECK_EQ(line.start, 0x1000u);
//     REQUIRE(line.path.size == 0);
//   }
//
// A failed CHECK is printed and the test goes on; a failed REQUIRE ends it.
// main() is in check_main.cpp, which add_unit_test links: it runs every TEST
// (or those whose name contains its first argument).  Exit status: 0 all
// passed, 1 a check failed, 2 nothing ran or a test checked nothing.
// Needs: hosted code.  Never: threads.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/abi/types.h"
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ckpt::check {

struct Case {
  Case(const char *name, void (*run)());
  const char *name;
  void (*run)();
  Case *next = nullptr;
};

// Counts one check; prints it when it does not hold.  Returns holds.
bool record(bool holds, const char *file, int line, const std::string &what);

template <class T>
concept Streamable = requires(std::ostream &out, const T &value) {
  out << value;
};

inline std::string show(StringView s) {
  return '"' + std::string(s.data, s.size) + '"';
}
template <size_t N> std::string show(const Text<N> &text) {
  return show(text.view());
}
inline std::string show(bool value) { return value ? "true" : "false"; }
inline std::string show(std::nullptr_t) { return "nullptr"; }

template <class T> std::string show(const T &value) {
  std::ostringstream out;
  if constexpr (std::is_enum_v<T>)
    out << "enum " << +static_cast<std::underlying_type_t<T>>(value);
  else if constexpr (std::is_convertible_v<T, std::string_view>)
    out << '"' << std::string_view(value) << '"';
  else if constexpr (std::is_integral_v<T>)
    out << +value << " (0x" << std::hex << +value << ')';
  else if constexpr (Streamable<T>)
    out << value;
  else
    out << "(" << sizeof(value) << " bytes)";
  return out.str();
}

// C strings are compared by what they hold; integers by value, whatever their
// signs.
template <class A, class B> bool equal(const A &a, const B &b) {
  if constexpr (std::is_integral_v<A> && std::is_integral_v<B> &&
                !std::is_same_v<A, B> && !std::is_same_v<A, bool> &&
                !std::is_same_v<B, bool> && !std::is_same_v<A, char> &&
                !std::is_same_v<B, char>)
    return std::cmp_equal(a, b);
  else if constexpr (std::is_convertible_v<A, std::string_view> &&
                     std::is_convertible_v<B, std::string_view>)
    return std::string_view(a) == std::string_view(b);
  else
    return a == b;
}

template <class A, class B>
bool check_eq(const A &a, const B &b, const char *file, int line,
              const char *what) {
  if (equal(a, b))
    return record(true, file, line, what);
  return record(false, file, line,
                std::string(what) + "\n    left:  " + show(a) +
                    "\n    right: " + show(b));
}

} // namespace ckpt::check

#define TEST(name)                                                             \
  static void test_##name();                                                   \
  static ckpt::check::Case case_##name(#name, test_##name);                    \
  static void test_##name()

#define CHECK(condition)                                                       \
  ckpt::check::record(static_cast<bool>(condition), __FILE__, __LINE__,        \
                      #condition)
#define CHECK_EQ(a, b)                                                         \
  ckpt::check::check_eq(a, b, __FILE__, __LINE__, #a " == " #b)
#define REQUIRE(condition)                                                     \
  do {                                                                         \
    if (!CHECK(condition))                                                     \
      return;                                                                  \
  } while (false)
#define REQUIRE_EQ(a, b)                                                       \
  do {                                                                         \
    if (!CHECK_EQ(a, b))                                                       \
      return;                                                                  \
  } while (false)
