// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals in every way that needs no timer: nested handlers that longjmp,
// queued values that wait in blocked signals, masks that change, sigwaitinfo,
// sigsuspend, while coroutines, computed jumps and deep recursion go on.
// REQUIRES: long
// RUN: %job %s %t --random 40 --at-least 3 --limit 120
#include "ckpt_test.h"
#include <alloca.h>
#include <setjmp.h>
#include <ucontext.h>

enum { kRounds = 15000, kStack = 16384, kCoroutines = 5 };

static unsigned seed = 99;
static unsigned chance(unsigned n) {
  seed = seed * 1103515245u + 12345u;
  return (seed >> 8) % n;
}

static volatile unsigned long seen;
static sigjmp_buf back;
static volatile int nested;

static void on_value(int sig, siginfo_t *info, void *context) {
  (void)context;
  seen = seen * 131 + (unsigned)sig * 1000 + (unsigned)info->si_value.sival_int;
}
static void on_usr1(int sig) {
  seen = seen * 7 + (unsigned)sig;
  if (++nested < 4)
    CHECK(!raise(SIGUSR1));
  --nested;
}
static void on_jump(int sig) {
  (void)sig;
  nested = 0;
  siglongjmp(back, 5);
}

// The process ID may become another one before it is used.
static void queue(int sig, union sigval value) {
  pid_t to;
  do
    to = getpid();
  while (sigqueue(to, sig, value) && errno == ESRCH && to != getpid());
}

static void queue_and_take(void) {
  sigset_t set, old;
  sigemptyset(&set);
  for (int i = 0; i < 4; ++i)
    sigaddset(&set, SIGRTMIN + i);
  CHECK(!sigprocmask(SIG_BLOCK, &set, &old));
  unsigned count = 2 + chance(20);
  for (unsigned i = 0; i < count; ++i) {
    union sigval value = {.sival_int = (int)chance(1000)};
    queue(SIGRTMIN + (int)chance(4), value);
  }
  if (chance(2)) {
    siginfo_t info;
    struct timespec none = {0, 0};
    int sig = sigtimedwait(&set, &info, &none);
    CHECK(sig >= SIGRTMIN && info.si_code == SI_QUEUE);
    on_value(sig, &info, NULL);
  }
  if (chance(2))
    sigsuspend(&old);
  CHECK(!sigprocmask(SIG_SETMASK, &old, NULL));
}

static void jump_out(void) {
  int how = sigsetjmp(back, 1);
  if (how == 0) {
    CHECK(!raise(SIGTERM));
    CHECK(!"reached");
  }
  CHECK(how == 5);
  sigset_t now;
  CHECK(!sigprocmask(SIG_BLOCK, NULL, &now) && !sigismember(&now, SIGTERM));
}

static ucontext_t scheduler, routine[kCoroutines];
static unsigned long total[kCoroutines];
static char stacks[kCoroutines][kStack];
static void body(int self) {
  long double x = 1.0L + self;
  for (;;) {
    x = x * 1.0000001L + 1.0L / (x + 3);
    total[self] = total[self] * 33 + (unsigned long)(x * 1000);
    swapcontext(&routine[self], &scheduler);
  }
}

static unsigned long recurse(unsigned depth) {
  size_t size = 16 + chance(900);
  volatile unsigned char *room = alloca(size);
  room[0] = (unsigned char)depth;
  room[size - 1] = (unsigned char)(depth * 3);
  unsigned long below = depth ? recurse(depth - 1) : 1;
  CHECK(room[size - 1] == (unsigned char)(depth * 3));
  return below * 5 + room[0];
}

// A byte code with computed jumps.
static unsigned long interpret(const unsigned char *code, unsigned steps) {
  static const void *const op[] = {&&add, &&twist, &&skip, &&mix};
  unsigned long a = 1, b = 2;
  unsigned at = 0;
#define NEXT                                                                   \
  do {                                                                         \
    if (!steps--)                                                              \
      return a ^ b;                                                            \
    goto *op[code[at++ & 255] & 3];                                            \
  } while (0)
  NEXT;
add:
  a += b;
  NEXT;
twist:
  b = (b << 7 | b >> 57) ^ a;
  NEXT;
skip:
  at += a & 7;
  NEXT;
mix:
  a = a * 6364136223846793005u + 1;
  NEXT;
}

int main(void) {
  struct sigaction value = {.sa_sigaction = on_value, .sa_flags = SA_SIGINFO};
  struct sigaction usr1 = {.sa_handler = on_usr1, .sa_flags = SA_NODEFER};
  for (int i = 0; i < 4; ++i)
    CHECK(!sigaction(SIGRTMIN + i, &value, NULL));
  CHECK(!sigaction(SIGUSR1, &usr1, NULL));
  CHECK(signal(SIGTERM, on_jump) != SIG_ERR);
  for (int i = 0; i < kCoroutines; ++i) {
    CHECK(!getcontext(&routine[i]));
    routine[i].uc_stack.ss_sp = stacks[i];
    routine[i].uc_stack.ss_size = kStack;
    makecontext(&routine[i], (void (*)(void))(uintptr_t)body, 1, i);
  }
  unsigned char code[256];
  for (int i = 0; i < 256; ++i)
    code[i] = (unsigned char)chance(256);
  unsigned long sum = 0;
  for (unsigned round = 0; round < kRounds; ++round) {
    CHECK(!raise(SIGUSR1));
    queue_and_take();
    jump_out();
    swapcontext(&scheduler, &routine[chance(kCoroutines)]);
    sum = sum * 31 + interpret(code, 5000) + recurse(chance(100));
    if (round % 100 == 0)
      printf("%u %lu %lu\n", round, sum, seen);
  }
  for (int i = 0; i < kCoroutines; ++i)
    printf("%lu\n", total[i]);
  printf("%lu %lu\n", sum, seen);
}
