// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/marked_handlers.h"
#include "runtime/shims/shim.h"

using namespace ckpt;

#pragma GCC visibility push(hidden)
extern "C" void __ckpt_program_restorer(), __ckpt_ending_restorer();
#pragma GCC visibility pop

namespace {

constexpr u64 kHasRestorer = 0x04000000; // SA_RESTORER

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
  action.sa_restorer = reinterpret_cast<void (*)()>(k.restorer);
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
  // As libc does it, but for the restorer.
  if (sig >= 1 && sig <= 64 && (shim::kLibcSignals >> (sig - 1) & 1)) {
    errno = EINVAL;
    return -1;
  }
  image::Action wanted = {}, before = {};
  if (set) {
    wanted = to_kernel(*set);
    wanted.mask &= ~__ckpt_reserved_mask();
    wanted.flags |= kHasRestorer;
    bool ends = !(wanted.flags & SA_RESTART);
    wanted.restorer = reinterpret_cast<u64>(ends ? &__ckpt_ending_restorer
                                                 : &__ckpt_program_restorer);
    __ckpt_marking_restorer[ends] = wanted.restorer;
  }
  i64 done = shim::system_call(
      SYS_rt_sigaction, static_cast<u64>(sig),
      reinterpret_cast<u64>(set ? &wanted : nullptr),
      reinterpret_cast<u64>(&before), shim::kSigsetSize, 0, 0);
  if (done != 0) {
    errno = static_cast<int>(-done);
    return -1;
  }
  if (old)
    from_kernel(before, *old);
  return 0;
}
