// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/interrupted_call.h"

#include <asm/errno.h>

#include "runtime/sys/calls.h"

namespace ckpt::arch {

namespace {

constexpr size_t kSite = 7;        // b8 <number:4> 0f 05
constexpr size_t kInstruction = 2; // 0f 05

struct Vector { // struct iovec
  const void *base;
  size_t size;
};

// Without a fault when the bytes cannot be read.
bool read_code(u64 at, u8 *to, size_t size) {
  Vector local = {to, size}, remote = {reinterpret_cast<void *>(at), size};
  return sys::call(__NR_process_vm_readv, sys::getpid(), &local, 1, &remote, 1,
                   0)
             .value() == static_cast<i64>(size);
}

// man 7 signal, "Interruption of system calls and library functions by signal
// handlers", the second list; and those that SO_RCVTIMEO moves there.
bool never_restarts(u32 number) {
  switch (number) {
  case __NR_pause:
  case __NR_rt_sigsuspend:
  case __NR_rt_sigtimedwait:
  case __NR_nanosleep:
  case __NR_clock_nanosleep:
  case __NR_poll:
  case __NR_ppoll:
  case __NR_select:
  case __NR_pselect6:
  case __NR_epoll_wait:
  case __NR_epoll_pwait:
  case __NR_epoll_pwait2:
  case __NR_futex:
  case __NR_msgrcv:
  case __NR_msgsnd:
  case __NR_semop:
  case __NR_semtimedop:
  case __NR_io_getevents:
  case __NR_recvfrom:
  case __NR_recvmsg:
  case __NR_recvmmsg:
  case __NR_sendto:
  case __NR_sendmsg:
  case __NR_accept:
  case __NR_accept4:
    return true;
  }
  return false;
}

// "mov $number, %eax; syscall", as in libc's wrappers.
bool number_before(u64 rip, u32 &number) {
  u8 code[kSite];
  if (!read_code(rip - kSite, code, kSite) || code[0] != 0xb8 ||
      code[5] != 0x0f || code[6] != 0x05)
    return false;
  number = code[1] | static_cast<u32>(code[2]) << 8 |
           static_cast<u32>(code[3]) << 16 | static_cast<u32>(code[4]) << 24;
  return true;
}

// The mark of shims/syscall.S: the number is in the red zone.
bool number_on_stack(const struct sigcontext &context, u32 &number) {
  constexpr u8 kMark[] = {0x0f, 0x1f, 0x84, 0x00, 'C', 'A', 'L', 'L'};
  u8 code[sizeof kMark];
  if (!read_code(context.rip, code, sizeof code))
    return false;
  for (size_t i = 0; i < sizeof kMark; ++i)
    if (code[i] != kMark[i])
      return false;
  u8 word[8];
  if (!read_code(context.rsp - sizeof word, word, sizeof word))
    return false;
  number = word[0] | static_cast<u32>(word[1]) << 8 |
           static_cast<u32>(word[2]) << 16 | static_cast<u32>(word[3]) << 24;
  return true;
}

} // namespace

bool rewind_interrupted_call(struct sigcontext &context) {
  if (static_cast<i64>(context.rax) != -EINTR)
    return false;
  u32 number = 0;
  bool known = number_before(context.rip, number) ||
               number_on_stack(context, number);
  if (!known || !never_restarts(number))
    return false;
  context.rax = number;
  context.rip -= kInstruction;
  return true;
}

void report_interrupted_call(struct sigcontext &context) {
  context.rax = static_cast<u64>(-EINTR);
  context.rip += kInstruction;
}

} // namespace ckpt::arch
