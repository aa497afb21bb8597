// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Values in vector and x87 registers, flags of theirs and the rounding mode live
// across routed assembly: over calls that the entry makes itself, and over those
// that the dispatcher makes.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t && gcc -O2 %s -o plain && ./plain
// RUN: %each_llvm 'for how in "-O0 -mno-red-zone" -O1 "-O2 -static" "-O3 -no-pie -fno-pic" "-O2 -flto"; do %ckpt --ckpt-instrument {clang} $how %s -o p && ./p && ./p -_condor_nowarn -_condor_aggravate_bugs; done'
#include <fcntl.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEFINE(name, isa, vector, fill, same)                                           \
  __attribute__((noinline, target(isa)))    static long name(long number, long a, long b, \
                                                             long c, int *wrong) {         \
    vector v[11];                                                                          \
    for (int i = 0; i < 11; ++i)                                                           \
      v[i] = fill(i * 7 + 1);                                                              \
    long double x = 1.0L / 3;                                                              \
    asm volatile("syscall"                                                                 \
                 : "+a"(number), "+x"(v[0]), "+x"(v[1]), "+x"(v[2]), "+x"(v[3]),           \
                   "+x"(v[4]), "+x"(v[5]), "+x"(v[6]), "+x"(v[7]), "+x"(v[8]),             \
                   "+x"(v[9]), "+x"(v[10]), "+t"(x)                                        \
                 : "D"(a), "S"(b), "d"(c)                                                  \
                 : "rcx", "r11", "memory");                                                \
    for (int i = 0; i < 11; ++i)                                                           \
      *wrong |= !same(v[i], fill(i * 7 + 1));                                              \
    *wrong |= x != 1.0L / 3;                                                               \
    return number;                                                                         \
  }
#define SAME16(x, y) (_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) == 0xffff)
#define SAME32(x, y) (_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, y)) == -1)
DEFINE(with_sse, "sse2", __m128i, _mm_set1_epi32, SAME16)
DEFINE(with_avx, "avx2", __m256i, _mm256_set1_epi32, SAME32)

int main(void) {
  char c[2] = "x";
  int wrong = 0, ends[2];
  __builtin_cpu_init();
  long (*call)(long, long, long, long, int *) = __builtin_cpu_supports("avx2") ? with_avx : with_sse;
  _MM_SET_ROUNDING_MODE(_MM_ROUND_UP);
  for (int i = 0; i < 2; ++i, call = with_sse) {
    if (call(SYS_pipe, (long)ends, 0, 0, &wrong) || call(SYS_write, ends[1], (long)c, 1, &wrong) != 1 ||
        call(SYS_read, ends[0], (long)(c + 1), 1, &wrong) != 1 || c[1] != 'x')
      return 1;
    long fd = call(SYS_open, (long)"/dev/null", O_RDONLY, 0, &wrong);
    long copy = call(SYS_dup, fd, 0, 0, &wrong);
    if (fd < 0 || copy <= fd || call(SYS_close, copy, 0, 0, &wrong) || call(SYS_getpid, 0, 0, 0, &wrong) != getpid())
      return 2;
  }
  return wrong || _MM_GET_ROUNDING_MODE() != _MM_ROUND_UP ? 3 : 0;
}
