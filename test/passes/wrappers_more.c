// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The functions of libc's that are routed beside those of wrappers.c: results and
// errno are libc's, with virtual descriptors or not, and none of them traps.
// REQUIRES: pass, strace
// RUN: rm -rf %t && mkdir %t && cd %t && echo x > f
// RUN: echo 'traps() { strace -o trace "$@" -_condor_nowarn -_condor_aggravate_bugs > out; grep -e "--- SIGSYS" trace | grep -cv "_[a-z]*ctl" || :; }' > traps
// RUN: gcc -w %s -o plain && ./plain 2 > want && grep -x 0 want
// RUN: %each_llvm '. ./traps; for how in "" -static; do %ckpt --ckpt-instrument {clang} -w -O2 $how %s -o p; ./p 2 | cmp - want; ./p 2 -_condor_nowarn -_condor_aggravate_bugs | cmp - want; test -n "$how" || test $(traps ./p 1) = $(traps ./p 20); done'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define IS(call, value)                                       \
  if ((long)(call) != (long)(value))                          \
  return __LINE__
#define FAILS(call, error)                                 \
  if (errno = 0, (long)(call) != -1 || errno != error) \
  return __LINE__

static int memory(void) {
  unsigned char there[2];
  char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  IS(mlock(p, 1) || munlock(p, 1) || munlockall() || mincore(p, 8192, there) || !(there[0] & 1), 0);
  IS(msync(p, 8192, MS_ASYNC), 0);
  FAILS(msync(p + 1, 1, MS_SYNC), EINVAL);
  FAILS(mlockall(0), EINVAL);
  int id = shmget(IPC_PRIVATE, 4096, 0600);
  char *shared = shmat(id, NULL, 0);
  IS(shmctl(id, IPC_RMID, NULL) || (shared[0] = 3) != 3 || shmdt(shared), 0);
  FAILS(shmat(-1, NULL, 0), EINVAL);
  return munmap(p, 8192);
}

static int files(void) {
  char text[16] = "", value[4] = "abc";
  int set = epoll_create(1), watch = inotify_init(), timer = timerfd_create(CLOCK_MONOTONIC, 0);
  int f = open("f", O_RDONLY), ends[2];
  struct itimerspec left = {{1, 1}, {1, 1}};
  IS(set < 0 || watch < 0 || timerfd_gettime(timer, &left) || left.it_value.tv_sec, 0);
  FAILS(timerfd_gettime(f, &left), EINVAL);
  if (!fsetxattr(f, "user.a", value, 3, 0)) {
    IS(lgetxattr("f", "user.a", text, 16) != 3 || text[2] != 'c' || flistxattr(f, text, 16) < 7, 0);
    IS(setxattr("f", "user.b", value, 1, 0) || removexattr("f", "user.b") || lremovexattr("f", "user.a"), 0);
  }
  FAILS(fremovexattr(-1, "user.a"), EBADF);
  FAILS(listxattr("none", text, 16), ENOENT);
  FAILS(llistxattr("none", text, 16), ENOENT);
  FAILS(lsetxattr("none", "user.a", value, 3, 0), ENOENT);
  IS(readahead(f, 0, 4096) || sync_file_range(f, 0, 0, SYNC_FILE_RANGE_WRITE), 0);
  IS(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
  struct iovec v[2] = {{value, 3}, {text, 16}};
  struct mmsghdr out = {{NULL, 0, v, 1}}, in = {{NULL, 0, v + 1, 1}};
  IS(sendmmsg(ends[0], &out, 1, 0), 1);
  IS(recvmmsg(ends[1], &in, 1, MSG_DONTWAIT, NULL), 1);
  IS(in.msg_len != 3 || text[1] != 'b' || close(ends[0]) || close(ends[1]), 0);
  FAILS(recvmmsg(ends[1], &in, 1, 0, NULL), EBADF);
  IS(umount2("none", 0), -1);
  FAILS(chroot("none"), ENOENT);
  return close(set) || close(watch) || close(timer) || close(f);
}

static int process(void) {
  gid_t groups[256], r, e, s;
  struct utsname name;
  struct sysinfo info;
  struct itimerval none = {{0}}, before;
  stack_t stack;
  char bytes[8], title[16];
  IS(getpgid(0), getpgrp());
  IS(getsid(0) < 0 || getresuid(&r, &e, &s) || e != geteuid() || getresgid(&r, &e, &s) || r != getgid(), 0);
  IS(getgroups(256, groups) < 0 || uname(&name) || sysinfo(&info) || gettid() != getpid(), 0);
  FAILS(setpgid(-1, 0), EINVAL);
  FAILS(getgroups(-1, groups), EINVAL);
  IS(alarm(100) || alarm(0) < 99 || setitimer(ITIMER_REAL, &none, &before) || getitimer(ITIMER_REAL, &before), 0);
  IS(before.it_value.tv_sec || sigaltstack(NULL, &stack) || getrandom(bytes, 8, 0) != 8, 0);
  IS(prctl(PR_SET_NAME, "title") || prctl(PR_GET_NAME, title) || title[4] != 'e', 0);
  FAILS(prctl(-1, 1, 2, 3, 4), EINVAL);
  FAILS(wait4(-1, NULL, WNOHANG, NULL), ECHILD);
  int queue = msgget(IPC_PRIVATE, 0600), set = semget(IPC_PRIVATE, 1, 0600);
  struct { long type; char text[4]; } sent = {5, "abc"}, got;
  IS(msgsnd(queue, &sent, 4, 0), 0);
  IS(msgrcv(queue, &got, 4, 5, 0) != 4 || got.text[1] != 'b', 0);
  FAILS(msgrcv(queue, &got, 4, 5, IPC_NOWAIT), ENOMSG);
  return msgctl(queue, IPC_RMID, NULL) || semctl(set, 0, IPC_RMID);
}

int main(int argc, char **argv) {
  int line = 0;
  for (int i = atoi(argv[1]); i && !line; --i)
    (line = memory()) || (line = files()) || (line = process());
  printf("%d\n", line);
  fflush(stdout);
  _exit(0);
}
