// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/clocks.h"

#include <linux/capability.h>

#include "runtime/ckpt/state.h"
#include "runtime/restart/time_namespace.h"
#include "runtime/sys/timers.h"

namespace ckpt::restart {

namespace {

constexpr int kClockMonotonic = 1, kClockBoottime = 7;

ClockPair clocks_here() {
  return {sys::clock_now(kClockMonotonic), sys::clock_now(kClockBoottime)};
}

// In a user namespace of its own a program with rights would lose them.
bool has_rights() {
  __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct have[_LINUX_CAPABILITY_U32S_3] = {};
  if (sys::call(__NR_geteuid).value() == 0 ||
      !sys::call(__NR_capget, &head, have).ok())
    return true;
  return have[0].effective || have[1].effective;
}

} // namespace

bool continue_clocks(const image::View &view, ClockPair &shift, Reason &why) {
  shift = {};
  ClockPair saved = {view.clocks[0].monotonic, view.clocks[0].boottime};
  ClockPair here = clocks_here();
  ClockNeed need = clock_need(saved, here);
  if (state.config.clock == ClockRule::kJump || need == ClockNeed::kNone)
    return true;
  ClockPair more = {saved.monotonic - here.monotonic,
                    saved.boottime - here.boottime};
  if (enter_time_namespace(more, /*with_user=*/false) ||
      (need >= ClockNeed::kMuch && !has_rights() &&
       enter_time_namespace(more, /*with_user=*/true)) ||
      need != ClockNeed::kMust)
    return true;
  shift = more;
  if (view.meta->vdso_start)
    return true;
  why.set("CLOCK_MONOTONIC is ", (saved.monotonic - here.monotonic) / sys::kSecond,
          " s behind what the program has seen, and this system allows no time "
          "namespace; restart where it does, or take the risk with "
          "-_ckpt_clock jump");
  return false;
}

} // namespace ckpt::restart
