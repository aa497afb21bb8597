// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a program is started with has other real numbers; it and its children know
// it by the old ones, before and after a restart.  Closed ones are closed.
// RUN: %job %s %t --at-least 2 --env "CKPT_FLAGS=-_condor_aggravate_bugs" \
// RUN:   --prefix "bash -c 'exec \"\$0\" \"\$@\" 9</etc/group'"
// RUN: bash -c '%t/pie0/job -_condor_aggravate_bugs closed 9</etc/group <&- 2>%t.err \
// RUN:   >&-; [ $? = 134 ]' && FileCheck %s < %t.err
// CHECK: Condor: Warning: UNSUP: the system call io_uring_setup is refused
// CHECK: stays: Assertion `argc < 2' failed.
#include "ckpt_test.h"
#include <assert.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

// Names of another process's descriptors are the kernel's.
static int real_is_another(int fd) {
  struct stat own, real;
  char name[64];
  int status = 0;
  if (!fork()) {
    snprintf(name, sizeof name, "/proc/%d/fd/%d", getppid(), fd);
    _exit(!fstat(fd, &own) && (stat(name, &real) || real.st_ino != own.st_ino ||
                               real.st_dev != own.st_dev));
  }
  return wait(&status) > 0 && WEXITSTATUS(status) == 1;
}

static int stays(int argc) {
  CHECK(fcntl(0, F_GETFD) == -1 && fcntl(1, F_GETFD) == -1);
  CHECK(!system("[ ! -e /proc/self/fd/0 ] && [ ! -e /proc/self/fd/1 ]"));
  CHECK(syscall(SYS_io_uring_setup, 1, NULL) == -1 && errno == ENOSYS);
  CHECK(open("/etc/passwd", O_RDONLY) == 0 && real_is_another(0));
  assert(argc < 2);
  return 1;
}

int main(int argc, char **argv) {
  struct rlimit old, low;
  char text[8];
  if (argc > 1)
    return stays(argc);
  for (int round = 0; round < 3; ++round) {
    for (int fd = 0; fd <= 2; ++fd)
      CHECK(real_is_another(fd) && fcntl(fd, F_GETFD) == 0);
    CHECK(real_is_another(9) && !system("read a <&9; [ \"$a\" ] && exec 3>&1 4>&2"));
    CHECK(!close(0) && !system("[ ! -e /proc/self/fd/0 ]"));
    CHECK(open("/etc/passwd", O_RDONLY) == 0 && real_is_another(0));
    CHECK(!system("read a; case $a in root:*) exit 0; esac; exit 1"));
    if (round < 2)
      checkpoint();
    CHECK(read(0, text, 4) == 4);
  }
  // A number is good below the program's own limit, whatever the real one is.
  CHECK(!getrlimit(RLIMIT_NOFILE, &old) && (low = old, low.rlim_cur = 3));
  CHECK(!setrlimit(RLIMIT_NOFILE, &low) && dup2(9, 0) == 0 && read(0, text, 1) == 1);
  CHECK(!close(2) && dup2(0, 2) == 2 && !setrlimit(RLIMIT_NOFILE, &old));
  puts("good");
}
