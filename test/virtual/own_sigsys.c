// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SIGSYS as any signal: a handler that is for once, and one that is ignored is
// ignored in what is executed, and not after an exec that fails.
// RUN: %ckpt gcc -O2 -w -I %src/test/Inputs %s -o %t && %t > %t.plain
// RUN: %t -_condor_nowarn -_condor_aggravate_bugs > %t.out && diff %t.plain %t.out
// RUN: FileCheck %s < %t.out
// CHECK: SigIgn:{{.*}}4000000{{[0-9]$}}
// CHECK: shell: 5
// CHECK: good
#include "ckpt_test.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static int count;
static void on_signal(int number) { ++count; }

int main(void) {
  struct sigaction once = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND}, now;
  CHECK(!sigaction(SIGSYS, &once, NULL) && !raise(SIGSYS) && count == 1);
  CHECK(!sigaction(SIGSYS, NULL, &now) && now.sa_handler == SIG_DFL);
  signal(SIGSYS, SIG_IGN);
  CHECK(!raise(SIGSYS) && execl("/etc/passwd", "x", NULL) == -1 && errno == EACCES);
  int empty = open("empty.tmp", O_CREAT | O_WRONLY | O_CLOEXEC, 0700);
  CHECK(empty >= 0 && !close(empty));
  CHECK(execl("empty.tmp", "x", NULL) == -1 && errno == ENOEXEC);
  unlink("empty.tmp");
  int status, file = open("/etc/passwd", O_RDONLY);
  CHECK(file >= 0 && !close(file) && !raise(SIGSYS));
  pid_t child = fork();
  if (!child) {
    execl("/bin/grep", "grep", "SigIgn", "/proc/self/status", NULL);
    _exit(1);
  }
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  CHECK((status = system("kill -SYS $$; exit 5")) >= 0);
  printf("shell: %d\n", WEXITSTATUS(status));
  signal(SIGSYS, on_signal);
  child = fork();
  if (!child)
    _exit(execl("/bin/sh", "sh", "-c", "kill -SYS $$", NULL));
  CHECK(waitpid(child, &status, 0) == child && WTERMSIG(status) == SIGSYS);
  CHECK(!raise(SIGSYS) && count == 2);
  puts("good");
}
