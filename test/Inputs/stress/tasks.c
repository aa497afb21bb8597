/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Threads that start, end, are cancelled, and compute. */
#include "stress.h"
#include <linux/membarrier.h>
#include <sched.h>
#include <semaphore.h>

static __thread uint64_t own = 7;
static pthread_key_t key;
static sem_t destroyed;
static _Atomic uint64_t destroyed_sum;

static void destroy(void *value) {
  destroyed_sum += (uint64_t)value;
  sem_post(&destroyed);
}

static void *be_born(void *argument) {
  CHECK(own == 7);
  own += (uint64_t)argument;
  OK(pthread_setspecific(key, argument));
  return (void *)own;
}

static void wait_for(sem_t *semaphore) { CHECK(!sem_wait(semaphore)); }

uint64_t creation_part(int rounds) {
  uint64_t sum = 0;
  pthread_attr_t detached;
  CHECK(!sem_init(&destroyed, 0, 0));
  OK(pthread_key_create(&key, destroy));
  OK(pthread_attr_init(&detached));
  OK(pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED));
  for (int i = 1; i <= rounds; ++i) {
    pthread_t joined, free_thread;
    void *result;
    OK(pthread_create(&joined, 0, be_born, (void *)(long)i));
    OK(pthread_create(&free_thread, &detached, be_born, (void *)(long)i));
    OK(pthread_join(joined, &result));
    CHECK((uint64_t)result == 7 + (uint64_t)i);
    wait_for(&destroyed);
    wait_for(&destroyed);
    sum = mix(sum, (uint64_t)result);
  }
  CHECK(destroyed_sum == (uint64_t)rounds * ((uint64_t)rounds + 1));
  return sum;
}

static void count_up(void *counter) { ++*(long *)counter; }

static void *wait_to_be_cancelled(void *counter) {
  pthread_cleanup_push(count_up, counter);
  for (;;) {
    struct timespec hour = {3600, 0};
    nanosleep(&hour, 0);
  }
  pthread_cleanup_pop(1);
  return 0;
}

uint64_t cancel_part(int rounds) {
  long cleaned = 0;
  for (int i = 0; i < rounds; ++i) {
    pthread_t thread;
    void *result;
    OK(pthread_create(&thread, 0, wait_to_be_cancelled, &cleaned));
    OK(pthread_cancel(thread));
    OK(pthread_join(thread, &result));
    CHECK(result == PTHREAD_CANCELED && cleaned == i + 1);
  }
  return (uint64_t)cleaned;
}

/* Registers full of floating point, and meetings at a barrier. */
static pthread_barrier_t meeting;
static double field[4];

struct Worker {
  int number, rounds;
};

static void *compute(void *argument) {
  struct Worker *worker = argument;
  double a = worker->number, b = 1, c = 0.5, d = 0.25;
  for (int i = 0; i < worker->rounds; ++i) {
    for (int k = 0; k < 2000; ++k) {
      a = a * 0.9999 + b * 0.001;
      b = b * 1.0001 - c * 0.0003;
      c = c * 0.9998 + d * 0.0007;
      d = d * 0.9997 + a * 0.0001;
    }
    field[worker->number] = a + b + c + d;
    pthread_barrier_wait(&meeting);
    d += field[(worker->number + 1) % 4] * 1e-6;
    pthread_barrier_wait(&meeting);
  }
  return 0;
}

uint64_t numbers_part(int rounds) {
  struct Worker worker[4];
  pthread_t thread[4];
  uint64_t sum = 0, bits;
  OK(pthread_barrier_init(&meeting, 0, 4));
  for (int i = 0; i < 4; ++i) {
    worker[i] = (struct Worker){i, rounds};
    OK(pthread_create(&thread[i], 0, compute, &worker[i]));
  }
  for (int i = 0; i < 4; ++i) {
    OK(pthread_join(thread[i], 0));
    memcpy(&bits, &field[i], sizeof bits);
    sum = mix(sum, bits);
  }
  return sum;
}

/* What the kernel keeps for a process or a thread. */
uint64_t kernel_part(int rounds) {
  uint64_t sum = 0;
  CHECK(!syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0,
                 0));
  for (int i = 0; i < rounds; ++i) {
    cpu_set_t set;
    unsigned cpu;
    struct sched_param param;
    int policy;
    char name[16], now[16];
    CHECK(!syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0));
    CHECK(!getcpu(&cpu, 0));
    OK(pthread_getaffinity_np(pthread_self(), sizeof set, &set));
    CHECK(CPU_COUNT(&set) > 0);
    OK(pthread_getschedparam(pthread_self(), &policy, &param));
    CHECK(policy == SCHED_OTHER);
    snprintf(name, sizeof name, "kernel %d", i % 1000);
    OK(pthread_setname_np(pthread_self(), name));
    OK(pthread_getname_np(pthread_self(), now, sizeof now));
    CHECK(!strcmp(name, now));
    sum = mix(sum, (uint64_t)policy);
  }
  return sum;
}
