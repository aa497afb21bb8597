// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls that change the table of descriptors itself.
#include <linux/close_range.h>
#include <linux/kcmp.h>
#include <linux/mman.h>
#include <linux/wait.h>

#include "runtime/syscall/above_limit.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/placeholder.h"
#include "runtime/syscall/processes.h"
#include "runtime/syscall/records.h"

namespace ckpt::syscall {

namespace {

constexpr u64 kDupQuery = 1027; // F_DUPFD_QUERY, Linux 6.10

// A copy whose real number is another one than `number`, if there is one.
SysResult copy_unlike(i32 real, i32 number, bool close_on_exec) {
  int what = close_on_exec ? F_DUPFD_CLOEXEC : F_DUPFD;
  SysResult copy = sys::fcntl(real, what, static_cast<u64>(number) + 1);
  return copy.ok() ? copy : sys::fcntl(real, what);
}

i64 copy_to(CallFrame &f, u32 from, bool close_on_exec) {
  if (!has_room(from))
    return -EMFILE;
  int what = close_on_exec ? F_DUPFD_CLOEXEC : F_DUPFD;
  SysResult copy = sys::fcntl(static_cast<int>(f.call[0]), what);
  if (!copy.ok())
    return copy.value();
  Marks marks = share_marks(f.fd(0));
  i32 number = claim(copy.fd(), from, marks);
  if (number < 0) {
    sys::close(copy.fd()).ignore();
    drop_marks(marks);
  }
  return number;
}

// Below a limit as low as that no number is left but those that are held free.
bool copy_to_held(i32 real, i32 to, u64 flags) {
  return is_placeholder(to) &&
         sys::dup3(real, to, static_cast<int>(flags)).ok();
}

// Other threads see the old one or the new one if the limit allows it.
SysResult replace(i32 real, i32 to, i32 there, u64 flags) {
  SysResult done = dup_above_limit(real, there, static_cast<int>(flags));
  if (done.error() != EBADF || !copy_to_held(real, to, flags))
    return done;
  change(to, to);
  sys::close(there).ignore();
  return SysResult(to);
}

i64 copy_over(CallFrame &f, i32 to, u64 flags) {
  i32 real = static_cast<i32>(f.call[0]);
  if (real == kNoDescriptor || static_cast<u32>(to) >= number_limit())
    return -EBADF;
  Marks marks = share_marks(f.fd(0));
  // Until nobody else takes the number between two looks.
  for (;;) {
    i32 there = real_of(to);
    SysResult copy = there >= 0
                         ? replace(real, to, there, flags)
                         : copy_unlike(real, to, flags & O_CLOEXEC);
    if (there < 0 && copy.error() == EMFILE && copy_to_held(real, to, flags))
      copy = SysResult(to);
    if (!copy.ok()) {
      drop_marks(marks);
      return copy.value();
    }
    if (there >= 0) {
      set_marks(to, marks);
      return to;
    }
    if (claim_number(to, copy.fd(), marks))
      return to;
    sys::close(copy.fd()).ignore();
  }
}

} // namespace

// The number is free first: it is gone, whatever close says.  What ends with it
// ends behind the real close.
Then begin_close(CallFrame &f) {
  if (has_record(f.fd(0)))
    return answer(f, close_number(f.fd(0)));
  Word before = release(f.fd(0));
  drop_marks(marks_in(before)); // another thread was faster than two looks
  f.call[0] = static_cast<u32>(before ? real_in(before) : kNoDescriptor);
  return kMake;
}

Then begin_dup(CallFrame &f) { return answer(f, copy_to(f, 0, false)); }

Then begin_dup2(CallFrame &f) {
  i32 to = static_cast<i32>(f.own[1]);
  if (to == f.fd(0))
    return answer(f, real_of(to) < 0 ? -EBADF : to);
  return answer(f, copy_over(f, to, 0));
}

Then begin_dup3(CallFrame &f) {
  i32 to = static_cast<i32>(f.own[1]);
  u32 flags = static_cast<u32>(f.own[2]);
  if (to == f.fd(0) || (flags & ~u32{O_CLOEXEC}))
    return answer(f, -EINVAL);
  return answer(f, copy_over(f, to, flags));
}

Then begin_fcntl(CallFrame &f) {
  u32 what = static_cast<u32>(f.own[1]);
  if (what == F_SETFL && (methods_of(word_of_number(f.fd(0))) &
                          url_bit(UrlMethod::kAppend)))
    f.call[2] |= O_APPEND;
  if (what == kDupQuery)
    f.call[2] = static_cast<u32>(real_or_none(f.fd(2)));
  if (what != F_DUPFD && what != F_DUPFD_CLOEXEC)
    return kMake;
  if (static_cast<i32>(f.call[0]) == kNoDescriptor)
    return answer(f, -EBADF);
  u32 from = static_cast<u32>(f.own[2]);
  if (from >= number_limit())
    return answer(f, -EINVAL);
  return answer(f, copy_to(f, from, what == F_DUPFD_CLOEXEC));
}

Then begin_close_range(CallFrame &f) {
  u32 first = static_cast<u32>(f.own[0]), last = static_cast<u32>(f.own[1]);
  u32 flags = static_cast<u32>(f.own[2]);
  if (first > last || (flags & ~u32{CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC}))
    return answer(f, -EINVAL);
  if ((flags & CLOSE_RANGE_UNSHARE) && !has_table_alone())
    return refuse_to_unshare(f);
  u32 top = table().top;
  for (u32 i = first; i < top && i <= last; ++i) {
    i32 number = static_cast<i32>(i);
    if (!(flags & CLOSE_RANGE_CLOEXEC))
      close_number(number);
    else if (real_of(number) >= 0)
      sys::fcntl(real_of(number), F_SETFD, FD_CLOEXEC).ignore();
  }
  return answer(f, 0);
}

// Without a file the descriptor is not looked at.
Then begin_mmap(CallFrame &f) {
  if (f.own[3] & MAP_ANONYMOUS)
    f.call[4] = f.own[4];
  return kMake;
}

Then begin_waitid(CallFrame &f) {
  if (static_cast<u32>(f.own[0]) == P_PIDFD)
    f.call[1] = static_cast<u32>(real_or_none(f.fd(1)));
  return kMake;
}

Then begin_kcmp(CallFrame &f) {
  i32 pid = sys::getpid();
  u32 what = static_cast<u32>(f.own[2]);
  if (what != KCMP_FILE)
    return kMake;
  for (int i = 0; i < 2; ++i)
    if (static_cast<i32>(f.own[i]) == pid)
      f.call[3 + i] = static_cast<u32>(real_or_none(f.fd(3 + i)));
  return kMake;
}

// FSCONFIG_SET_PATH, _SET_PATH_EMPTY, _SET_FD: the last argument is one.
Then begin_fsconfig(CallFrame &f) {
  u32 command = static_cast<u32>(f.own[1]);
  if (command >= 3 && command <= 5 && f.fd(4) != AT_FDCWD)
    f.call[4] = static_cast<u32>(real_or_none(f.fd(4)));
  return kMake;
}

// LANDLOCK_RULE_PATH_BENEATH: u64 allowed, i32 directory.
Then begin_landlock_rule(CallFrame &f) {
  constexpr u32 kBeneath = 1;
  constexpr size_t kSize = 12;
  if (static_cast<u32>(f.own[1]) != kBeneath)
    return kMake;
  u8 *rule = static_cast<u8 *>(replace_argument(f, 2, kSize));
  i32 number = 0;
  if (rule) {
    memcpy(&number, rule + 8, sizeof number);
    number = real_or_none(number);
    memcpy(rule + 8, &number, sizeof number);
  }
  return kMake;
}

// With a flag it tells a version.
Then begin_landlock(CallFrame &f) {
  return f.own[2] || has_room() ? kMake : answer(f, -EMFILE);
}
void end_landlock(CallFrame &f) {
  if (!f.own[2])
    give_number(f);
}

Then begin_seccomp(CallFrame &) { return kMake; }
void end_seccomp(CallFrame &f) {
  constexpr u64 kSetFilter = 1, kNewListener = 8;
  if (f.own[0] == kSetFilter && (f.own[1] & kNewListener))
    give_number(f);
}

Then begin_signalfd(CallFrame &f) {
  return f.fd(0) >= 0 || has_room() ? kMake : answer(f, -EMFILE);
}
void end_signalfd(CallFrame &f) {
  if (f.fd(0) < 0)
    give_number(f);
  else if (f.result >= 0)
    f.result = f.fd(0);
}

} // namespace ckpt::syscall
