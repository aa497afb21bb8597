/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Mappings of every kind that change all the time. */
#include "stress.h"
#include <fcntl.h>
#include <sys/mman.h>

enum { kPage = 4096 };

static unsigned char *map(size_t pages, int prot, int flags, int fd) {
  void *at = mmap(0, pages * kPage, prot, flags, fd, 0);
  CHECK(at != MAP_FAILED);
  return at;
}

/* Two mappings of one object always show the same, and what was written. */
static uint64_t twice(unsigned char *a, unsigned char *b, size_t pages,
                      int rounds) {
  uint64_t sum = 0;
  for (int i = 0; i < rounds; ++i) {
    size_t at = (size_t)(i * 2654435761u) % (pages * kPage);
    unsigned char before = b[at];
    a[at] = (unsigned char)(before + i);
    CHECK(b[at] == (unsigned char)(before + i));
    b[pages * kPage - 1 - at] ^= (unsigned char)i;
    sum = mix(sum, (uint64_t)b[at] + a[pages * kPage - 1 - at]);
  }
  for (size_t at = 0; at < pages * kPage; ++at)
    sum = mix(sum, a[at]);
  CHECK(!memcmp(a, b, pages * kPage));
  return sum;
}

uint64_t shared_part(int rounds) {
  enum { kPages = 16 };
  const int both = PROT_READ | PROT_WRITE;
  unsigned char *a = map(kPages, both, MAP_SHARED | MAP_ANONYMOUS, -1);
  unsigned char *b = mremap(a, 0, kPages * kPage, MREMAP_MAYMOVE);
  uint64_t sum;
  int fd;
  CHECK(b != MAP_FAILED);
  sum = twice(a, b, kPages, rounds);
  CHECK(!munmap(a, kPages * kPage) && !munmap(b, kPages * kPage));
  fd = open("stress.mapped", O_RDWR | O_CREAT | O_TRUNC, 0666);
  CHECK(fd >= 0 && !ftruncate(fd, kPages * kPage));
  a = map(kPages, both, MAP_SHARED, fd);
  b = map(kPages, both, MAP_SHARED, fd);
  CHECK(!close(fd));
  sum += 3 * twice(a, b, kPages, rounds);
  CHECK(!munmap(b, kPages * kPage) && !munmap(a, kPages * kPage));
  return sum;
}

/* Grows, is sealed, and is made anew. */
uint64_t memfd_part(int rounds) {
  uint64_t sum = 0;
  for (int i = 0; i < rounds; ++i) {
    size_t pages = 1 + (size_t)i % 9;
    int fd = memfd_create("stress", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    unsigned char *at, byte;
    CHECK(fd >= 0 && !ftruncate(fd, kPage));
    at = map(1, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    memset(at, i, kPage);
    CHECK(!ftruncate(fd, (off_t)pages * kPage));
    at = mremap(at, kPage, pages * kPage, MREMAP_MAYMOVE);
    CHECK(at != MAP_FAILED);
    for (size_t k = 0; k < pages; ++k)
      at[k * kPage + 7] = (unsigned char)(i + (int)k);
    CHECK(pread(fd, &byte, 1, (off_t)(pages - 1) * kPage + 7) == 1);
    CHECK(byte == (unsigned char)(i + (int)pages - 1));
    CHECK(!munmap(at, pages * kPage));
    CHECK(!fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK));
    CHECK(write(fd, &byte, 1) == -1 && errno == EPERM);
    CHECK(fcntl(fd, F_GET_SEALS) == (F_SEAL_WRITE | F_SEAL_SHRINK));
    CHECK(pread(fd, &byte, 1, 100) == 1 && !close(fd));
    sum = mix(sum, byte);
  }
  return sum;
}

/* Code that is written, made executable and run. */
static int run_code(unsigned char *at, int value) {
  int (*code)(void) = (int (*)(void))(uintptr_t)at;
  CHECK(!mprotect(at, kPage, PROT_READ | PROT_WRITE));
  at[0] = 0xb8; /* mov $value, %eax; ret */
  memcpy(at + 1, &value, sizeof value);
  at[5] = 0xc3;
  CHECK(!mprotect(at, kPage, value % 2 ? PROT_EXEC : PROT_READ | PROT_EXEC));
  return code();
}

/* Private memory: protected, unprotected, moved, grown, emptied, cut. */
uint64_t memory_part(int rounds) {
  const int both = PROT_READ | PROT_WRITE;
  unsigned char *code = map(1, both, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  unsigned char *at = map(2, both, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  size_t pages = 2;
  uint64_t sum = 0;
  for (int i = 0; i < rounds; ++i) {
    size_t more = 2 + (size_t)(i * 40503u >> 3) % 30;
    CHECK(run_code(code, i * 77) == i * 77);
    at[(pages - 1) * kPage] = (unsigned char)i;
    CHECK(!mprotect(at, pages * kPage, PROT_NONE));
    at = mremap(at, pages * kPage, more * kPage, MREMAP_MAYMOVE);
    CHECK(at != MAP_FAILED);
    CHECK(!mprotect(at, more * kPage, both));
    pages = more;
    for (size_t k = 0; k < pages; ++k)
      sum = mix(sum, at[k * kPage]++);
    CHECK(!madvise(at + kPage, kPage, MADV_DONTNEED) && !at[kPage]);
    CHECK(!munmap(at + --pages * kPage, kPage));
  }
  CHECK(!munmap(code, kPage) && !munmap(at, pages * kPage));
  return sum;
}

/* The program break: nobody else uses it, since main() only waits. */
uint64_t break_part(int rounds) {
  uint64_t sum = 0;
  for (int i = 0; i < rounds; ++i) {
    unsigned char *at = sbrk(3 * kPage);
    CHECK(at != (void *)-1);
    CHECK(!at[0] && !at[3 * kPage - 1]);
    at[0] = at[3 * kPage - 1] = (unsigned char)i;
    CHECK(sbrk(0) == at + 3 * kPage);
    sum = mix(sum, (uint64_t)at[0] + at[3 * kPage - 1]);
    CHECK(sbrk(-3 * kPage) == at + 3 * kPage);
  }
  return sum;
}
