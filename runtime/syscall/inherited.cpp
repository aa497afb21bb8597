// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/inherited.h"

#include "runtime/fd/describe.h"
#include "runtime/fd/faults.h"
#include "runtime/proc/fdinfo.h"
#include "runtime/proc/read_file.h"
#include "runtime/syscall/placeholder.h"
#include "runtime/syscall/table.h"

namespace ckpt::syscall {

namespace {

// Closing any descriptor of a file drops the locks that the process has on it,
// and exec has kept those.
bool has_record_lock(i32 real) {
  bool found = false;
  Reason unused;
  Text<64> path("/proc/thread-self/fdinfo/", real);
  bool known = proc::each_line(path.c_str(), unused, [&](StringView line) {
    proc::FdInfo info = {};
    proc::LockLine lock = {};
    bool is_lock = false;
    if (proc::parse_fdinfo_line(line, info, lock, is_lock) && is_lock)
      found = found || lock.kind == proc::LockLine::kPosix;
    return true;
  });
  return found || !known;
}

// A set knows what it watches by number, too, and could not be changed any more.
bool is_epoll_set(i32 real) {
  Text<4200> link;
  return fd::link_path(real, link) && fd::is_epoll_set(link.view());
}

// Above this no descriptor could be put at its number again before an exec.
u64 highest_limit() {
  rlimit64 limit = {0, ~0ull};
  sys::prlimit(RLIMIT_NOFILE, nullptr, &limit).ignore();
  return limit.rlim_max;
}

// The number is held, or free, at the same instant.
void move(i32 number, i32 placeholder) {
  SysResult flags = sys::fcntl(number, F_GETFD);
  bool closes = flags.ok() && (flags.value() & FD_CLOEXEC);
  SysResult copy = sys::fcntl(number, closes ? F_DUPFD_CLOEXEC : F_DUPFD,
                              u64{kStandard});
  if (!copy.ok())
    return;
  change(number, copy.fd());
  if (number < kStandard)
    sys::dup3(placeholder, number, O_CLOEXEC).ignore();
  else
    sys::close(number).ignore();
}

} // namespace

void move_inherited() {
  i32 top = static_cast<i32>(table().top);
  for (i32 number = 0; number < top; ++number)
    if (real_of(number) >= 0 && is_epoll_set(number))
      return;
  i32 placeholder = make_placeholder();
  if (placeholder < 0)
    return;
  top = static_cast<i32>(min<u64>(static_cast<u64>(top), highest_limit()));
  for (i32 number = 0; number < top; ++number)
    if (real_of(number) == number && !has_record_lock(number))
      move(number, placeholder);
  hold_free_ones(placeholder);
}

} // namespace ckpt::syscall
