// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// For library_constructor.c: leaves traces that show how often it ran.
#include "ckpt_test.h"
#include <fcntl.h>
#include <pthread.h>

static int runs;
static void *count(void *by) {
  runs += *(int *)by;
  return by;
}

__attribute__((constructor)) static void construct(int argc, char **argv) {
  int fd = open("constructed", O_WRONLY | O_CREAT | O_APPEND, 0600), one = 1;
  pthread_t thread;
  CHECK(fd >= 0 && dup2(fd, 100) == 100 && !close(fd));
  CHECK(write(100, "once\n", 5) == 5);
  CHECK(!pthread_create(&thread, 0, count, &one));
  CHECK(!pthread_join(thread, 0));
  // ld.so read argc before the flags were removed; argv ends where it should.
  for (int i = 0; i < argc && argv[i]; ++i)
    CHECK(strncmp(argv[i], "-_c", 3));
  puts("constructed");
  fflush(stdout);
}

int constructed(void);
int constructed(void) { return runs; }
