// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What only sock_diag(7) tells of a socket of AF_UNIX: who is connected to it.
// Phase: signal.  Errors: false where the kernel does not tell.
#pragma once
#include "runtime/fd/diagnosis_parse.h"

namespace ckpt::fd {

bool ask_unix_socket(u64 inode, UnixSocket &out);
bool ask_unix_queue(u64 inode, Span<u32> room, size_t &count);

} // namespace ckpt::fd
