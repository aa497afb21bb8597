// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/cut_connections.h"

#include "runtime/ckpt/fd_provenance.h"
#include "runtime/fd/list.h"
#include "runtime/fd/socket.h"

namespace ckpt {

// What the job was started with is somebody else's.
void cut_connections(Cut cut) {
  (void)fd::each_descriptor([&](u64 number) {
    int fd = static_cast<int>(number);
    u32 linger[2] = {}; // struct linger
    u32 size = sizeof linger, protocol = 0, listens = 0;
    struct stat st;
    fd::get_number(fd, SO_ACCEPTCONN, listens);
    bool own = fd::get_number(fd, SO_PROTOCOL, protocol) &&
               protocol == fd::kLevelTcp && !listens &&
               sys::fstat(fd, st).ok() && !find_provenance(fd, st).entry &&
               fd::get_option(fd, SOL_SOCKET, SO_LINGER, linger, size).ok();
    bool changes = cut == Cut::kShort ? !linger[0] : linger[0] && !linger[1];
    if (!own || !changes)
      return true;
    linger[0] = cut == Cut::kShort;
    linger[1] = 0; // reset at once
    fd::set_option(fd, SOL_SOCKET, SO_LINGER, linger, sizeof linger).ignore();
    return true;
  });
}

} // namespace ckpt
