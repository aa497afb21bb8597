// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/time_namespace.h"

#include <asm/errno.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "runtime/abi/text.h"
#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/timers.h"

namespace ckpt::restart {

namespace {

constexpr const char *kOffsets = "/proc/self/timens_offsets";

bool write_file(const char *path, StringView text) {
  SysResult file = sys::open(path, O_WRONLY | O_CLOEXEC);
  if (!file.ok())
    return false;
  bool good = sys::write(file.fd(), text.data, text.size).value() ==
              static_cast<i64>(text.size);
  sys::close(file.fd()).ignore();
  return good;
}

// "monotonic 10 500": what the namespace of this process has already.
bool read_offset(StringView line, ClockPair &offsets) {
  StringView name = proc::take_word(line);
  i64 seconds, rest;
  proc::skip_blanks(line);
  if (!proc::take_signed(line, seconds))
    return false;
  proc::skip_blanks(line);
  if (!proc::take_signed(line, rest))
    return false;
  i64 all = seconds * sys::kSecond + rest;
  if (name == "monotonic" || name == "1")
    offsets.monotonic = all;
  else if (name == "boottime" || name == "7")
    offsets.boottime = all;
  return true;
}

bool read_offsets(ClockPair &offsets) {
  Reason why;
  return proc::each_line(kOffsets, why, [&](StringView line) {
    return read_offset(line, offsets);
  });
}

void add_line(Text<256> &text, const char *name, i64 offset) {
  i64 seconds = offset / sys::kSecond, rest = offset % sys::kSecond;
  if (rest < 0) {
    rest += sys::kSecond;
    --seconds;
  }
  text.add(name, " ", seconds, " ", rest, "\n");
}

struct Ids {
  u64 user = static_cast<u64>(sys::call(__NR_geteuid).value());
  u64 group = static_cast<u64>(sys::call(__NR_getegid).value());
};

// The same numbers inside as outside: files and other processes see no change.
bool map_user(const Ids &ids) {
  Text<64> user(ids.user, " ", ids.user, " 1"),
      group(ids.group, " ", ids.group, " 1");
  return write_file("/proc/self/uid_map", user.view()) &&
         write_file("/proc/self/setgroups", "deny") &&
         write_file("/proc/self/gid_map", group.view());
}

// A new user namespace gives every capability in it; the program had none.
bool drop_capabilities() {
  __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  return sys::call(__NR_capset, &head, none).ok();
}

bool enter(const ClockPair &more, bool with_user) {
  Ids ids;
  ClockPair offsets = {};
  if (!read_offsets(offsets) ||
      !sys::call(__NR_unshare, CLONE_NEWTIME | (with_user ? CLONE_NEWUSER : 0))
           .ok() ||
      (with_user && !map_user(ids)))
    return false;
  Text<256> text;
  add_line(text, "monotonic", offsets.monotonic + more.monotonic);
  add_line(text, "boottime", offsets.boottime + more.boottime);
  if (!write_file(kOffsets, text.view()))
    return false;
  SysResult space =
      sys::open("/proc/self/ns/time_for_children", O_RDONLY | O_CLOEXEC);
  bool good = space.ok() && sys::call(__NR_setns, space.fd(), CLONE_NEWTIME).ok();
  if (space.ok())
    sys::close(space.fd()).ignore();
  return good && (!with_user || drop_capabilities());
}

// A real child, not one that shares the memory: only a process that is alone in
// its memory may enter.
bool child_enters(const ClockPair &more, bool with_user) {
  SysResult child = sys::call(__NR_clone, 0, 0, 0, 0, 0);
  if (child.ok() && child.value() == 0)
    sys::exit_group(enter(more, with_user) ? 0 : 1);
  if (!child.ok())
    return false;
  i32 status = -1;
  while (sys::call(__NR_wait4, child.value(), &status, __WALL, nullptr)
             .error() == EINTR) {
  }
  return status == 0;
}

} // namespace

bool enter_time_namespace(const ClockPair &more, bool with_user) {
  return child_enters(more, with_user) && enter(more, with_user);
}

} // namespace ckpt::restart
