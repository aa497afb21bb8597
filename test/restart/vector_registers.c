// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The vector registers live through a checkpoint: all of zmm0..zmm31 and
// k1..k7.  sse_registers.c is the same without AVX-512.
// REQUIRES: avx512
// RUN: %job %s %t --at-least 1 --build "gcc -O2 -mavx512f -mavx512bw"
#include "ckpt_test.h"

#define ALL(X)                                                                 \
  X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13)    \
  X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23) X(24) X(25)      \
  X(26) X(27) X(28) X(29) X(30) X(31)
#define MASKS(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7)
#define LOAD(n) "vmovdqu64 64*" #n "(%[in]), %%zmm" #n "\n"
#define STORE(n) "vmovdqu64 %%zmm" #n ", 64*" #n "(%[out])\n"
#define LOAD_K(n) "kmovq 8*" #n "(%[in]), %%k" #n "\n"
#define STORE_K(n) "kmovq %%k" #n ", 2048+8*" #n "(%[out])\n"

static uint8_t in[2048], out[2048 + 64];

int main(void) {
  for (size_t i = 0; i < sizeof in; ++i)
    in[i] = (uint8_t)(i * 7 + i / 64);
  long result = 62;
  __asm__ volatile(ALL(LOAD) MASKS(LOAD_K) "syscall\n" ALL(STORE) MASKS(STORE_K)
                   : "+a"(result)
                   : [in] "r"(in), [out] "r"(out), "D"((long)getpid()),
                     "S"((long)request_signal())
                   : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3",
                     "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
                     "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "xmm16",
                     "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22",
                     "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", "xmm28",
                     "xmm29", "xmm30", "xmm31", "k1", "k2", "k3", "k4", "k5",
                     "k6", "k7");
  CHECK(result == 0 && !memcmp(in, out, sizeof in));
  CHECK(!memcmp(in + 8, out + 2048 + 8, 7 * 8));
  puts("good");
}
