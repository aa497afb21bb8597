/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* sparse: 64 GiB are reserved, 256 MiB were only read, 256 MiB were written with
   zeros, 4 KiB with something else.  Prints what of it is resident afterwards. */
#define _GNU_SOURCE
#include "peers.h"
#include <string.h>
#include <sys/mman.h>

enum { PART = 256 << 20 };

static long resident(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (fscanf(file, "%*d %ld", &pages) != 1)
    pages = 0;
  fclose(file);
  return pages * 4 / 1024;
}

int main(void) {
  char *data = mmap(0, 64UL << 30, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  int sum = 0;
  if (data == MAP_FAILED)
    return 1;
  madvise(data, 64UL << 30, MADV_NOHUGEPAGE);
  for (long i = 0; i < PART; i += 4096)
    sum += ((volatile char *)data)[i];
  memset(data + PART, 0, PART);
  memset(data + 3L * PART, 1, 4096);
  fprintf(stderr, "before %ld MiB\n", resident());
  checkpoint_here();
  fprintf(stderr, "after %ld MiB\n", resident());
  for (long i = 0; i < 2L * PART; i += 4096)
    sum += data[i];
  printf("%d %d\n", sum, data[3L * PART + 4095]);
}
