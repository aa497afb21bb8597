// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/url.h"

namespace ckpt::syscall {

namespace {

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_of_method(char c) {
  return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.' ||
         c == '_';
}

// Where the colon of a method is; text.size: there is none.
size_t find_colon(StringView text) {
  if (text.empty() || !is_letter(text[0]))
    return text.size;
  size_t at = 1;
  while (at < text.size && is_of_method(text[at]))
    ++at;
  return at < text.size && text[at] == ':' ? at : text.size;
}

const UrlMethodRow *find_method(StringView name) {
  for (const UrlMethodRow &row : kUrlMethods)
    if (name == StringView(row.name))
      return &row;
  return nullptr;
}

// All of it, without a sign or zeros in front.
bool take_number(StringView text, u64 most, u64 &number) {
  number = 0;
  if (text.empty() || (text[0] == '0' && text.size > 1))
    return false;
  for (char c : text) {
    if (!is_digit(c))
      return false;
    number = number * 10 + static_cast<u64>(c - '0');
    if (number > most)
      return false;
  }
  return true;
}

// "(SIZE,BLOCK)" at `at`, if there is a parenthesis.
bool skip_sizes(StringView text, size_t &at) {
  constexpr u64 kMost = u64{1} << 40;
  if (at == text.size || text[at] != '(')
    return true;
  StringView rest = text.drop(at + 1);
  size_t end = rest.find(')');
  StringView sizes = rest.take(end);
  size_t comma = sizes.find(',');
  u64 size = 0, block = 0;
  if (end == rest.size || comma == sizes.size ||
      !take_number(sizes.take(comma), kMost, size) ||
      !take_number(sizes.drop(comma + 1), kMost, block))
    return false;
  at += end + 2;
  return true;
}

class Parser {
public:
  explicit Parser(StringView text) : text_(text) {}

  Url run() {
    size_t at = 0;
    for (u32 depth = 0;; ++depth) {
      size_t colon = at + find_colon(text_.drop(at));
      if (colon == text_.size && depth)
        return finish_path(UrlMethod::kLocal, at); // append:PATH
      url_.wrong = at;
      const UrlMethodRow *row = find_method(text_.drop(at).take(colon - at));
      if (!row)
        return fail(UrlFault::kUnknown);
      if (depth == kMostUrlMethods)
        return fail(UrlFault::kTooDeep);
      url_.last = row->id;
      url_.methods |= url_bit(row->id);
      if (!row->served)
        return fail(UrlFault::kNotServed);
      at = colon + 1;
      if (row->operand == UrlOperand::kPath)
        return finish_path(row->id, at);
      if (row->operand == UrlOperand::kNumber)
        return finish_number(at);
      if (row->operand == UrlOperand::kBufferedUrl && !skip_sizes(text_, at))
        return fail(UrlFault::kOperand);
    }
  }

private:
  Url fail(UrlFault fault) {
    url_.fault = fault;
    return url_;
  }

  Url finish_path(UrlMethod method, size_t at) {
    url_.last = method;
    url_.methods |= url_bit(method);
    url_.path = at;
    return at < text_.size ? url_ : fail(UrlFault::kOperand);
  }

  Url finish_number(size_t at) {
    constexpr u64 kMostNumber = 0x7fffffff;
    u64 number = 0;
    if (!take_number(text_.drop(at), kMostNumber, number))
      return fail(UrlFault::kOperand);
    url_.number = static_cast<i32>(number);
    return url_;
  }

  StringView text_;
  Url url_ = {UrlFault::kNone, UrlMethod::kLocal, 0, -1, 0, 0};
};

} // namespace

bool may_be_url(StringView text) {
  return find_colon(text) < text.size;
}

Url parse_url(StringView text) { return Parser(text).run(); }

StringView meaning_of(UrlFault fault, UrlMethod method) {
  switch (fault) {
  case UrlFault::kNone:
  case UrlFault::kUnknown:
    break;
  case UrlFault::kOperand:
    if (method == UrlMethod::kFd)
      return "The number of an open descriptor belongs behind fd:";
    if (method == UrlMethod::kBuffer)
      return "A URL, or (SIZE,BLOCK) and a URL, belongs behind buffer:";
    return "The name of a file is missing";
  case UrlFault::kTooDeep:
    return "It has too many methods";
  case UrlFault::kNotServed:
    return "This version does not unpack compressed files";
  }
  return {};
}

} // namespace ckpt::syscall
