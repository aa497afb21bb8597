// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Private file maps: changed and not, the file shorter and longer than the
// map, deleted or overwritten after the map was made.  A page past the end of
// its file faults after a restart too.
// RUN: %job %s %t --at-least 2 --between "rm -f short; echo x > long"
#include "ckpt_test.h"
#include <fcntl.h>
#include <setjmp.h>
#include <sys/mman.h>

enum { kPage = 4096, kPages = 5 };
static sigjmp_buf back;
static void on_fault(int sig) { siglongjmp(back, sig); }
static int faults(volatile char *at) {
  if (sigsetjmp(back, 1))
    return 1;
  (void)*at;
  return 0;
}

static int make(const char *name, size_t size) {
  int fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
  CHECK(fd >= 0);
  for (size_t i = 0; i < size; ++i)
    CHECK(write(fd, &"abcdefg"[i % 7], 1) == 1);
  return fd;
}

static char *map(const char *name, size_t size, int prot) {
  int fd = make(name, size);
  char *at = mmap(0, kPages * kPage, prot, MAP_PRIVATE, fd, 0);
  CHECK(at != MAP_FAILED && !close(fd));
  return at;
}

int main(void) {
  signal(SIGBUS, on_fault), signal(SIGSEGV, on_fault);
  char *shorter = map("short", 2 * kPage + 100, PROT_READ | PROT_WRITE);
  char *longer = map("long", 9 * kPage, PROT_READ);
  char *gone = map("gone", kPages * kPage, PROT_READ | PROT_WRITE);
  for (int page = 0; page < kPages; ++page)
    gone[page * kPage + 1] = '!';
  shorter[7] = '?';
  CHECK(!unlink("gone"));
  for (int round = 0; round < 3; ++round) {
    CHECK(!faults(shorter + 2 * kPage) && faults(shorter + 3 * kPage));
    CHECK(faults(shorter + 4 * kPage) && shorter[2 * kPage + 100] == 0);
    for (int i = 0; i < 2 * kPage + 100; ++i)
      CHECK(shorter[i] == (i == 7 ? '?' : "abcdefg"[i % 7]));
    for (int i = 0; i < kPages * kPage; ++i) {
      CHECK(longer[i] == "abcdefg"[i % 7]);
      CHECK(gone[i] == (i % kPage == 1 ? '!' : "abcdefg"[i % 7]));
    }
    if (round < 2)
      checkpoint();
  }
  puts("good");
}
