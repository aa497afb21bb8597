// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pairs of sockets within the process: what waits, packets, options, copies,
// one side closed or shut.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

static void option(int fd, int name, int wanted, int set) {
  int value = wanted;
  socklen_t size = sizeof value;
  if (set)
    CHECK(!setsockopt(fd, SOL_SOCKET, name, &value, sizeof value));
  else
    CHECK(!getsockopt(fd, SOL_SOCKET, name, &value, &size) && value == wanted);
}

int main(void) {
  int stream[2], datagram[2], packet[2], gone[2], shut[2];
  char text[64] = "", *big = malloc(100000);
  memset(big, 'b', 100000);
  signal(SIGPIPE, SIG_IGN);
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, stream));
  CHECK(!socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, datagram));
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packet));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, gone));
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, shut));
  int copy = dup(stream[1]);
  option(stream[0], SO_SNDBUF, 150000, 1);
  option(packet[0], SO_PASSCRED, 1, 1);
  CHECK(write(stream[0], big, 100000) == 100000);
  CHECK(write(stream[1], "back", 4) == 4 && write(gone[1], "last", 4) == 4);
  CHECK(write(datagram[0], "one", 3) == 3 && write(datagram[0], "", 0) == 0);
  CHECK(write(datagram[0], "three", 5) == 5);
  CHECK(write(packet[1], "p", 1) == 1 && write(packet[1], "qq", 2) == 2);
  close(gone[1]);
  CHECK(!shutdown(shut[0], SHUT_WR) && write(shut[1], "x", 1) == 1);
  for (int round = 0; round < 2; ++round) {
    checkpoint();
    CHECK(fcntl(stream[0], F_GETFD) == FD_CLOEXEC && !fcntl(copy, F_GETFD));
    CHECK(fcntl(datagram[1], F_GETFL) == (O_RDWR | O_NONBLOCK));
    option(stream[0], SO_SNDBUF, 300000, 0);
    option(packet[0], SO_PASSCRED, 1, 0);
    CHECK(write(shut[0], "x", 1) == -1 && errno == EPIPE);
  }
  CHECK(recv(stream[1], big, 100000, MSG_WAITALL) == 100000 && big[99] == 'b');
  CHECK(read(stream[0], text, 9) == 4 && write(copy, "!", 1) == 1);
  CHECK(read(stream[0], text, 9) == 1 && text[0] == '!');
  CHECK(read(datagram[1], text, 9) == 3 && read(datagram[1], text, 9) == 0);
  CHECK(read(datagram[1], text, 9) == 5);
  CHECK(read(datagram[1], text, 9) == -1 && errno == EAGAIN);
  CHECK(read(packet[0], text, 9) == 1 && read(packet[0], text, 9) == 2);
  CHECK(read(gone[0], text, 9) == 4 && read(gone[0], text, 9) == 0);
  CHECK(read(shut[1], text, 9) == 0 && read(shut[0], text, 9) == 1);
  puts("done");
}
