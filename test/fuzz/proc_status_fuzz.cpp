// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What was taken from a status line, printed, is taken again; a refused line
// changes nothing.
#include "runtime/proc/status.h"
#include "test/fuzz/proc_property.h"

using namespace ckpt;
using namespace ckpt::proc;

namespace {

bool same(const TaskStatus &a, const TaskStatus &b) {
  return a.state == b.state && a.tgid == b.tgid && a.pid == b.pid &&
         a.threads == b.threads && a.pending_thread == b.pending_thread &&
         a.pending_process == b.pending_process && a.blocked == b.blocked &&
         a.seccomp == b.seccomp && a.umask == b.umask &&
         a.has_umask == b.has_umask;
}

void reprint(const TaskStatus &status) {
  char text[512];
  std::snprintf(text, sizeof text,
                "Tgid:\t%lu\nPid:\t%lu\nThreads:\t%lu\nSigPnd:\t%016lx\n"
                "ShdPnd:\t%016lx\nSigBlk:\t%016lx\nSeccomp:\t%lu\n",
                status.tgid, status.pid, status.threads, status.pending_thread,
                status.pending_process, status.blocked, status.seccomp);
  TaskStatus again;
  test::for_each_line(
      reinterpret_cast<const uint8_t *>(text), std::strlen(text),
      [&](StringView line) { PROPERTY(parse_status_line(line, again)); });
  if (status.has_umask) {
    std::snprintf(text, sizeof text, "Umask:\t%#04o", status.umask);
    PROPERTY(parse_status_line(text, again));
  }
  if (status.state) {
    std::snprintf(text, sizeof text, "State:\t%c (x)", status.state);
    PROPERTY(parse_status_line(text, again));
  }
  PROPERTY(same(status, again));
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  TaskStatus status;
  test::for_each_line(data, size, [&](StringView line) {
    TaskStatus before = status;
    if (!parse_status_line(line, status))
      PROPERTY(same(before, status));
    reprint(status);
  });
  return 0;
}
