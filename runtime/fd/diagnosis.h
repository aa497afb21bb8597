// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One question to sock_diag(7), and its answer.
// Phase: signal.
#pragma once
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include "runtime/fd/socket.h"
#include "runtime/sys/keeper.h"

namespace ckpt::fd {

// `answer` is a buffer of bytes.size, and then what of it was filled.
inline bool diagnose(Bytes question, u8 *answer, Bytes &bytes) {
  struct {
    nlmsghdr head;
    u8 body[128];
  } request = {};
  if (question.size > sizeof request.body)
    return false;
  SysResult made = sys::make_own(__NR_socket, kNetlink, kRaw | u32{O_CLOEXEC},
                                 NETLINK_SOCK_DIAG);
  if (!made.ok())
    return false;
  u64 size = sizeof request.head + question.size;
  request.head.nlmsg_len = static_cast<u32>(size);
  request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.head.nlmsg_flags = NLM_F_REQUEST;
  __builtin_memcpy(request.body, question.data, question.size);
  // The answer is there when the request was taken.
  SysResult n =
      sys::call_on(__NR_sendto, made.fd(), &request, size, 0, nullptr, 0);
  if (n.ok())
    n = sys::call_on(__NR_recvfrom, made.fd(), answer, bytes.size, kDontWait,
                     nullptr, nullptr);
  sys::close(made.fd()).ignore();
  bytes = {answer, n.ok() ? static_cast<size_t>(n.value()) : 0};
  return n.ok();
}

} // namespace ckpt::fd
