// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// States of a connection (linux/tcp.h); local sockets show them, too.
// Phase: any.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::fd {

inline constexpr u8 kTcpEstablished = 1, kTcpFinWait1 = 4, kTcpFinWait2 = 5,
                    kTcpTimeWait = 6, kTcpClosed = 7, kTcpCloseWait = 8,
                    kTcpLastAck = 9, kTcpListening = 10, kTcpClosing = 11;

} // namespace ckpt::fd
