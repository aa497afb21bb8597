// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/quiesce.h"

#include <asm/errno.h>
#include <linux/prctl.h>
#include <linux/wait.h>

#include "runtime/ckpt/attributes.h"
#include "runtime/sys/keeper.h"

namespace ckpt {

namespace {

constexpr int kShadowStackStatus = 0x5005; // ARCH_SHSTK_STATUS, asm/prctl.h

bool no_children(Reason &why) {
  sys::end_keeper(); // another one is made where one is needed
  char info[128] = {};
  SysResult child =
      sys::call(__NR_waitid, P_ALL, 0, info,
                WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT | __WALL,
                nullptr);
  if (child.error() == ECHILD)
    return true;
  state.obstacle_may_pass = true;
  why.set("the program has a child process; wait for it before a checkpoint");
  return false;
}

bool no_shadow_stack(Reason &why) {
  u64 features = 0;
  bool on = sys::arch_prctl(kShadowStackStatus,
                            reinterpret_cast<u64>(&features))
                .ok() &&
            features;
  if (on)
    why.set("a shadow stack is enabled; link with -z noshstk");
  return !on;
}

} // namespace

bool process_can_be_saved(Snapshot &snapshot, Reason &why) {
  return attributes_can_be_saved(state.origin, snapshot, why) &&
         no_children(why) && no_shadow_stack(why);
}

} // namespace ckpt
