// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The checks of _FORTIFY_SOURCE, as the headers of glibc 2.40 make clang call
// them: what fits is routed, what does not ends the program as libc does.  What
// has fewer arguments than its system call gives none for the rest.
// REQUIRES: pass, strace
// RUN: rm -rf %t && mkdir %t && cd %t && ln -s text link
// RUN: echo 'traps() { strace -o trace "$@"; grep -c -e "--- SIGSYS" trace; }' > traps
// RUN: %each_llvm '. ./traps; v="-_condor_nowarn -_condor_aggravate_bugs"; for how in "-D_FORTIFY_SOURCE=2" "-D_FORTIFY_SOURCE=3 -static"; do %ckpt --ckpt-instrument {clang} -w -O2 $how %s -o p; nm p | grep -c "__ckpt_direct_.*_\(chk\|2\)$" | grep -x 8; ./p 3 1; ./p 3 1 $v; test $(traps ./p 3 5 $v) = $(traps ./p 3 50 $v); for n in 4 5 6 7 8 9 10; do for flags in "" "$v"; do s=0; ./p $n 1 $flags 2> err || s=$?; test $s = 134; grep -e "overflow detected" -e "invalid open" err; done; done; done'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
ssize_t __read_chk(int, void *, size_t, size_t), __readlink_chk(const char *, char *, size_t, size_t),
    __pread_chk(int, void *, size_t, off_t, size_t), __pread64_chk(int, void *, size_t, off_t, size_t),
    __recv_chk(int, void *, size_t, size_t, int),
    __recvfrom_chk(int, void *, size_t, size_t, int, struct sockaddr *, socklen_t *);
int __open_2(const char *, int), __openat_2(int, const char *, int);

static int calls(char *to, size_t room, size_t *n, int flags, const int *ends) {
  struct sockaddr_storage from;
  socklen_t size = sizeof from;
  if (send(ends[0], "abc", 3, 0) != 3 || __recv_chk(ends[1], to, n[6], room, 0) != 3 ||
      send(ends[0], "def", 3, 0) != 3 ||
      __recvfrom_chk(ends[1], to, n[7], room, 0, (struct sockaddr *)&from, &size) != 3)
    return 1;
  int fd = __open_2("/dev/zero", n[9] == 3 ? flags : O_CREAT);
  int other = __openat_2(AT_FDCWD, "/dev/zero", n[10] == 3 ? flags : O_CREAT);
  return __read_chk(fd, to, n[4], room) != 3 || __pread_chk(fd, to, n[5], 0, room) != 3 ||
         __pread64_chk(fd, to, n[5], 0, room) != 3 || to[2] ||
         __readlink_chk("link", to, n[8], room) != 3 || to[2] != 'x' || close(fd) ||
         close(other) || recv(ends[1], to, 1, MSG_DONTWAIT) != -1;
}

int main(int argc, char **argv) {
  char to[4];
  int turns = atoi(argv[2]), ends[2];
  size_t n[] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
  n[atoi(argv[1])] = atoi(argv[1]) == 3 ? 3 : 5;
  if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends))
    return 2;
  for (int i = 0; i < turns; ++i)
    if (calls(to, sizeof to, n, O_RDONLY, ends))
      return 3;
  _exit(0);
}
