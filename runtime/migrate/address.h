// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Addresses written in digits, and the lines of getent.  Pure.
// Phase: any.  Never: looks anything up.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::migrate {

inline constexpr size_t kMaxScope = 15; // IFNAMSIZ with its NUL is 16

struct Address {
  bool v6 = false;
  u8 bytes[16] = {}; // in network order; of IPv4 the first four
  char scope[kMaxScope + 1] = {}; // of IPv6: an interface, or empty
};

// RFC 6943, 3.1.1: four decimal numbers, nothing else.
bool parse_ipv4(StringView text, u8 *bytes);
// RFC 4291, 2.2, all three forms; no scope.
bool parse_ipv6(StringView text, u8 *bytes);
// Either; IPv6 with %SCOPE (RFC 4007, 11) and without.
bool parse_address(StringView text, Address &address);

// Whether this may be given to getent as a name.
bool is_host_name(StringView text);

// "ADDRESS STREAM [NAME]", a line of "getent ahosts".  False: another line.
bool parse_getent_line(StringView line, Address &address);

} // namespace ckpt::migrate
