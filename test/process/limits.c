// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Limits that the program has set come back; the others are those of whoever
// restarts it.
// RUN: %job %s %t --at-least 2 --modes static,pie --requests vacate --prefix 'prlimit --core=1000000:1000000 --msgqueue=5000:5000' --restart-prefix 'prlimit --core=7:900000 --msgqueue=4000:4000'
#include "ckpt_test.h"
#include <sys/resource.h>

static struct rlimit get(int what) {
  struct rlimit limit;
  CHECK(!getrlimit(what, &limit));
  return limit;
}

int main(void) {
  for (int what = 0; what < 16; ++what) {
    struct rlimit limit = get(what);
    if (what == RLIMIT_MSGQUEUE || what == RLIMIT_CORE)
      continue;
    if (limit.rlim_cur > 100000000 && what != RLIMIT_AS && what != RLIMIT_DATA)
      limit.rlim_cur = 100000000 + what;
    limit.rlim_cur -= what == RLIMIT_NOFILE;
    CHECK(!setrlimit(what, &limit));
  }
  struct rlimit before[16], core = {5000, 950000};
  CHECK(!setrlimit(RLIMIT_CORE, &core));
  for (int what = 0; what < 16; ++what)
    before[what] = get(what);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    for (int what = 0; what < 16; ++what)
      if (what != RLIMIT_MSGQUEUE && what != RLIMIT_CORE)
        CHECK(get(what).rlim_cur == before[what].rlim_cur);
    int again = request_signal() != 0;
    CHECK(get(RLIMIT_CORE).rlim_cur == 5000);
    CHECK(get(RLIMIT_CORE).rlim_max == (again ? 900000 : 950000));
    CHECK(get(RLIMIT_MSGQUEUE).rlim_cur == (again ? 4000 : 5000));
  }
  puts("good");
}
