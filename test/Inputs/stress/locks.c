/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Locks of all kinds, with contenders, at every instant. */
#include "stress.h"

enum { kLockers = 3 };

struct Locked {
  pthread_mutex_t recursive, errorcheck, inherit;
  pthread_rwlock_t readers;
  pthread_spinlock_t spin;
  int rounds;
  long count[5];
};

static void init_mutex(pthread_mutex_t *mutex, int type, bool inherits,
                       bool robust) {
  pthread_mutexattr_t kind;
  OK(pthread_mutexattr_init(&kind));
  OK(pthread_mutexattr_settype(&kind, type));
  if (inherits)
    OK(pthread_mutexattr_setprotocol(&kind, PTHREAD_PRIO_INHERIT));
  if (robust)
    OK(pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST));
  OK(pthread_mutex_init(mutex, &kind));
}

static void *lock_all(void *argument) {
  struct Locked *all = argument;
  for (int i = 0; i < all->rounds; ++i) {
    OK(pthread_mutex_lock(&all->recursive));
    OK(pthread_mutex_lock(&all->recursive));
    ++all->count[0];
    OK(pthread_mutex_lock(&all->errorcheck));
    CHECK(pthread_mutex_lock(&all->errorcheck) == EDEADLK);
    ++all->count[1];
    OK(pthread_mutex_unlock(&all->recursive));
    OK(pthread_mutex_lock(&all->inherit));
    ++all->count[2];
    OK(pthread_mutex_unlock(&all->errorcheck));
    CHECK(pthread_mutex_unlock(&all->errorcheck) == EPERM);
    OK(pthread_rwlock_wrlock(&all->readers));
    CHECK(pthread_rwlock_wrlock(&all->readers) == EDEADLK);
    ++all->count[3];
    OK(pthread_mutex_unlock(&all->inherit));
    OK(pthread_rwlock_unlock(&all->readers));
    OK(pthread_mutex_unlock(&all->recursive));
    OK(pthread_rwlock_rdlock(&all->readers));
    CHECK(all->count[3] > 0);
    OK(pthread_rwlock_unlock(&all->readers));
    OK(pthread_spin_lock(&all->spin));
    ++all->count[4];
    OK(pthread_spin_unlock(&all->spin));
  }
  return 0;
}

uint64_t locks_part(int rounds) {
  static struct Locked all = {.readers = PTHREAD_RWLOCK_INITIALIZER};
  pthread_t thread[kLockers];
  uint64_t sum = 0;
  all.rounds = rounds;
  init_mutex(&all.recursive, PTHREAD_MUTEX_RECURSIVE, false, false);
  init_mutex(&all.errorcheck, PTHREAD_MUTEX_ERRORCHECK, false, false);
  init_mutex(&all.inherit, PTHREAD_MUTEX_NORMAL, true, false);
  OK(pthread_spin_init(&all.spin, 0));
  for (int i = 0; i < kLockers; ++i)
    OK(pthread_create(&thread[i], 0, lock_all, &all));
  for (int i = 0; i < kLockers; ++i)
    OK(pthread_join(thread[i], 0));
  for (int i = 0; i < 5; ++i)
    sum = mix(sum, (uint64_t)all.count[i]);
  return sum;
}

/* The owner ends with the lock: the next one is told, with and without
 * priority inheritance. */
static void *die_with(void *argument) {
  OK(pthread_mutex_lock(argument));
  return 0;
}

uint64_t robust_part(int rounds) {
  uint64_t sum = 0;
  for (int i = 0; i < rounds; ++i) {
    pthread_mutex_t mutex;
    pthread_t thread;
    init_mutex(&mutex, PTHREAD_MUTEX_NORMAL, i % 2, true);
    OK(pthread_create(&thread, 0, die_with, &mutex));
    OK(pthread_join(thread, 0));
    CHECK(pthread_mutex_lock(&mutex) == EOWNERDEAD);
    OK(pthread_mutex_consistent(&mutex));
    OK(pthread_mutex_unlock(&mutex));
    OK(pthread_mutex_lock(&mutex));
    OK(pthread_mutex_unlock(&mutex));
    OK(pthread_mutex_destroy(&mutex));
    sum = mix(sum, (uint64_t)i);
  }
  return sum;
}

/* Three threads in turn, by condition variables with and without a limit. */
struct Turns {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int turn, last;
  uint64_t sum;
};
struct Player {
  struct Turns *game;
  int number;
};

static void *play(void *argument) {
  struct Player *player = argument;
  struct Turns *game = player->game;
  OK(pthread_mutex_lock(&game->mutex));
  for (;;) {
    while (game->turn < game->last && game->turn % 3 != player->number) {
      struct timespec far;
      clock_gettime(CLOCK_MONOTONIC, &far);
      far.tv_sec += 3600;
      if (player->number == 0)
        OK(pthread_cond_wait(&game->changed, &game->mutex));
      else
        OK(pthread_cond_clockwait(&game->changed, &game->mutex,
                                  CLOCK_MONOTONIC, &far));
    }
    if (game->turn >= game->last)
      break;
    game->sum = mix(game->sum, (uint64_t)player->number);
    ++game->turn;
    OK(pthread_cond_broadcast(&game->changed));
  }
  OK(pthread_mutex_unlock(&game->mutex));
  return 0;
}

uint64_t turns_part(int rounds) {
  static struct Turns game = {PTHREAD_MUTEX_INITIALIZER,
                              PTHREAD_COND_INITIALIZER, 0, 0, 0};
  struct Player player[3];
  pthread_t thread[3];
  game.last = rounds * 3;
  for (int i = 0; i < 3; ++i) {
    player[i] = (struct Player){&game, i};
    OK(pthread_create(&thread[i], 0, play, &player[i]));
  }
  for (int i = 0; i < 3; ++i)
    OK(pthread_join(thread[i], 0));
  return game.sum;
}
