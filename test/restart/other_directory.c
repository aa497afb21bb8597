// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// With -_condor_relocatable a job goes on in the directory where it is
// restarted, without it in the old one.
// RUN: %job %s %t --at-least 2
// RUN: %job %s %t-moved --at-least 2 --args moves --files data \
// RUN:   --restart-flags=-_condor_relocatable --move
#include "ckpt_test.h"
#include <sys/stat.h>

int main(int argc, char **argv) {
  char first[4096], now[4096];
  int moves = argc > 1 && !strcmp(argv[1], "moves");
  FILE *data = fopen("data", "w");
  CHECK(data && getcwd(first, sizeof first));
  for (int round = 0; round < 3; ++round) {
    CHECK(fprintf(data, "round %d\n", round) == 8);
    if (round < 2)
      checkpoint();
    CHECK(getcwd(now, sizeof now));
    if (!moves || request_signal() != SIGTSTP || round == 2)
      continue;
    CHECK(strcmp(first, now)); // the directory was renamed meanwhile
    CHECK(!fflush(data) && ftell(data) == 8 * (round + 1));
    struct stat open_file, named;
    CHECK(!fstat(fileno(data), &open_file) && !stat("data", &named));
    CHECK(open_file.st_ino == named.st_ino);
  }
  CHECK(moves || !strcmp(first, now));
  CHECK(!fclose(data));
  puts("good");
}
