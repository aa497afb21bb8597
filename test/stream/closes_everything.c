// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Programs that close all they have not opened themselves keep the command
// stream: by closefrom, close_range, or a loop up to the limit.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: printf '%%s\n' 'set -e' 'printf "end\nckpt im\nexit 7\n" > cmds' 'rm -f im' 'prlimit --nofile=$2 ./job -_condor_cmd_file cmds $1 > out 2> err || test $? = 7' 'test -e im' '! grep Error err' 'grep closed out' > run.sh
// RUN: for mode in static static-pie pie no-pie; do %ckpt gcc -O2 -$mode %s -o job && for how in closefrom close_range all middle exec_flag; do bash run.sh $how 200:300 && bash run.sh $how 200:200 || exit 1; done && bash run.sh loop 200:300 && bash run.sh dup 200:300 || exit 1; done
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void close_some(const char *how) {
  if (!strcmp(how, "closefrom"))
    closefrom(3);
  else if (!strcmp(how, "close_range"))
    close_range(3, ~0u, 0);
  else if (!strcmp(how, "middle"))
    close_range(199, 200, 0), close_range(200, 200, 0), close_range(199, 199, 0);
  else if (!strcmp(how, "all"))
    closefrom(3), close_range(3, 1000, 0), close_range(3, ~0u, 0);
  else if (!strcmp(how, "exec_flag"))
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
  else if (!strcmp(how, "dup")) {
    for (int fd = 3; fd < 300; ++fd)
      if (dup2(1, fd) == fd)
        close(fd);
  } else
    for (int fd = 3; fd < getdtablesize(); ++fd)
      close(fd);
}

int main(int argc, char **argv) {
  close_some(argv[1]);
  if (fcntl(3, F_GETFD) >= 0 || argc != 2)
    return 1;
  puts("closed");
  fflush(stdout);
  if (!strcmp(argv[1], "again"))
    dup2(open("other", O_RDONLY), 199);
  raise(SIGTSTP);
  return 2;
}
