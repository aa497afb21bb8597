// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/arch/x86_64/interrupted_call.h"

#include <asm/errno.h>
#include <asm/unistd.h>

namespace ckpt::arch {

namespace {

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

} // namespace

bool reports_interruption(const struct sigcontext &context) {
  return static_cast<i64>(context.rax) == -EINTR;
}

bool is_call_instruction(const u8 *code) {
  return code[0] == 0x0f && code[1] == 0x05;
}

u64 register_of(const struct sigcontext &context, u8 number) {
  const u64 registers[] = {
      context.rax, context.rcx, context.rdx, context.rbx,
      context.rsp, context.rbp, context.rsi, context.rdi,
      context.r8,  context.r9,  context.r10, context.r11,
      context.r12, context.r13, context.r14, context.r15};
  return number < sizeof registers / sizeof *registers ? registers[number] : 0;
}

bool rewind_interrupted_call(struct sigcontext &context, u32 number) {
  if (!never_restarts(number))
    return false;
  context.rax = number;
  context.rip -= kCallInstruction;
  return true;
}

void report_interrupted_call(struct sigcontext &context) {
  context.rax = static_cast<u64>(-EINTR);
  context.rip += kCallInstruction;
}

} // namespace ckpt::arch
