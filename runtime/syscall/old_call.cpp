// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/old_call.h"

#include "runtime/abi/syscall_frame.h"
#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/syscall/frame.h"
#include "runtime/syscall/memory.h"

namespace ckpt::syscall {

namespace {

constexpr i64 kNone = -1;
// A signal's frame with the largest vectors, and what it is aligned by.
constexpr u64 kLargestFrame = 64 << 10;

i64 twin_of(u64 number) {
  switch (number) {
#define CKPT_OLD_CALL(number, name, twin)                                      \
  case number:                                                                 \
    return __NR_##twin;
#include "runtime/abi/old_calls.def"
  }
  return kNone;
}

// struct flock has numbers of other widths.
bool is_lock_command(u32 command) {
  return (command >= 5 && command <= 7) || (command >= 12 && command <= 14) ||
         (command >= 36 && command <= 38);
}

bool takes_length(i64 twin) {
  return twin == __NR_lseek || twin == __NR_truncate || twin == __NR_ftruncate;
}

u64 low(u64 value) { return static_cast<u32>(value); }

void set_arguments(struct sigcontext &at, i64 twin) {
  u64 second = low(at.rcx), fourth = low(at.rsi), fifth = low(at.rdi);
  if (takes_length(twin))
    second = static_cast<u64>(i64{static_cast<i32>(second)});
  if (twin == __NR_wait4) // waitpid
    fourth = 0;
  at.rdi = low(at.rbx);
  at.rsi = second;
  at.rdx = low(at.rdx);
  at.r10 = fourth;
  at.r8 = fifth;
  at.r9 = low(at.rbp);
}

// Above the stack pointer that the dispatcher gets, so that no signal's frame
// covers them.  On the program's stack that is where the frame of this one lies,
// in what the kernel does not read again; with the frame elsewhere, below the red
// zone.
u64 room_for_saved(const struct sigcontext &at, u64 free_bytes) {
  u64 top = at.rsp - kRedZone;
  bool same_stack = free_bytes < top && top - free_bytes < kLargestFrame;
  return same_stack ? free_bytes : (top - CKPT_OLD_SIZE) & ~u64{15};
}

} // namespace

bool begin_old_call(struct sigcontext &at, u64 free_bytes) {
  i64 twin = twin_of(at.rax);
  if (twin == kNone ||
      (twin == __NR_fcntl && is_lock_command(static_cast<u32>(at.rcx))))
    return false;
  u64 saved[CKPT_OLD_SIZE / 8] = {};
  auto save = [&saved](int offset, u64 value) { saved[offset / 8] = value; };
  save(CKPT_OLD_RIP, at.rip);
  save(CKPT_OLD_FLAGS, at.eflags);
  save(CKPT_OLD_RSP, at.rsp);
  save(CKPT_OLD_RCX, at.rcx);
  save(CKPT_OLD_R11, at.r11);
  save(CKPT_OLD_RDI, at.rdi);
  save(CKPT_OLD_RSI, at.rsi);
  save(CKPT_OLD_RDX, at.rdx);
  save(CKPT_OLD_R10, at.r10);
  save(CKPT_OLD_R8, at.r8);
  save(CKPT_OLD_R9, at.r9);
  u64 room = room_for_saved(at, free_bytes);
  if (!copy_out(room, saved, sizeof saved))
    return false;
  set_arguments(at, twin);
  at.rax = static_cast<u64>(twin);
  at.rsp = room;
  at.rcx = reinterpret_cast<u64>(&__ckpt_old_call_made);
  at.r11 = at.eflags;
  at.rip = reinterpret_cast<u64>(&__ckpt_trapped);
  return true;
}

} // namespace ckpt::syscall
