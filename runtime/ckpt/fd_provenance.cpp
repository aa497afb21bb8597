// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/fd_provenance.h"

#include <linux/kcmp.h>

#include "runtime/fd/describe.h"
#include "runtime/sys/calls.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

namespace {

constexpr int kFDupfdQuery = 1027; // F_DUPFD_QUERY, Linux 6.10

// Of several descriptors of one description (a terminal as 0, 1 and 2) a copy
// under another number is rather one of the output than of the input.
bool better(const Inherited &entry, const Inherited *found) {
  return !found || (found->number == 0 && entry.number <= 2);
}

} // namespace

Order compare_descriptions(int a, int b) {
  i32 pid = sys::getpid();
  SysResult order = sys::kcmp(pid, pid, KCMP_FILE, static_cast<u64>(a),
                              static_cast<u64>(b));
  if (order.ok())
    return order.value() == 0   ? Order::kSame
           : order.value() == 1 ? Order::kBefore
           : order.value() == 2 ? Order::kAfter
                                : Order::kOther;
  SysResult same = sys::fcntl(a, kFDupfdQuery, static_cast<u64>(b));
  if (same.ok())
    return same.value() == 1 ? Order::kSame : Order::kOther;
  return Order::kUnknown;
}

// Pipes and sockets are told by their inode; a file or device may have been
// opened twice; all epoll, timer and event descriptors of the system have one
// inode and no type, and are taken for the program's own.
Provenance find_provenance(int number, const struct stat &st) {
  Provenance found;
  u32 type = st.st_mode & fd::kTypeMask;
  if (!type)
    return found;
  for (u32 i = 0; i < state.inherited_count; ++i) {
    const Inherited &entry = state.inherited[i];
    if (entry.device != st.st_dev || entry.inode != st.st_ino ||
        entry.rdev != st.st_rdev)
      continue;
    // What the command stream opened by a name is opened by it again.
    if (entry.by_name && type != fd::kTypeFifo)
      continue;
    int now = syscall::real_if_on(entry.number);
    if (now == number)
      return {&entry, true};
    bool same = compare_descriptions(number, now) == Order::kSame;
    if ((same && !found.certain) ||
        (same == found.certain && better(entry, found.entry)))
      found = {&entry, same};
  }
  return found;
}

} // namespace ckpt
