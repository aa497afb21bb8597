// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/limits.h"

#include "runtime/fd/list.h"
#include "runtime/proc/read_file.h"

namespace ckpt::restart {

namespace {

constexpr u64 kOwnMappings = 256;  // of the restarting process, generously

bool descriptors_fit(const image::View &view, Reason &why) {
  if (view.descriptors.empty())
    return true;
  u64 highest = static_cast<u64>(
      view.descriptors[view.descriptors.size - 1].number);
  rlimit64 limit;
  if (!sys::prlimit(RLIMIT_NOFILE, nullptr, &limit).ok() ||
      limit.rlim_max > highest)
    return true;
  why.set("it has descriptor ", highest, ", and the limit of open files is ",
          limit.rlim_max, "; raise it (ulimit -Hn)");
  return false;
}

bool mappings_fit(const image::View &view, Reason &why) {
  char text[32];
  size_t size =
      proc::read_small("/proc/sys/vm/max_map_count", text, sizeof text);
  StringView digits(text, size <= sizeof text ? size : 0);
  u64 most = 0;
  if (!proc::take_dec(digits, most) ||
      view.mappings.size + kOwnMappings <= most)
    return true;
  why.set("it has ", view.mappings.size, " mappings, and this machine allows ",
          most, "; raise vm.max_map_count");
  return false;
}

// Such a stack is legal up to the limit itself (mm/mmap.c, acct_stack_growth).
bool stack_fits(const image::View &view, Reason &why) {
  const image::Mapping *stack =
      image::find_mapping(view.mappings, view.meta->mm[6]);
  rlimit64 limit;
  if (!stack || !sys::prlimit(RLIMIT_STACK, nullptr, &limit).ok() ||
      limit.rlim_cur == RLIM64_INFINITY ||
      stack->end - stack->start <= limit.rlim_cur)
    return true;
  why.set("its stack has ", (stack->end - stack->start) >> 10,
          " KiB, and the stack limit is ", limit.rlim_cur >> 10,
          " KiB; raise it (ulimit -s)");
  return false;
}

bool address_space_fits(const image::View &view, Reason &why) {
  rlimit64 limit;
  if (!sys::prlimit(RLIMIT_AS, nullptr, &limit).ok() ||
      limit.rlim_cur == RLIM64_INFINITY)
    return true;
  u64 size = view.head.size;
  for (const image::Mapping &m : view.mappings)
    size += m.end - m.start;
  if (size <= limit.rlim_cur)
    return true;
  why.set("it needs ", size >> 20, " MiB of address space, and the limit is ",
          limit.rlim_cur >> 20, " MiB; raise it (ulimit -v)");
  return false;
}

// Another task would run on in memory that is about to go.
bool one_task(Reason &why) {
  u64 tasks = 0;
  bool read = fd::each_number("/proc/self/task", [&](u64) {
    ++tasks;
    return true;
  });
  if (read && tasks == 1)
    return true;
  why.set(read ? "this process has more than one thread before its program "
                 "runs; are LD_PRELOAD or LD_AUDIT set?"
               : "cannot read /proc/self/task; is /proc mounted?");
  return false;
}

} // namespace

bool limits_suffice(const image::View &view, Reason &why) {
  return one_task(why) && descriptors_fit(view, why) &&
         mappings_fit(view, why) && stack_fits(view, why) &&
         address_space_fits(view, why);
}

} // namespace ckpt::restart
