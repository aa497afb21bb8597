// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal that wakes one thread and that another takes ends no wait that the
// kernel does not go on with: epoll_wait, semtimedop, semop, sigtimedwait and
// recv with SO_RCVTIMEO, by libc, by syscall(2) and by instruction.  A limit stays;
// a handler of the thread's ends it.  Without virtual descriptors: by libc, but recv.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: for mode in -static -pie; do %ckpt gcc $mode -O2 -w -pthread \
// RUN:   -I%src/runtime/include -I%src/test/Inputs %s -o prog && ./prog 0 3 7 && \
// RUN:   CKPT_FLAGS="-_condor_nowarn -_condor_aggravate_bugs" \
// RUN:   ./prog 0 1 2 3 4 5 6 7 8 || exit 1; done
#include "signal_noise.h"
#include <ckpt.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <time.h>

enum { kNoise = 3, kRounds = 40, kLimited = 6, kTen = 10 };
static volatile int way;
static sem_t wanted;
static int set, semaphores, ends[2];

// Ends waits that have no limit.
static void *release(void *unused) {
  struct sembuf give = {0, 1, 0};
  for (;;) {
    while (sem_wait(&wanted))
      CHECK(errno == EINTR);
    if (over)
      return unused;
    usleep(2000);
    CHECK(way < 8 ? !semop(semaphores, &give, 1) : send(ends[1], "x", 1, 0) == 1);
  }
}

static long by_instruction(long number, long a, long b, long c, long d) {
  register long r10 __asm__("r10") = d, r8 __asm__("r8") = 8;
  __asm__ volatile("syscall"
                   : "+a"(number)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                   : "rcx", "r11", "memory");
  return number >= 0 ? number : (errno = (int)-number, -1);
}

// In `milliseconds`, if the way has a limit.
static long wait_for(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  struct epoll_event event;
  struct sembuf take = {0, -1, 0};
  uint64_t mask = 1ull << (SIGRTMIN + 8);
  char byte;
  switch (way) {
  case 0: return epoll_wait(set, &event, 1, milliseconds);
  case 1: return syscall(SYS_epoll_wait, set, &event, 1, milliseconds);
  case 2: return by_instruction(SYS_epoll_wait, set, (long)&event, 1, milliseconds);
  case 3: return semtimedop(semaphores, &take, 1, &time);
  case 4: return by_instruction(SYS_semtimedop, semaphores, (long)&take, 1, (long)&time);
  case 5: return by_instruction(SYS_rt_sigtimedwait, (long)&mask, 0, (long)&time, 8);
  case 6: return by_instruction(SYS_semop, semaphores, (long)&take, 1, 0);
  case 7: return semop(semaphores, &take, 1);
  default: return recv(ends[0], &byte, 1, 0);
  }
}

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  struct sigevent by_signal = {.sigev_notify = SIGEV_THREAD_ID,
                               .sigev_signo = SIGRTMIN + 2};
  struct itimerspec often = {{0, 5000000}, {0, 5000000}}, never = {0};
  struct timeval limit = {1000, 0};
  pthread_t thread[kNoise + 2];
  timer_t timer;
  _condor_ckpt_disable();
  by_signal._sigev_un._tid = gettid();
  CHECK((set = epoll_create1(0)) >= 0);
  CHECK((semaphores = semget(IPC_PRIVATE, 1, 0600)) >= 0);
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  CHECK(!setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
  CHECK(!sigaction(SIGRTMIN + 1, &action, 0) && !sigaction(SIGRTMIN + 2, &action, 0));
  CHECK(!timer_create(CLOCK_MONOTONIC, &by_signal, &timer));
  CHECK(!sem_init(&wanted, 0, 0));
  for (int i = 0; i <= kNoise + 1; ++i)
    CHECK(!pthread_create(&thread[i], 0, i > kNoise ? release
                                         : i        ? take_signals
                                                    : make_requests, 0));
  for (; *++argv;)
    for (int round = 0; round < kRounds; ++round) {
      way = atoi(*argv);
      long begun = now();
      CHECK(way < kLimited || !sem_post(&wanted));
      if (way < kLimited)
        CHECK((!wait_for(kTen) || errno == EAGAIN) && now() - begun >= kTen);
      else
        CHECK(wait_for(0) >= 0);
      CHECK(!timer_settime(timer, 0, &often, 0));
      CHECK(wait_for(20000) == -1 && errno == EINTR);
      CHECK(!timer_settime(timer, 0, &never, 0));
    }
  over = 1;
  CHECK(argc > 1 && !sem_post(&wanted));
  for (int i = 0; i <= kNoise + 1; ++i)
    CHECK(!pthread_join(thread[i], 0));
  CHECK(!semctl(semaphores, 0, IPC_RMID));
}
