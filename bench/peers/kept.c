/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* kept: what a process holds besides memory and plain files. */
#define _GNU_SOURCE
#include "peers.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Whether another process is kept from the lock. */
static int held(int kind) {
  int status;
  if (fork() == 0) {
    int file = open("locked", O_RDWR);
    struct flock lock = {.l_type = F_WRLCK, .l_len = 10};
    _exit(kind ? !flock(file, LOCK_EX | LOCK_NB) : !fcntl(file, F_SETLK, &lock));
  }
  wait(&status);
  return status == 0;
}

static int reads(int fd, const char *wanted) {
  char text[64];
  ssize_t got = read(fd, text, sizeof text);
  return got == (ssize_t)strlen(wanted) && !memcmp(text, wanted, (size_t)got);
}

static int records, memory, removed, pipe_ends[2], pair[2], watch, counter,
    epoll, signals;
static char *shared;

static void make_descriptors(void) {
  sigset_t set;
  records = open("locked", O_RDWR | O_CREAT, 0644);
  fcntl(records, F_SETLK, &(struct flock){.l_type = F_WRLCK, .l_len = 10});
  flock(records, LOCK_EX);
  memory = memfd_create("some", MFD_ALLOW_SEALING);
  write(memory, "sealed", 6);
  fcntl(memory, F_ADD_SEALS, F_SEAL_GROW);
  removed = open("removed", O_RDWR | O_CREAT, 0644);
  write(removed, "unlinked", 8);
  unlink("removed");
  pipe(pipe_ends);
  write(pipe_ends[1], "in a pipe", 9);
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  write(pair[1], "in a socket", 11);
  watch = inotify_init1(IN_NONBLOCK);
  inotify_add_watch(watch, ".", IN_CREATE);
  counter = eventfd(7, 0);
  epoll = epoll_create1(0);
  epoll_ctl(epoll, EPOLL_CTL_ADD, counter, &(struct epoll_event){EPOLLIN, {0}});
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  sigprocmask(SIG_BLOCK, &set, 0);
  signals = signalfd(-1, &set, SFD_NONBLOCK);
  kill(getpid(), SIGHUP);
}

static void make_settings(void) {
  shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                0);
  strcpy(shared, "shared");
  umask(027);
  prctl(PR_SET_NAME, "other name");
  setrlimit(RLIMIT_CORE, &(struct rlimit){77, 77});
}

static void tell_of_files(void) {
  char events[4096];
  say("record lock", held(0));
  say("flock", held(1));
  say("memfd, its content and seals",
      !lseek(memory, 0, SEEK_SET) && reads(memory, "sealed") &&
          fcntl(memory, F_GET_SEALS) == F_SEAL_GROW);
  say("unlinked file",
      !lseek(removed, 0, SEEK_SET) && reads(removed, "unlinked"));
  say("what a pipe holds", reads(pipe_ends[0], "in a pipe"));
  say("what a socket pair holds", reads(pair[0], "in a socket"));
  unlink("new");
  while (read(watch, events, sizeof events) > 0)
    ;
  close(open("new", O_CREAT | O_WRONLY, 0600));
  say("inotify", read(watch, events, sizeof events) > 0);
}

static void tell_of_others(void) {
  char name[16];
  struct rlimit limit;
  struct epoll_event event;
  unsigned long count = 0;
  struct signalfd_siginfo info;
  say("epoll", epoll_wait(epoll, &event, 1, 0) == 1);
  say("eventfd", read(counter, &count, 8) == 8 && count == 7);
  say("signalfd and a pending signal",
      read(signals, &info, sizeof info) == sizeof info &&
          info.ssi_signo == SIGHUP);
  say("shared memory", !strcmp(shared, "shared"));
  say("umask", umask(0) == 027);
  say("thread name", !prctl(PR_GET_NAME, name) && !strcmp(name, "other name"));
  say("resource limit",
      !getrlimit(RLIMIT_CORE, &limit) && limit.rlim_cur == 77);
}

int main(void) {
  make_descriptors();
  make_settings();
  checkpoint_here();
  tell_of_files();
  tell_of_others();
}
