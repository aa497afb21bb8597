// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Empty packets and what is behind them, also where the other end is closed; and
// datagrams of an end that does not send any more stay where they are.
// RUN: %job %s %t --at-least 2
#include "ckpt_test.h"
#include <sys/socket.h>

static void fill(int to) {
  CHECK(send(to, "a", 1, 0) == 1 && !send(to, "", 0, 0));
  CHECK(!send(to, "", 0, 0) && send(to, "bc", 2, 0) == 2);
}

static void drain(int from) {
  char text[9];
  CHECK(recv(from, text, 9, MSG_DONTWAIT) == 1);
  CHECK(!recv(from, text, 9, MSG_DONTWAIT) && !recv(from, text, 9, MSG_DONTWAIT));
  CHECK(recv(from, text, 9, MSG_DONTWAIT) == 2);
}

int main(void) {
  int packets[2], gone[2], datagrams[2];
  char text[9];
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packets));
  CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, gone));
  CHECK(!socketpair(AF_UNIX, SOCK_DGRAM, 0, datagrams));
  fill(packets[0]);
  fill(gone[0]);
  CHECK(send(datagrams[0], "one", 3, 0) == 3 && send(datagrams[0], "two", 3, 0) == 3);
  CHECK(!close(gone[0]) && !shutdown(datagrams[0], SHUT_WR));
  checkpoint();
  drain(gone[1]);
  CHECK(!recv(gone[1], text, 9, MSG_DONTWAIT));
  checkpoint();
  drain(packets[1]);
  CHECK(recv(packets[1], text, 9, MSG_DONTWAIT) == -1 && errno == EAGAIN);
  CHECK(recv(datagrams[1], text, 9, 0) == 3 && recv(datagrams[1], text, 9, 0) == 3);
  CHECK(send(datagrams[0], "x", 1, MSG_NOSIGNAL) == -1 && errno == EPIPE);
  puts("done");
}
