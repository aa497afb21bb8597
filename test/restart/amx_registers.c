// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// AMX tiles live through a checkpoint; the permission to use them is asked for
// again at the restart.
// REQUIRES: amx
// RUN: %job %s %t --at-least 1 --build "gcc -O2 -mamx-tile"
#include "ckpt_test.h"
#include <immintrin.h>
#include <sys/syscall.h>

static uint8_t in[1024], out[1024];
static struct {
  uint8_t palette, start, rest[14];
  uint16_t width[16];
  uint8_t rows[16];
} config = {.palette = 1, .width = {64}, .rows = {16}};

int main(void) {
  for (size_t i = 0; i < sizeof in; ++i)
    in[i] = (uint8_t)(i * 7 + i / 64 + 1);
  CHECK(!syscall(SYS_arch_prctl, 0x1023, 18)); // ARCH_REQ_XCOMP_PERM, XTILEDATA
  _tile_loadconfig(&config);
  _tile_loadd(0, in, 64);
  checkpoint();
  _tile_stored(0, out, 64);
  CHECK(!memcmp(in, out, sizeof in));
  puts("good");
}
