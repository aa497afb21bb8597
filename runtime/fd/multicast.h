// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Multicast groups.  The kernel lists those of an interface, and says of one
// whether a socket is its member.
// Phase: pre-libc, signal.
#pragma once
#include "runtime/fd/socket.h"

namespace ckpt::fd {

// linux/in.h: of both protocols; struct group_req and group_filter.
inline constexpr u32 kJoinGroup = 42, kGroupFilter = 48;
struct GroupRequest {
  u32 interface;
  u32 pad;
  u8 group[kLongestAddress];
};
struct GroupFilter {
  GroupRequest request;
  u32 mode;
  u32 sources;
};
static_assert(sizeof(GroupFilter) == 144);

} // namespace ckpt::fd
