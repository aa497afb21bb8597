// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/attributes.h"

#include <asm/errno.h>
#include <linux/prctl.h>

#include "runtime/ckpt/barriers.h"
#include "runtime/ckpt/capabilities.h"
#include "runtime/ckpt/own_limits.h"
#include "runtime/ckpt/own_marks.h"
#include "runtime/ckpt/own_settings.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/terminal.h"
#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr int kReadLdt = 0; // modify_ldt(2)

// What was in force at the start is in force in a restarted process as well,
// or not, as its surroundings have it.
void read_filters(Origin &origin) {
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
Obstacle change_of_thread(const Origin &start, const Origin &now) {
  if (!equal(now.users, start.users) || !equal(now.groups, start.groups))
    return Obstacle::kUser;
  if (now.seccomp != start.seccomp)
    return Obstacle::kFilter;
  if (now.memory_policy != start.memory_policy)
    return Obstacle::kMemoryPolicy;
  // A new thread has none.
  if (now.death_signal && now.death_signal != start.death_signal)
    return Obstacle::kParentsDeath;
  return Obstacle::kNone;
}

Obstacle change_of_process(const Origin &start, const Origin &now) {
  if (now.root_device != start.root_device ||
      now.root_inode != start.root_inode)
    return Obstacle::kRoot;
  if (now.seccomp_filters != start.seccomp_filters)
    return Obstacle::kFilter;
  return change_of_thread(start, now);
}

void read_origin_of_thread(Origin &origin) {
  SysResult mode = sys::prctl(PR_GET_SECCOMP);
  origin.seccomp = mode.ok() ? static_cast<i32>(mode.value()) : 2;
  sys::call(__NR_get_mempolicy, &origin.memory_policy, nullptr, 0, nullptr, 0)
      .ignore(); // a kernel without NUMA
  u32 *u = origin.users, *g = origin.groups;
  sys::call(__NR_getresuid, u, u + 1, u + 2).ignore();
  sys::call(__NR_getresgid, g, g + 1, g + 2).ignore();
  sys::prctl(PR_GET_PDEATHSIG, reinterpret_cast<u64>(&origin.death_signal))
      .ignore();
}

bool has_time_stamps() {
  i32 mode = PR_TSC_ENABLE;
  sys::prctl(PR_GET_TSC, reinterpret_cast<u64>(&mode)).ignore();
  return mode == PR_TSC_ENABLE;
}

bool same_origin(const Origin &start, Reason &why) {
  Origin now = {};
  read_origin(now);
  return explain(change_of_process(start, now), why);
}

// One that has been removed is empty, and its name is told with a mark.
bool was_removed(Snapshot &snapshot) {
  constexpr StringView kDeleted = " (deleted)";
  SysResult n = sys::readlink("/proc/thread-self/cwd", snapshot.cwd,
                              sizeof snapshot.cwd - 1);
  size_t size = n.ok() ? static_cast<size_t>(n.value()) : 0;
  StringView link(snapshot.cwd, size);
  if (!link.starts_with("/") || !link.ends_with(kDeleted) ||
      !sys::stat(".", snapshot.removed_cwd).ok())
    return false;
  snapshot.cwd[size - kDeleted.size] = 0;
  return true;
}

bool has_directory(Snapshot &snapshot, Reason &why) {
  char (&cwd)[kPathMax] = snapshot.cwd;
  snapshot.removed_cwd = {};
  SysResult n = sys::getcwd(cwd, sizeof cwd);
  bool reached = n.ok() ? cwd[0] == '/'
                        : n.error() == ENOENT && was_removed(snapshot);
  // Directories of processes go with them.
  constexpr char kProc[] = "/proc/";
  u8 next = static_cast<u8>(cwd[sizeof kProc - 1]);
  if (reached && !(StringView(cwd).starts_with(kProc) && next >= '0' &&
                   next <= '9'))
    return true;
  why.set("the working directory is out of reach; change to another one before "
          "a checkpoint");
  return false;
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

} // namespace

void read_origin(Origin &origin) {
  read_origin_of_thread(origin);
  read_filters(origin);
  struct stat root;
  if (!sys::stat("/", root).ok())
    return;
  origin.root_device = root.st_dev;
  origin.root_inode = root.st_ino;
}

bool attributes_can_be_saved(const Origin &at_start, Snapshot &snapshot,
                             Reason &why) {
  return same_origin(at_start, why) && has_directory(snapshot, why) &&
         explain(obstacle_in_thread(at_start), why) && no_local_segments(why);
}

Obstacle obstacle_in_thread(const Origin &at_start) {
  Origin now = {};
  read_origin_of_thread(now);
  Obstacle found = change_of_thread(at_start, now);
  return found != Obstacle::kNone || has_time_stamps() ? found
                                                       : Obstacle::kNoTimeStamps;
}

bool explain(Obstacle obstacle, Reason &why) {
  switch (obstacle) {
  case Obstacle::kNone:
    return true;
  case Obstacle::kUser:
    why.set("the program changed its user or group, which is not saved yet");
    return false;
  case Obstacle::kRoot:
    why.set("the program changed its root directory, which is not saved yet");
    return false;
  case Obstacle::kFilter:
    why.set("the program installed a seccomp filter, which cannot be saved");
    return false;
  case Obstacle::kMemoryPolicy:
    why.set("the program set a NUMA memory policy, which is not saved yet");
    return false;
  case Obstacle::kParentsDeath:
    why.set("the program asked for a signal at its parent's death "
            "(PR_SET_PDEATHSIG), which is not saved yet");
    return false;
  case Obstacle::kNoTimeStamps:
    why.set("reading the time stamp counter is forbidden (PR_SET_TSC), which "
            "is not saved yet");
    return false;
  }
  return false;
}

void remember_settings(Origin &origin) {
  read_limits(origin.limits);
  read_settings(origin.attributes);
}

void notice_own_settings() {
  image::Limit limits[image::kLimitCount];
  read_limits(limits);
  mark_own(state.origin.limits, state.limits, limits);
  memcpy(state.limits, limits, sizeof limits);
  image::Attributes now;
  read_settings(now);
  // Another thread's are its own.
  if (sys::gettid() != state.pid)
    keep_settings(state.origin.attributes, state.attributes,
                  image::kOwnControls, now);
  mark_own(state.origin.attributes, state.attributes, now);
  now.barriers = read_barriers();
  state.attributes = now;
}

// Said when the window is gone: until then lines go nowhere.
namespace {
u32 lower_limits, refused_settings;
}

void restore_own_settings(const image::Attributes &attributes) {
  refused_settings |= set_settings(attributes) | set_terminal(attributes);
}

void restore_own_controls(const ThreadControls &controls, u32 own) {
  refused_settings |= set_controls(controls, own);
  restore_own_capabilities(controls.capabilities, own);
}

void restore_own_capabilities(const image::Capabilities &saved, u32 own) {
  if (own & own_bit(image::Own::kCapabilities) && !give_up_capabilities(saved))
    refused_settings |= own_bit(image::Own::kCapabilities);
}

void restore_own_limits(Span<const image::Limit> limits,
                        const image::Attributes &attributes) {
  lower_limits = set_own_limits(limits);
  set_barriers(attributes.barriers);
  if (attributes.future_locks)
    sys::call(__NR_mlockall, attributes.future_locks).ignore();
}

void tell_refused_settings() {
  for (u32 i = 0; i < image::kLimitCount; ++i)
    if (lower_limits >> i & 1)
      notice("the limit of ", name_of_limit(i), " that the program had set is "
             "higher than is possible here");
  for (u32 i = 0; i < static_cast<u32>(image::Own::kCount); ++i)
    if (refused_settings >> i & 1)
      notice(name_of_setting(i), ", which the program had set, cannot be set "
             "again here");
  lower_limits = refused_settings = 0;
}

Visible::Visible() {
  hidden_ = sys::prctl(PR_GET_DUMPABLE).value() == 0;
  if (hidden_)
    sys::prctl(PR_SET_DUMPABLE, 1).ignore();
}

Visible::~Visible() {
  if (hidden_)
    sys::prctl(PR_SET_DUMPABLE, 0).ignore();
}

} // namespace ckpt
