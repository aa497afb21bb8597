// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Of every kind of the functions in the table of libc's: the results and errno
// are libc's, with virtual descriptors or not, and nothing traps.
// REQUIRES: pass, strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: echo 'traps() { strace -o trace "$@" -_condor_nowarn -_condor_aggravate_bugs; grep -c -e "--- SIGSYS" trace || :; }' > traps
// RUN: %each_llvm '. ./traps; %ckpt --ckpt-instrument {clang} -w -O2 %s -o p; for o in "" "-_condor_nowarn -_condor_aggravate_bugs"; do rm -rf d; mkdir d; ./p 1 $o; done; rm -rf d; mkdir d; a=$(traps ./p 1); rm -rf d; mkdir d; test $a = $(traps ./p 20)'
// RUN: %each_llvm '%ckpt --ckpt-instrument {clang} -w -O2 -static %s -o p; for o in "" "-_condor_nowarn -_condor_aggravate_bugs"; do rm -rf d; mkdir d; ./p 1 $o; done'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#define IS(call, value)      \
  if ((long)(call) != value) \
  return __LINE__
#define FAILS(call, error)                                 \
  if (errno = 0, (long)(call) != -1 || errno != error) \
  return __LINE__

static int turn(int d) {
  struct statfs s, t;
  char text[8] = "";
  int ends[2], other[2], event = eventfd(7, 0), timer = timerfd_create(CLOCK_MONOTONIC, 0);
  long long count = 0;
  IS(mkdirat(d, "a", 0700) || symlinkat("a", d, "b") || renameat(d, "b", d, "c"), 0);
  FAILS(mkdirat(d, "a", 0700), EEXIST);
  IS(readlinkat(d, "c", text, 8), 1);
  int f = openat(d, "f", O_CREAT | O_RDWR, 0600), n = (umask(022), umask(022));
  IS(n, 022);
  IS(linkat(d, "f", d, "g", 0) || fallocate(f, 0, 0, 8192) || fchownat(d, "f", geteuid(), getegid(), 0), 0);
  FAILS(fallocate(f, 0, 0, -1), EINVAL);
  IS(lchown("d/c", getuid(), getgid()) || statfs("d", &s) || fstatfs(f, &t) || s.f_type != t.f_type, 0);
  char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
  p[0] = 'x';
  IS(mprotect(p, 4096, PROT_READ) || madvise(p, 8192, MADV_DONTNEED) || p[0] != 'x' || munmap(p, 8192), 0);
  FAILS(munmap(p + 1, 8192), EINVAL);
  IS(pipe(ends) || pipe2(other, O_CLOEXEC) || sched_yield(), 0);
  IS(splice(f, NULL, ends[1], NULL, 4, 0), 4);
  IS(tee(ends[0], other[1], 4, 0), 4);
  IS(copy_file_range(f, NULL, f, (loff_t[]){4096}, 3, 0), 3);
  struct iovec v = {text, 2};
  IS(vmsplice(other[1], &v, 1, 0), 2);
  IS(read(event, &count, 8), 8);
  FAILS(read(timer, &count, 7), EINVAL);
  FAILS(vmsplice(-1, &v, 1, 0), EBADF);
  for (int fds[] = {f, ends[0], ends[1], other[0], other[1], event, timer}, i = 0; i < 7; ++i)
    IS(close(fds[i]), 0);
  IS(count != 7 || unlinkat(d, "a", AT_REMOVEDIR) || unlinkat(d, "c", 0) || unlinkat(d, "f", 0) || unlinkat(d, "g", 0), 0);
  return 0;
}

int main(int argc, char **argv) {
  int line = 0, d = open("d", O_RDONLY | O_DIRECTORY);
  for (int i = atoi(argv[1]); i && !line; --i)
    line = turn(d);
  _exit(line);
}
