// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The locks of C++ across restarts: held by main, waited for by threads.
// RUN: %job %s %t --build "g++ -O2 -pthread" --modes static,pie
#include "ckpt_test.h"
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

static std::mutex mutex;
static std::timed_mutex timed;
static std::recursive_mutex recursive;
static std::shared_mutex shared;
static std::condition_variable changed;
static std::condition_variable_any changed_any;
static bool go;
static int waiting, counted;

static void count(int n) {
  std::unique_lock lock(mutex);
  ++waiting;
  changed_any.notify_all();
  changed.wait(lock, [] { return go; });
  lock.unlock();
  std::shared_lock reading(shared);
  std::scoped_lock both(recursive, timed);
  std::lock_guard again(recursive);
  counted += n;
}

static void request() {
  if (request_signal())
    CHECK(!raise(request_signal()));
}

int main() {
  std::vector<std::thread> threads;
  std::unique_lock own(recursive), writing_too(recursive);
  std::unique_lock writing(shared);
  for (int generation = 0; generation < 2; ++generation) {
    for (int i = 0; i < 4; ++i)
      threads.emplace_back(count, i);
    std::unique_lock lock(mutex);
    changed_any.wait(lock, [&] { return waiting == 4 * generation + 4; });
    request();
    CHECK(recursive.try_lock());
    recursive.unlock();
  }
  CHECK(!timed.try_lock() || (timed.unlock(), true));
  std::thread([] { CHECK(!recursive.try_lock() && !shared.try_lock_shared()); }).join();
  { std::lock_guard lock(mutex); go = true; }
  changed.notify_all();
  writing.unlock();
  writing_too.unlock();
  own.unlock();
  for (std::thread &thread : threads)
    thread.join();
  CHECK(timed.try_lock_for(std::chrono::milliseconds(1)));
  printf("%d\n", counted);
}
