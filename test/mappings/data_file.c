// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A data file that is mapped private and gone at the restart: pages that the
// program gives back (MADV_DONTNEED) are the file's again when it looks, those
// behind the end give SIGBUS, and a child's writes are its own.
// RUN: %job %s %t --at-least 3 --between 'rm -f file'
#include "ckpt_test.h"
#include <fcntl.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { kPage = 4096, kPages = 600 };
static sigjmp_buf back;
static void on_fault(int sig) { siglongjmp(back, sig); }
static int fault(volatile char *at) {
  int sig = sigsetjmp(back, 1);
  return sig ? sig : *at == 99; // never
}

int main(void) {
  int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600), status;
  char block[kPage];
  for (int i = 0; i < kPages; ++i) {
    memset(block, i % 90, kPage);
    CHECK(write(fd, block, kPage) == kPage);
  }
  size_t size = kPages * kPage, more = 4 * kPage;
  char *reads = mmap(0, size + more, PROT_READ, MAP_PRIVATE, fd, 0);
  char *writes = mmap(0, size - kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, kPage);
  CHECK(reads != MAP_FAILED && writes != MAP_FAILED && !close(fd));
  CHECK(signal(SIGSEGV, on_fault) != SIG_ERR && signal(SIGBUS, on_fault) != SIG_ERR);
  for (int round = 0; round < 4; ++round) {
    writes[round * kPage] = 'w';
    checkpoint();
    CHECK(!madvise(reads, size, MADV_DONTNEED));
    CHECK(!madvise(writes + 300 * kPage, 9 * kPage, MADV_DONTNEED));
    for (int i = 0; i < kPages; ++i)
      CHECK(reads[i * kPage + 5] == i % 90);
    CHECK(writes[round * kPage] == 'w' && writes[304 * kPage] == 305 % 90);
    CHECK(fault(reads + size) == SIGBUS && fault(reads + size + more - 1) == SIGBUS);
    pid_t child = fork();
    if (!child)
      _exit(writes[299 * kPage] = 7);
    CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7);
    CHECK(writes[299 * kPage] == 300 % 90);
  }
  puts("done");
}
