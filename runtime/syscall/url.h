// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// File names that are URLs: METHOD:OPERAND, whose operand may be a URL again
// (runtime/abi/urls.def).  Pure; a name is read once, from its beginning to its
// end, and has at most kMostUrlMethods methods.
// Phase: any.
#pragma once
#include "runtime/abi/urls.h"

namespace ckpt::syscall {

inline constexpr u32 kMostUrlMethods = 8;

enum class UrlFault : u8 {
  kNone,
  kUnknown,   // no such method
  kOperand,   // not what the method takes
  kTooDeep,   // more than kMostUrlMethods
  kNotServed, // by this version
};

struct Url {
  UrlFault fault;
  UrlMethod last; // the one that names the file
  u32 methods;    // url_bit of all
  i32 number;     // of fd:
  size_t path;    // where the path begins; of all others
  size_t wrong;   // where the part begins that is at fault
};

// Cheap: the first bytes, cut or not, could be those of a URL.  A letter, and then
// letters, digits, +, -, . or _ up to a colon: no path with a slash before it.
bool may_be_url(StringView text);

// Of a text that may be one.
Url parse_url(StringView text);

// Why this is no URL that can be opened, for the user, without a full stop; empty:
// nobody knows the method.
StringView meaning_of(UrlFault fault, UrlMethod method);

} // namespace ckpt::syscall
