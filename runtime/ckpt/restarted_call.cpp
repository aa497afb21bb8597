// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/restarted_call.h"

#include <linux/stat.h>

#include "runtime/arch/x86_64/interrupted_call.h"
#include "runtime/arch/x86_64/restarted_calls.h"
#include "runtime/ckpt/due_handlers.h"
#include "runtime/ckpt/own_memory.h"

namespace ckpt {

namespace {

using arch::RestartedCall;
using arch::Wait;

constexpr u32 kMemoryDevices = 1; // the major number of /dev/null and its kin
constexpr u16 kUnlocks = 2;       // F_UNLCK

bool is_kind(const struct stat &st, u32 kind) {
  return (st.st_mode & S_IFMT) == kind;
}

// Regular files answer at once, as do disks, /dev/null, /dev/urandom.
bool never_waits(const struct stat &st) {
  return is_kind(st, S_IFREG) || is_kind(st, S_IFDIR) || is_kind(st, S_IFBLK) ||
         (is_kind(st, S_IFCHR) && (st.st_rdev >> 8 & 0xfff) == kMemoryDevices);
}

bool waits_on(int fd) {
  SysResult flags = sys::fcntl(fd, F_GETFL);
  return flags.ok() && !(flags.value() & O_NONBLOCK);
}

bool descriptor_waits(int fd) {
  struct stat st;
  return sys::fstat(fd, st).ok() && !never_waits(st) && waits_on(fd);
}

bool is_fifo(i64 directory, u64 name) {
  struct stat st;
  return sys::call(__NR_newfstatat, directory, name, &st, 0).ok() &&
         is_kind(st, S_IFIFO);
}

bool locks(u64 at) {
  u16 kind = kUnlocks; // the first word of struct flock
  return read_memory(at, &kind, sizeof kind) && kind != kUnlocks;
}

bool may_wait(const RestartedCall &call, const u64 (&arguments)[6]) {
  auto descriptor = [&](u8 in) { return static_cast<int>(arguments[in]); };
  switch (call.wait) {
  case Wait::kNever:
    return false;
  case Wait::kMay:
    return true;
  case Wait::kDescriptor:
    return descriptor_waits(descriptor(call.in)) ||
           (call.other != arch::kNowhere &&
            descriptor_waits(descriptor(call.other)));
  case Wait::kQueue:
    return waits_on(descriptor(call.in));
  case Wait::kName:
    return is_fifo(call.other == arch::kNowhere ? AT_FDCWD
                                                : descriptor(call.other),
                   arguments[call.in]);
  case Wait::kLock:
    return locks(arguments[call.in]);
  }
  return false;
}

bool is_at_call(const struct sigcontext &registers) {
  u8 code[arch::kCallInstruction];
  return read_memory(registers.rip, code, sizeof code) &&
         arch::is_call_instruction(code);
}

} // namespace

void settle_restarted_call(struct ucontext &context) {
  struct sigcontext &registers = context.uc_mcontext;
  if (!arch::is_restarted(registers))
    return;
  u64 arguments[6];
  arch::arguments_of(registers, arguments);
  RestartedCall call = arch::restarted_call(static_cast<u32>(registers.rax), arguments);
  if (call.wait == Wait::kNever || !is_at_call(registers) ||
      !may_wait(call, arguments))
    return;
  if (ending_handler_is_due(context))
    return arch::end_restarted_call(registers);
  arch::await_handler(registers);
}

} // namespace ckpt
