/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Descriptors of the kernel's own: what is in them neither gets lost nor comes
 * twice, and who waits for it goes on waiting. */
#include "stress.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

enum { kMostBytes = 7000 };

static size_t size_of_round(int i) {
  return (size_t)(1 + (i * 2654435761u >> 7) % kMostBytes);
}

static unsigned char byte_of(int round, size_t at) {
  return (unsigned char)(round * 31 + (int)at * 7);
}

struct Stream {
  int from, to, rounds;
};

static void *feed(void *argument) {
  struct Stream *stream = argument;
  unsigned char data[kMostBytes];
  for (int i = 0; i < stream->rounds; ++i) {
    size_t size = size_of_round(i);
    for (size_t k = 0; k < size; ++k)
      data[k] = byte_of(i, k);
    for (size_t done = 0; done < size;) {
      ssize_t n = write(stream->to, data + done, size - done);
      CHECK(n > 0);
      done += (size_t)n;
    }
  }
  return 0;
}

static uint64_t drain(int from, int rounds) {
  unsigned char data[kMostBytes];
  uint64_t sum = 0;
  for (int i = 0; i < rounds; ++i) {
    size_t size = size_of_round(i);
    for (size_t done = 0; done < size;) {
      ssize_t n = read(from, data + done, size - done);
      CHECK(n > 0);
      done += (size_t)n;
    }
    for (size_t k = 0; k < size; ++k) {
      CHECK(data[k] == byte_of(i, k));
      sum = mix(sum, data[k]);
    }
  }
  return sum;
}

static uint64_t stream(int from, int to, int rounds) {
  struct Stream other = {from, to, rounds};
  pthread_t thread;
  uint64_t sum;
  OK(pthread_create(&thread, 0, feed, &other));
  sum = drain(from, rounds);
  OK(pthread_join(thread, 0));
  CHECK(!close(from) && !close(to));
  return sum;
}

uint64_t pipe_part(int rounds) {
  int ends[2];
  CHECK(!pipe2(ends, O_CLOEXEC));
  return stream(ends[0], ends[1], rounds);
}

uint64_t stream_part(int rounds) {
  int ends[2];
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  return stream(ends[0], ends[1], rounds);
}

/* Messages keep their bounds, and some always wait. */
uint64_t message_part(int rounds) {
  enum { kWaiting = 4 };
  int ends[2];
  uint64_t sum = 0;
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
  for (int i = 0; i < rounds + kWaiting; ++i) {
    unsigned char data[600];
    size_t size = 1 + size_of_round(i) % sizeof data;
    memset(data, i, size);
    if (i < rounds)
      CHECK(send(ends[i & 1], data, size, 0) == (ssize_t)size);
    if (i < kWaiting)
      continue;
    size = 1 + size_of_round(i - kWaiting) % sizeof data;
    CHECK(recv(ends[~i & 1], data, sizeof data, 0) == (ssize_t)size);
    CHECK(data[size - 1] == (unsigned char)(i - kWaiting));
    sum = mix(sum, size);
  }
  CHECK(!close(ends[0]) && !close(ends[1]));
  return sum;
}

struct Bell {
  int event, rounds;
};

static void *ring_bell(void *argument) {
  struct Bell *bell = argument;
  for (int i = 0; i < bell->rounds; ++i) {
    uint64_t value = (uint64_t)i % 3 + 1;
    CHECK(write(bell->event, &value, sizeof value) == sizeof value);
  }
  return 0;
}

static void watch(int set, int number, uint64_t data) {
  struct epoll_event event = {EPOLLIN, {.u64 = data}};
  CHECK(!epoll_ctl(set, EPOLL_CTL_ADD, number, &event));
}

/* An eventfd, a timerfd and a signalfd in one set; each has its share of
 * rounds. */
uint64_t event_part(int rounds) {
  enum { kEvent, kTimer, kSignal, kKinds };
  const int sig = SIGRTMIN + 6;
  uint64_t got[kKinds] = {0}, value, wanted = 0;
  struct itimerspec every = {{0, 1000000}, {0, 1000000}};
  struct signalfd_siginfo info;
  struct Bell bell = {eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK), rounds};
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  int set = epoll_create1(EPOLL_CLOEXEC), signals, pending = 0;
  pthread_t thread;
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, sig);
  OK(pthread_sigmask(SIG_BLOCK, &one, 0));
  signals = signalfd(-1, &one, SFD_NONBLOCK);
  CHECK(bell.event >= 0 && timer >= 0 && set >= 0 && signals >= 0);
  watch(set, bell.event, kEvent);
  watch(set, timer, kTimer);
  watch(set, signals, kSignal);
  CHECK(!timerfd_settime(timer, 0, &every, 0));
  OK(pthread_create(&thread, 0, ring_bell, &bell));
  for (int i = 0; i < rounds; ++i)
    wanted += (uint64_t)i % 3 + 1;
  while (got[kEvent] < wanted || got[kTimer] < (uint64_t)rounds / 8 ||
         got[kSignal] < (uint64_t)rounds) {
    struct epoll_event event;
    if (!pending && got[kSignal] < (uint64_t)rounds) {
      CHECK(!raise(sig));
      ++pending;
    }
    CHECK(epoll_wait(set, &event, 1, 10000) == 1);
    if (event.data.u64 == kSignal) {
      CHECK(read(signals, &info, sizeof info) == sizeof info);
      CHECK(info.ssi_signo == (unsigned)sig && pending--);
      ++got[kSignal];
    } else if (event.data.u64 == kEvent) {
      CHECK(read(bell.event, &value, sizeof value) == sizeof value);
      ++got[kEvent];
    } else if (read(timer, &value, sizeof value) == sizeof value) {
      ++got[kTimer];
    }
  }
  OK(pthread_join(thread, 0));
  CHECK(got[kEvent] == wanted && got[kSignal] == (uint64_t)rounds);
  CHECK(!close(bell.event) && !close(timer) && !close(set) && !close(signals));
  return mix(got[kEvent], got[kSignal]);
}
