// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Socket calls, and what they are called with; the C library's headers are not
// there.
// Phase: pre-libc, normal, signal.
#pragma once
#include <asm/socket.h>

#include "runtime/sys/calls.h"

namespace ckpt::fd {

inline constexpr u32 kUnix = 1, kInet = 2, kInet6 = 10, kNetlink = 16; // AF_*
inline constexpr u32 kStream = 1, kDatagram = 2, kRaw = 3, kSequenced = 5; // SOCK_*
inline constexpr u32 kLevelTcp = 6, kLevelIp = 0, kLevelIpv6 = 41,
                     kLevelUdp = 17, kLevelNetlink = 270; // SOL_*
inline constexpr u32 kPeek = 2, kControlCut = 8, kTruncated = 0x20,
                     kDontWait = 0x40, kNoSignal = 0x4000,
                     kCloseOnExec = 0x40000000; // MSG_*
inline constexpr size_t kLongestAddress = 128; // struct sockaddr_storage
inline constexpr size_t kFamilySize = 2;       // an address without a name

inline SysResult get_option(int fd, u32 level, u32 name, void *to, u32 &size) {
  return sys::call(__NR_getsockopt, fd, level, name, to, &size);
}
inline SysResult set_option(int fd, u32 level, u32 name, const void *from,
                            u32 size) {
  return sys::call(__NR_setsockopt, fd, level, name, from, size);
}
inline bool get_number(int fd, u32 name, u32 &value) {
  u32 size = sizeof value;
  return get_option(fd, SOL_SOCKET, name, &value, size).ok();
}

// Ancillary data: this, and what it is about behind it.
struct Control { // struct cmsghdr
  u64 size;
  i32 level;
  i32 type;
};
inline constexpr i32 kRights = 1; // SCM_RIGHTS
inline constexpr size_t kControlRoom = // of the most descriptors of a message
    sizeof(Control) + image::kMostInMessage * sizeof(i32) + sizeof(i32);
static_assert(kControlRoom % sizeof(u64) == 0);

struct Vector { // struct iovec
  void *at;
  u64 size;
};
struct Message { // struct msghdr
  void *name;
  u32 name_size;
  Vector *vectors;
  u64 vector_count;
  void *control;
  u64 control_size;
  u32 flags;
};

// As sendmsg(2), with SCM_RIGHTS; it does not wait.  `to`: a struct sockaddr.
SysResult send_rights(int fd, Bytes bytes, Span<const i32> descriptors,
                      Bytes to = {});

} // namespace ckpt::fd
