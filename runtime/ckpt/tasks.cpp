// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/tasks.h"

#include "runtime/proc/read_file.h"
#include "runtime/proc/stat.h"

namespace ckpt {

namespace {

// R, S, D ...; 0: it is not there.
char state_of(i32 tid) {
  char text[2048];
  Text<64> path("/proc/self/task/", tid, "/stat");
  size_t size = proc::read_small(path.c_str(), text, sizeof text);
  proc::StatMm stat;
  if (size > sizeof text || !proc::parse_stat({text, size}, stat))
    return 0;
  return static_cast<char>(stat.state);
}

} // namespace

u64 now() {
  constexpr int kClockMonotonic = 1;
  __kernel_timespec time = {};
  sys::clock_gettime(kClockMonotonic, time).ignore();
  return static_cast<u64>(time.tv_sec) * 1000000000 +
         static_cast<u64>(time.tv_nsec);
}

bool task_has_ended(i32 tid) {
  char state = state_of(tid);
  return state == 0 || state == 'Z' || state == 'X';
}

void read_task_name(i32 tid, char (&name)[16]) {
  char text[32] = {};
  Text<64> path("/proc/self/task/", tid, "/comm");
  size_t size = proc::read_small(path.c_str(), text, sizeof text - 1);
  for (size_t i = 0; i < sizeof name; ++i)
    name[i] = size < sizeof text && i + 1 < size && i + 1 < sizeof name
                  ? text[i]
                  : 0;
}

// Their names are the kernel's (io_uring/io-wq.c, sqpoll.c).
bool is_kernel_worker(i32 tid, Reason &why) {
  char name[16];
  read_task_name(tid, name);
  if (!StringView(name).starts_with("iou-"))
    return false;
  why.set("the program uses io_uring, which is not saved");
  return true;
}

void explain_running_task(i32 tid, Reason &why) {
  char name[16];
  read_task_name(tid, name);
  char state = state_of(tid);
  why.set("thread ", tid, " (", static_cast<const char *>(name),
          ") does not stop: ",
          state == 'D'   ? "it waits in the kernel for a device or a child"
          : state == 't' ? "a debugger holds it"
                         : "it has blocked every signal, or makes one system "
                           "call for a long time");
}

} // namespace ckpt
