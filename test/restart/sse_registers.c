// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// xmm0..xmm15 live through a checkpoint.
// RUN: %job %s %t --at-least 1
#include "ckpt_test.h"

#define ALL(X)                                                                 \
  X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13)    \
  X(14) X(15)
#define LOAD(n) "movdqu 16*" #n "(%[in]), %%xmm" #n "\n"
#define STORE(n) "movdqu %%xmm" #n ", 16*" #n "(%[out])\n"

static uint8_t in[256], out[256];

int main(void) {
  for (size_t i = 0; i < sizeof in; ++i)
    in[i] = (uint8_t)(i * 7 + i / 16 + 1);
  long result = 62;
  __asm__ volatile(ALL(LOAD) "syscall\n" ALL(STORE)
                   : "+a"(result)
                   : [in] "r"(in), [out] "r"(out), "D"((long)getpid()),
                     "S"((long)request_signal())
                   : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3",
                     "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
                     "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
  CHECK(result == 0 && !memcmp(in, out, sizeof in));
  puts("good");
}
