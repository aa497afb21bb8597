// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Why a descriptor cannot be saved, as far as the descriptor alone tells it: what
// a checkpoint refuses, and what a program is told when it opens such a thing.
// The texts go behind a descriptor's name.
// Phase: pre-libc, normal, signal.  Needs: /proc.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::fd {

inline StringView device_fault() { return "is a device that cannot be saved"; }
inline StringView socket_fault() {
  return "is a socket of a kind that is not saved";
}
inline StringView connected_fault() {
  return "is a connected socket: the other side cannot be brought back with this "
         "one";
}
inline StringView not_accepted_fault() {
  return "is a socket with connections that wait to be accepted";
}

// At the call: the other end may be the program's, and nobody has it yet.
inline StringView new_connection_fault() {
  return "is a connected socket: the other side cannot be brought back with this "
         "one unless it is in this program, too";
}

// A file of /proc or /sys.
bool of_kernel(int fd);

// By the name of its link in /proc/self/fd.
bool is_epoll_set(StringView link);
// Empty: there is none.
StringView fault_of_object(StringView link);
StringView fault_of_proc_file(StringView link, i32 own_pid);

// As getsockopt(2) tells them.
bool saves_socket(u64 domain, u64 type, u64 protocol);

// What lasts as long as the descriptor is open; empty: nothing.
StringView lasting_fault(int fd);
// Of a socket: it is connected to another process, or by TCP.
StringView fault_of_connection(int fd);

} // namespace ckpt::fd
