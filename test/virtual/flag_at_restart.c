// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The flag may be given at a restart only: what was open keeps its number. And it
// may be left out there: numbers stay virtual, and nothing is skipped any more.
// RUN: %job %s %t --at-least 2 --args later --requests vacate \
// RUN:   --build "gcc -O2 -pthread" --restart-flags=-_condor_aggravate_bugs
// RUN: rm -rf %t.d && mkdir %t.d && cd %t.d
// RUN: %ckpt gcc -O2 -pthread -I %src/test/Inputs %s -o job
// RUN: export JOB_SIGNAL=20; set +e; \
// RUN: ./job first -_condor_aggravate_bugs -_condor_ckpt im; [ $? = 140 ] && \
// RUN: { ./job -_condor_restart im; [ $? = 140 ]; } && ./job -_condor_restart im
#include "echo_thread.h"
#include <fcntl.h>

int main(int argc, char **argv) {
  pthread_t thread;
  char byte = 'a';
  int later = !strcmp(argv[1], "later");
  int fd = open("/etc/passwd", O_RDONLY);
  CHECK(fd == (later ? 3 : 33));
  CHECK(!pipe(ends) && !pipe(both) && !pthread_create(&thread, NULL, echo, NULL));
  checkpoint();
  CHECK(read(fd, &byte, 1) == 1 && byte == 'r');
  int next = open("/etc/passwd", O_RDONLY), expected = later ? 33 : 2;
  if (!request_signal())
    expected = next;
  CHECK(next == expected || (!later && next == 3));
  CHECK(write(ends[1], "b", 1) == 1 && read(both[0], &byte, 1) == 1 && byte == 'b');
  checkpoint();
  CHECK(read(fd, &byte, 1) == 1 && byte == 'o' && !close(ends[1]));
  CHECK(!pthread_join(thread, NULL) && read(next, &byte, 1) == 1 && byte == 'r');
  puts("good");
}
