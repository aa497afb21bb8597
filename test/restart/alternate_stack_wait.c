// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A wait that is finished although its frame was on the alternate stack: the
// program's handler runs on the stack it interrupts, or on an empty alternate
// one, and the registers are what they were, vectors and floating point too.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -O2 -static -I %src/test/Inputs %s -o job
// RUN: for how in stay alternate; do \
// RUN:   %python %src/test/support/waiting_job.py ./job $how 34,130 \
// RUN:   request*3 restart request*2 signal=USR1 end || exit 1; done
#include "ckpt_test.h"

static _Alignas(64) char room[16384];
static volatile int seen, alternate;

static void on_signal(int sig) {
  volatile char used[9000]; // two frames more would not fit
  char *here = __builtin_frame_address(0);
  memset((char *)used, sig, sizeof used);
  seen = 1 + (here > room && here < room + sizeof room);
}

int main(int argc, char **argv) {
  stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
  alternate = !strcmp(argv[argc - 1], "alternate");
  struct sigaction action = {.sa_handler = on_signal};
  CHECK(!sigaction(SIGUSR2 + 1, &action, 0)); // stays on the stack
  action.sa_flags = alternate ? SA_ONSTACK : 0;
  CHECK(!sigaltstack(&stack, 0) && !sigaction(SIGUSR1, &action, 0));
  uint64_t in[4] = {1, 0x123456789abcdef, 3, ~0ull}, out[4] = {0};
  uint32_t mode = 0x5f80, mode_after = 0; // rounding up
  uint16_t control = 0x0b7f, control_after = 0;
  long result = 34; // pause
  __asm__ volatile("movups %[in0], %%xmm15\n\tmovups %[in1], %%xmm3\n\t"
                   "ldmxcsr %[mode]\n\tfldcw %[control]\n\t"
                   "mov $34, %%eax\n\tsyscall\n\t"
                   "movups %%xmm15, %[out0]\n\tmovups %%xmm3, %[out1]\n\t"
                   "stmxcsr %[after]\n\tfnstcw %[control_after]"
                   : "=&a"(result), [out0] "=m"(*(__int128 *)out),
                     [out1] "=m"(*(__int128 *)(out + 2)),
                     [after] "=m"(mode_after),
                     [control_after] "=m"(control_after)
                   : [in0] "m"(*(__int128 *)in), [in1] "m"(*(__int128 *)(in + 2)),
                     [mode] "m"(mode), [control] "m"(control)
                   : "rcx", "r11", "xmm15", "xmm3", "memory");
  CHECK(result == -EINTR && seen == 1 + alternate && !memcmp(in, out, 32));
  CHECK(mode_after == mode && control_after == control);
}
