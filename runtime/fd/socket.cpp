// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/socket.h"

#include <asm/errno.h>

#include "runtime/sys/memory.h"

namespace ckpt::fd {

SysResult send_rights(int fd, Bytes bytes, Span<const i32> descriptors,
                      Bytes to) {
  alignas(u64) u8 control[kControlRoom] = {};
  u64 size = sizeof(Control) + descriptors.size * sizeof(i32);
  if (size > sizeof control)
    return SysResult(-EINVAL);
  Control head = {size, SOL_SOCKET, kRights};
  memcpy(control, &head, sizeof head);
  memcpy(control + sizeof head, descriptors.data,
         descriptors.size * sizeof(i32));
  Vector vector = {const_cast<u8 *>(bytes.data), bytes.size};
  Message message = {const_cast<u8 *>(to.data), static_cast<u32>(to.size),
                     &vector, 1, control, size, 0};
  return sys::call(__NR_sendmsg, fd, &message, kDontWait | kNoSignal);
}

} // namespace ckpt::fd
