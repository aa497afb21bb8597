// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/attributes.h"

#include <linux/prctl.h>

#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

// MEMBARRIER_CMD_GET_REGISTRATIONS, Linux 6.3; an older kernel does not tell.
constexpr int kBarrierRegistrations = 1 << 9;
constexpr int kReadLdt = 0; // modify_ldt(2)

// What was in force at the start is in force in a restarted process as well,
// or not, as its surroundings have it.
void read_filters(Origin &origin) {
  SysResult mode = sys::prctl(PR_GET_SECCOMP);
  origin.seccomp = mode.ok() ? static_cast<i32>(mode.value()) : 2;
  if (!origin.seccomp)
    return;
  Reason unused;
  bool read = proc::each_line(
      "/proc/thread-self/status", unused, [&](StringView line) {
        constexpr StringView kKey = "Seccomp_filters:"; // Linux 5.9
        if (!line.starts_with(kKey))
          return true;
        StringView rest = line.drop(kKey.size);
        proc::skip_blanks(rest);
        return proc::take_dec(rest, origin.seccomp_filters);
      });
  if (!read)
    origin.seccomp_filters = 0;
}

template <size_t n> bool equal(const u32 (&a)[n], const u32 (&b)[n]) {
  for (size_t i = 0; i < n; ++i)
    if (a[i] != b[i])
      return false;
  return true;
}

// A restart as another user would give back rights that were given up.
bool same_origin(const Origin &start, Reason &why) {
  Origin now = {};
  read_origin(now);
  if (!equal(now.users, start.users) || !equal(now.groups, start.groups))
    why.set("the program changed its user or group, which is not saved yet");
  else if (now.root_device != start.root_device ||
           now.root_inode != start.root_inode)
    why.set("the program changed its root directory, which is not saved yet");
  else if (now.seccomp != start.seccomp ||
           now.seccomp_filters != start.seccomp_filters)
    why.set("the program installed a seccomp filter, which cannot be saved");
  else if (now.memory_policy != start.memory_policy)
    why.set("the program set a NUMA memory policy, which is not saved yet");
  else if (now.death_signal != start.death_signal)
    why.set("the program asked for a signal at its parent's death "
            "(PR_SET_PDEATHSIG), which is not saved yet");
  return why.empty();
}

bool has_directory(char (&cwd)[kPathMax], Reason &why) {
  SysResult n = sys::getcwd(cwd, sizeof cwd);
  bool reached = n.ok() && cwd[0] == '/';
  // Directories of processes go with them.
  constexpr char kProc[] = "/proc/";
  u8 next = static_cast<u8>(cwd[sizeof kProc - 1]);
  if (reached && !(StringView(cwd).starts_with(kProc) && next >= '0' &&
                   next <= '9'))
    return true;
  why.set("the working directory has been removed or is out of reach; change "
          "to another one before a checkpoint");
  return false;
}

bool has_time_stamps(Reason &why) {
  i32 mode = PR_TSC_ENABLE;
  sys::prctl(PR_GET_TSC, reinterpret_cast<u64>(&mode)).ignore();
  if (mode != PR_TSC_ENABLE)
    why.set("reading the time stamp counter is forbidden (PR_SET_TSC), which "
            "is not saved yet");
  return mode == PR_TSC_ENABLE;
}

bool no_local_segments(Reason &why) {
  u64 entry;
  SysResult size = sys::call(__NR_modify_ldt, kReadLdt, &entry, sizeof entry);
  bool none = !size.ok() || size.value() == 0;
  if (!none)
    why.set("the program has a local descriptor table (modify_ldt), which is "
            "not saved yet");
  return none;
}

bool no_barriers(Reason &why) {
  SysResult set = sys::call(__NR_membarrier, kBarrierRegistrations, 0, 0);
  bool none = !set.ok() || set.value() == 0;
  if (!none)
    why.set("the program is registered for membarrier(), which is not saved "
            "yet");
  return none;
}

} // namespace

void read_origin(Origin &origin) {
  read_filters(origin);
  sys::call(__NR_get_mempolicy, &origin.memory_policy, nullptr, 0, nullptr, 0)
      .ignore(); // a kernel without NUMA
  u32 *u = origin.users, *g = origin.groups;
  sys::call(__NR_getresuid, u, u + 1, u + 2).ignore();
  sys::call(__NR_getresgid, g, g + 1, g + 2).ignore();
  sys::prctl(PR_GET_PDEATHSIG, reinterpret_cast<u64>(&origin.death_signal))
      .ignore();
  rlimit64 open_files = {};
  sys::prlimit(RLIMIT_NOFILE, nullptr, &open_files).ignore();
  origin.open_files = open_files.rlim_cur;
  struct stat root;
  if (!sys::stat("/", root).ok())
    return;
  origin.root_device = root.st_dev;
  origin.root_inode = root.st_ino;
}

bool attributes_can_be_saved(const Origin &at_start, Snapshot &snapshot,
                             Reason &why) {
  return same_origin(at_start, why) && has_directory(snapshot.cwd, why) &&
         has_time_stamps(why) && no_local_segments(why) && no_barriers(why);
}

void notice_own_limits() {
  u64 expected = state.own_open_files ? state.own_open_files
                                      : state.origin.open_files;
  rlimit64 now = {};
  if (sys::prlimit(RLIMIT_NOFILE, nullptr, &now).ok() &&
      now.rlim_cur != expected)
    state.own_open_files = now.rlim_cur;
}

void restore_own_limits() {
  rlimit64 now = {};
  if (!state.own_open_files || !sys::prlimit(RLIMIT_NOFILE, nullptr, &now).ok())
    return;
  now.rlim_cur = min<u64>(state.own_open_files, now.rlim_max);
  sys::prlimit(RLIMIT_NOFILE, &now, nullptr).ignore();
}

} // namespace ckpt
