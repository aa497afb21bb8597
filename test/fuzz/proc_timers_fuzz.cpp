// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What was taken from the lines of a timer, printed, is taken again; a refused
// line changes nothing.
#include "runtime/proc/timers.h"
#include "test/fuzz/proc_property.h"

using namespace ckpt;
using namespace ckpt::proc;

namespace {

bool same(const PosixTimer &a, const PosixTimer &b) {
  return a.id == b.id && a.signal == b.signal && a.value == b.value &&
         a.notify == b.notify && a.receiver == b.receiver &&
         a.clock == b.clock && a.whole == b.whole;
}

void reprint(const PosixTimer &timer) {
  static const char *const kWays[] = {"signal", "none", "thread"};
  char text[256];
  std::snprintf(text, sizeof text,
                "ID: %d\nsignal: %d/%016lx\nnotify: %s/%s.%d\nClockID: %d\n",
                timer.id, timer.signal, timer.value, kWays[timer.notify & 3],
                timer.notify & 4 ? "tid" : "pid", timer.receiver, timer.clock);
  PosixTimer again;
  test::for_each_line(
      reinterpret_cast<const uint8_t *>(text), std::strlen(text),
      [&](StringView line) { PROPERTY(parse_timer_line(line, again)); });
  PROPERTY(same(timer, again));
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  PosixTimer timer;
  test::for_each_line(data, size, [&](StringView line) {
    PosixTimer before = timer;
    if (!parse_timer_line(line, timer))
      PROPERTY(same(before, timer));
    if (timer.whole)
      reprint(timer);
  });
  return 0;
}
