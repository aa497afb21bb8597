// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/shims/shim.h"

using namespace ckpt;

extern "C" int __sigaction(int, const struct sigaction *,
                           struct sigaction *) noexcept;

namespace {

image::Action to_kernel(const struct sigaction &action) {
  image::Action k = {};
  k.handler = reinterpret_cast<u64>(action.sa_sigaction);
  k.flags = static_cast<u64>(static_cast<unsigned>(action.sa_flags));
  k.mask = shim::to_mask(&action.sa_mask);
  return k;
}

void from_kernel(const image::Action &k, struct sigaction &action) {
  memset(&action, 0, sizeof action);
  action.sa_sigaction =
      reinterpret_cast<void (*)(int, siginfo_t *, void *)>(k.handler);
  action.sa_flags = static_cast<int>(k.flags);
  shim::from_mask(k.mask, &action.sa_mask);
}

} // namespace

extern "C" int sigaction(int sig, const struct sigaction *set,
                         struct sigaction *old) noexcept {
  if (shim::is_reserved(sig)) {
    image::Action wanted = {}, before = {};
    if (set)
      wanted = to_kernel(*set);
    __ckpt_user_action(sig, set ? &wanted : nullptr, &before);
    if (old)
      from_kernel(before, *old);
    return 0;
  }
  if (!set || !(shim::to_mask(&set->sa_mask) & __ckpt_reserved_mask()))
    return __sigaction(sig, set, old);
  struct sigaction copy = *set;
  u64 mask = shim::to_mask(&set->sa_mask) & ~__ckpt_reserved_mask();
  shim::from_mask(mask, &copy.sa_mask);
  return __sigaction(sig, &copy, old);
}
