// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// condition_variable::wait_for, timed_mutex and shared_timed_mutex where libc is told the right
// time only, as in deadlines.c.
// REQUIRES: root, other-users, time-namespaces
// RUN: %job %s %t --build "g++ -O2 -pthread" --modes static,pie --at-least 2 --requests vacate --uid 65534 --prefix "unshare --user --map-current-user --time --monotonic 10000000 --boottime 10000000" --restart-prefix "%forbid -unshare --"
#include "Inputs/deadlines.h"
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <shared_mutex>

static std::timed_mutex held;
static std::shared_timed_mutex written;
static std::promise<int> promise;
static std::shared_future<int> future(promise.get_future());

static void *wait_in(void *kind) {
  using clock = std::chrono::steady_clock;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock<std::mutex> lock(mutex);
  auto second = std::chrono::seconds(1);
  clock::time_point until = clock::now() + second;
  switch (reinterpret_cast<long>(kind)) {
  case 0: CHECK(!never.wait_for(lock, second, [] { return false; })); break;
  case 1: CHECK(!never.wait_until(lock, until, [] { return false; })); break;
  case 2: CHECK(!held.try_lock_for(second)); break;
  case 3: CHECK(!written.try_lock_for(second)); break;
  case 4: CHECK(!written.try_lock_shared_for(second)); break;
  default: CHECK(future.wait_for(second) == std::future_status::timeout);
  }
  CHECK(clock::now() >= until && clock::now() < until + 1000 * second);
  return kind;
}

int main() {
  held.lock();
  written.lock();
  waits_over_checkpoints(6, wait_in);
  puts("on time");
}
